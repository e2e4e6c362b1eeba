import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { basic, listOf, usePlatform, type JsonObject } from "../platform.test-kit.js";

const kit = usePlatform();
let incident = 0;

beforeAll(async () => {
  incident = (await kit.call(`${kit.org}/incidents`, { body: { name: "With files", discovered_date: 0 } })).json.id as number;
});

const path = (rest = ""): string => `${kit.org}/incidents/${incident}/attachments${rest}`;

async function upload(name: string, type: string, content: Buffer, url = path()) {
  const boundary = "edge-of-a-part";
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const response = await kit.platform.server.inject({ method: "POST", url, headers: { authorization: basic(kit.key.id, kit.key.secret), "content-type": `multipart/form-data; boundary=${boundary}` }, payload });
  return { status: response.statusCode, json: JSON.parse(response.body) as JsonObject };
}

const download = (id: number) => kit.platform.server.inject({ method: "GET", url: path(`/${id}/contents`), headers: { authorization: basic(kit.key.id, kit.key.secret) } });
const stored = () => readdir(join(kit.dataDir, "attachments"));

describe("a file of an incident", () => {
  it("is kept with its size and hash, listed, and given back byte for byte, never shown in place", async () => {
    const content = Buffer.from([0, 255, 10, 13, ...Buffer.from("<script>alert(1)</script>")]);
    const { status, json } = await upload("report.html", "text/html", content);
    expect([status, json]).toMatchObject([200, { name: "report.html", content_type: "text/html", size: content.length, sha256: createHash("sha256").update(content).digest("hex"), inc_id: incident, creator_principal: { display_name: "tests" } }]);
    expect(listOf<JsonObject>((await kit.call(path())).json)).toMatchObject([{ id: json.id }]);
    const answer = await download(json.id as number);
    expect(answer.rawPayload.equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({ "content-disposition": expect.stringMatching(/^attachment; filename="report\.html"/), "x-content-type-options": "nosniff", "content-security-policy": expect.stringContaining("sandbox") });
    expect((await kit.call(`${kit.org}/incidents/${incident}/newsfeed`)).json[0]).toMatchObject({ type: "attachment_added", object_name: "report.html" });
  });

  it("loses the folders in its name", async () => {
    const { json } = await upload("..\\..\\Übersicht 1.txt", "text/plain", Buffer.from("x"));
    expect(json.name).toBe("Übersicht 1.txt");
    expect((await download(json.id as number)).headers["content-disposition"]).toBe("attachment; filename=\"_bersicht 1.txt\"; filename*=UTF-8''%C3%9Cbersicht%201.txt");
  });

  it("is refused when it is empty, too large, not there, or for no incident; nothing of it stays", async () => {
    const before = await stored();
    expect((await upload("empty.txt", "text/plain", Buffer.alloc(0))).status).toBe(400);
    expect((await upload("big.bin", "application/octet-stream", Buffer.alloc(25 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await kit.call(path(), { body: { file: "x" } })).status).toBe(400);
    expect((await upload("x.txt", "text/plain", Buffer.from("x"), `${kit.org}/incidents/1/attachments`)).status).toBe(404);
    expect(await stored()).toEqual(before);
  });

  it("of exactly 25 MB is taken", async () => {
    expect((await upload("full.bin", "application/octet-stream", Buffer.alloc(25 * 1024 * 1024, 7))).json.size).toBe(25 * 1024 * 1024);
  });

  it("goes from the disk when it, or its incident, is deleted", async () => {
    const { json } = await upload("gone.txt", "text/plain", Buffer.from("x"));
    const before = (await stored()).length;
    expect((await kit.call(path(`/${json.id as number}`), { method: "DELETE" })).status).toBe(200);
    expect((await stored()).length).toBe(before - 1);
    expect((await download(json.id as number)).statusCode).toBe(404);
    await kit.call(`${kit.org}/incidents/${incident}`, { method: "DELETE" });
    expect(await stored()).toEqual([]);
  });
});
