import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sendForm } from "../artifacts/artifact-file.test-kit.js";
import { listOf } from "../platform.test-kit.js";
import { soon, useLab, verdicts, type Found } from "./lab.test-kit.js";
import { filePart, hit, respond, startService, type Behaviour } from "./threat-service.test-kit.js";

const { kit, asAdmin, source, use, incident, lookups, settled } = useLab();

async function addFile(type: string, content: Buffer, name = "sample \"1\".bin"): Promise<Found> {
  const { status, json } = await sendForm(kit, { url: `${kit.org}/incidents/${await incident()}/artifacts/files?handle_format=names`, artifact: { type }, file: { name, content } });
  const [artifact] = status === 200 ? listOf<Found>(json) : [];
  if (artifact === undefined) throw new Error(JSON.stringify(json));
  return artifact;
}

async function service(behave: Behaviour, uploadFile: boolean) {
  const lab = await startService(behave);
  lab.uploadFile = uploadFile;
  const registered = await use(lab);
  const posts = () => lab.asked.filter(({ method }) => method === "POST");
  return { lab, posts, registered, end: () => asAdmin(`/threat_sources/${registered.id}`, "DELETE") };
}

const answers: Behaviour = (asked, response) => respond(response, 200, { hits: [hit(`${filePart(asked)?.length ?? "no file"}`)] });

describe("file artifacts", () => {
  it("go with their content to services that want files, and without it to those that do not", async () => {
    const wants = await service(answers, true);
    const spares = await service(answers, false);
    for (const [type, word] of [["Malware Sample", "file.content"], ["Email Attachment", "file.content"], ["Log File", "file.content"], ["Other File", "file.content"], ["RFC 822 Email Message File", "email"], ["X509 Certificate File", "cert.x509"]] as const) {
      const content = randomBytes(70_000);
      const found = await settled(await addFile(type, content));
      expect(verdicts(found).sort()).toEqual(["70000", "no file"]);
      const posted = wants.posts().at(-1);
      expect(posted?.artifact).toEqual({ type: word, value: found.value });
      expect(posted === undefined ? undefined : filePart(posted)?.equals(content)).toBe(true);
      expect(posted?.headers["content-length"]).toBe(String(posted?.bytes.length));
      expect(posted?.body).toContain("Content-Type: application/octet-stream");
    }
    expect((await source(wants.registered.id)).upload_file).toBe(true);
    await wants.end();
    await spares.end();
  });

  it("of 25 MB go whole, and again after a failure and a restart", async () => {
    const content = randomBytes(25 * 1024 * 1024);
    const wants = await service((_asked, response) => respond(response, 503, {}), true);
    const artifact = await addFile("Malware Sample", content);
    await expect.poll(async () => (await lookups(artifact))[0]?.error, soon).toBe("It answered 503.");
    wants.lab.behave = (asked, response) => respond(response, 200, { hits: [hit(String(filePart(asked)?.equals(content)))] });
    await kit.restart();
    expect(verdicts(await settled(artifact))).toEqual(["true"]);
    await wants.end();
  }, 60_000);

  it("are not held up by a service that does not read them", async () => {
    const wants = await service((_asked, response) => response.socket?.destroy(), true);
    const artifact = await addFile("Malware Sample", randomBytes(5 * 1024 * 1024));
    await expect.poll(async () => (await lookups(artifact))[0]?.error, soon).toMatch(/connection was cut/i);
    expect((await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}`, { method: "DELETE" })).status).toBe(200);
    await wants.end();
    expect((await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}`)).status).toBe(404);
  });
});
