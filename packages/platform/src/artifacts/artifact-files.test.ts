import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { basic, listOf, usePlatform, type JsonObject } from "../platform.test-kit.js";
import { sendForm, type ArtifactForm } from "./artifact-file.test-kit.js";

const kit = usePlatform();
let incident = 0;

beforeAll(async () => {
  incident = (await kit.call(`${kit.org}/incidents`, { body: { name: "With samples", discovered_date: 0 } })).json.id as number;
});

const path = (rest = ""): string => `${kit.org}/incidents/${incident}/artifacts${rest}`;
const add = (artifact: unknown, content: Buffer | string, more: Partial<ArtifactForm> = {}) => sendForm(kit, { url: path("/files"), artifact, file: { name: "sample.exe", content: Buffer.from(content) }, ...more });
const one = async (artifact: unknown, content: Buffer | string): Promise<JsonObject> => {
  const { status, json } = await add(artifact, content);
  expect([status, json.message]).toEqual([200, undefined]);
  return listOf<JsonObject>(json)[0] ?? {};
};
const download = (id: number, as = kit.key) => kit.platform.server.inject({ method: "GET", url: path(`/${id}/contents`), headers: { authorization: basic(as.id, as.secret) } });
const stored = () => readdir(join(kit.dataDir, "attachments")).catch(() => []);

describe("an artifact that is a file", () => {
  it("keeps its content byte for byte, tells of it as AttachmentDTO, and never shows it in place", async () => {
    const content = Buffer.from([0, 255, 13, 10, 45, 45, ...Buffer.from("<script>alert(1)</script>")]);
    const made = await one({ type: "Malware Sample", value: "", description: "from the mail" }, content);
    const attachment = { type: "artifact", name: "sample.exe", content_type: "application/x-test", size: content.length, sha256: createHash("sha256").update(content).digest("hex"), inc_id: incident, inc_name: "With samples", task_id: null };
    expect(made).toMatchObject({ value: "sample.exe", description: "from the mail", attachment });
    expect((await kit.call(path(`/${made.id as number}`))).json).toMatchObject({ value: "sample.exe", attachment });
    const answer = await download(made.id as number);
    expect(answer.rawPayload.equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({ "content-disposition": expect.stringMatching(/^attachment; filename="sample\.exe"/), "x-content-type-options": "nosniff", "content-security-policy": expect.stringContaining("sandbox") });
    expect(listOf((await kit.call(`${kit.org}/incidents/${incident}/attachments`)).json)).toEqual([]);
    expect((await kit.call(`${kit.org}/incidents/${incident}/attachments/${made.attachment.id as number}`, { method: "DELETE" })).status).toBe(404);
    expect((await kit.call(`${kit.org}/incidents/${incident}/newsfeed`)).json[0]).toMatchObject({ type: "artifact_added", object_name: "sample.exe" });
  });

  it("takes its parts in either order, a value of its own, names in every script, and every built-in file type", async () => {
    for (const type of ["Email Attachment", "Malware Sample", "Log File", "Other File", "RFC 822 Email Message File", "X509 Certificate File"]) {
      for (const artifactFirst of [false, true]) {
        const { json } = await add({ type: { name: type }, value: "own value" }, "x", { artifactFirst, file: { name: "Rechnung Übersicht 請求書.pdf", content: Buffer.from("x") } });
        expect(json[0]).toMatchObject({ value: "own value", attachment: { name: "Rechnung Übersicht 請求書.pdf", size: 1 } });
      }
    }
  });

  it("is refused without a type of files, a file or an artifact, when it is empty or too large; nothing of it stays", async () => {
    const before = await stored();
    expect((await add({ type: "IP Address" }, "x")).json.message).toContain("no files");
    expect((await add({ value: "x" }, "x")).json.message).toContain("type is required");
    expect((await add({ type: "Log File", parent_id: 999_999 }, "x")).status).toBe(404);
    expect((await add("{not json", "x", { raw: true })).json.message).toContain("not JSON");
    expect((await add(undefined, "x")).json.message).toContain("no part named artifact");
    expect((await add({ type: "Log File" }, "x", { file: undefined })).json.message).toContain("no part with a file");
    expect((await add({ type: "Log File" }, "")).json.message).toContain("empty");
    expect((await add({ type: "Log File" }, Buffer.alloc(25 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await add({ type: "Log File" }, "x", { url: `${kit.org}/incidents/1/artifacts/files` })).status).toBe(404);
    expect((await kit.call(path("/files"), { body: { type: "Log File" } })).json.message).toContain("multipart/form-data");
    expect((await kit.call(path(), { body: { type: "Log File", value: "x" } })).json.message).toContain("artifacts/files");
    expect(await stored()).toEqual(before);
  });

  it("changes its type among those of files only, and a value gets no file", async () => {
    const made = await one({ type: "Log File" }, "x");
    expect((await kit.call(path(`/${made.id as number}`), { method: "PUT", body: { type: "IP Address" } })).json.message).toContain("this one is");
    expect((await kit.call(`${path(`/${made.id as number}`)}?handle_format=names`, { method: "PUT", body: { type: "Other File" } })).json).toMatchObject({ type: "Other File", attachment: { size: 1 } });
    const [plain] = listOf<JsonObject>((await kit.call(path(), { body: { type: "String", value: "x" } })).json);
    expect((await kit.call(path(`/${plain?.id as number}`), { method: "PUT", body: { type: "Log File" } })).json.message).toContain("this one is none");
    expect((await download(plain?.id as number)).statusCode).toBe(404);
  });

  it("is added and read with the permissions of artifacts", async () => {
    const made = await one({ type: "Log File" }, "x");
    const reader = await kit.platform.accounts.createApiKey({ name: "reader", permissions: ["org_data.read"] });
    const other = await kit.platform.accounts.createApiKey({ name: "other", permissions: ["function.read"] });
    expect((await download(made.id as number, { ...kit.key, ...reader })).statusCode).toBe(200);
    expect((await download(made.id as number, { ...kit.key, ...other })).statusCode).toBe(403);
    expect((await add({ type: "Log File" }, "x", { as: reader })).status).toBe(403);
  });

  it("goes from the disk when it, or its incident, is deleted", async () => {
    const made = await one({ type: "Log File" }, "x");
    const before = (await stored()).length;
    expect((await kit.call(path(`/${made.id as number}`), { method: "DELETE" })).status).toBe(200);
    expect((await stored()).length).toBe(before - 1);
    await kit.call(`${kit.org}/incidents/${incident}`, { method: "DELETE" });
    expect(await stored()).toEqual([]);
  });
});
