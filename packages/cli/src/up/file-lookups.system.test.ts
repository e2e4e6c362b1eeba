import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineApp, defineConfig, defineThreatSearcher, found, hit, numberProperty, textProperty } from "@soarkit/app-sdk";
import { IntegrationServer } from "@soarkit/integration-server";
import { Platform } from "@soarkit/platform";
import type { ArtifactDTO, IncidentDTO } from "@soarkit/protocol";
import { createLogger, ensureCertificates, parseConfigText } from "@soarkit/runtime";
import { expect, it, onTestFinished } from "vitest";

const log = createLogger({ name: "test", level: "silent" });

/** An app whose searcher says what it was given of a file. */
const app = defineApp({
  name: "file-reader",
  packageName: "fn-file-reader",
  displayName: "File reader",
  version: "1.0.0",
  author: "Soarkit",
  support: "https://example.com",
  description: "For tests",
  permissions: [],
  minimumPlatformVersion: "35.2.32",
  config: defineConfig({ section: "fn_file_reader", schema: { safeParse: () => ({ success: true, data: {} }) }, secrets: [], template: "[fn_file_reader]\n" }),
  functions: [],
  actions: [],
  threatSearchers: [
    defineThreatSearcher({
      path: "files",
      types: ["file.content", "email", "cert.x509"],
      wantsFiles: true,
      search: (lookups) =>
        Promise.all(
          lookups.map(async ({ type, texts, file }) => {
            if (file === undefined) return found();
            const hash = createHash("sha256").update(await readFile(file.path)).digest("hex");
            return found(hit(textProperty("Type", type), textProperty("Name", texts[0] ?? ""), numberProperty("Size", file.size), textProperty("SHA-256", hash)));
          }),
        ),
    }),
  ],
  customizations: () => ({ destination: { name: "File reader", programmaticName: "fn_file_reader" }, rules: [], activityFields: {}, workflows: [] }),
  selftest: () => Promise.resolve([]),
});

it("the content of a file artifact comes whole from the platform to a searcher that wants files, and its hit comes back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "soarkit-file-lookups-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1"] });
  const platform = new Platform({ dataDir: folder, host: "127.0.0.1", port: 0, stompPort: 0, certificates, log, env: {}, warmScripts: false });
  const ports = await platform.start();
  onTestFinished(() => platform.stop());
  const { id, secret } = await platform.accounts.createApiKey({ name: "all", permissions: ["org_data.read", "org_data.edit", "function.read", "administer"] });
  const lines = ["[resilient]", "host = 127.0.0.1", `port = ${ports.port}`, `stomp_port = ${ports.stompPort}`, `api_key_id = ${id}`, `api_key_secret = ${secret}`, `org = ${platform.orgName}`, `cafile = ${join(folder, "ca.pem")}`];
  const config = parseConfigText([...lines, "[webserver]", "server = 127.0.0.1", "port = 0", "[custom_threat_service]", "[fn_file_reader]"].join("\n"), "app.config");
  const server = new IntegrationServer({ config, env: {}, dataDir: folder, apps: [app], log });
  await server.start();
  onTestFinished(() => server.stop());

  const org = `/rest/orgs/${platform.orgId}`;
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const ask = async <T>(method: "GET" | "POST", url: string, body?: unknown): Promise<T> => {
    const answer = await platform.server.inject({ method, url: `${org}${url}`, headers: { authorization, "content-type": "application/json" }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
    return JSON.parse(answer.body) as T;
  };
  const url = server.status().threatService?.services[0]?.url;
  await ask("POST", "/threat_sources", { name: "Files", rest_url: url, enabled: true });
  const incident = await ask<IncidentDTO>("POST", "/incidents", { name: "With a sample", discovered_date: 0 });
  const content = randomBytes(3 * 1024 * 1024);
  const form = new FormData();
  form.append("file", new Blob([content]), "Rechnung é.exe");
  form.append("artifact", JSON.stringify({ type: "Malware Sample", value: "", description: "" }));
  const upload = new Response(form);
  const sent = await platform.server.inject({ method: "POST", url: `${org}/incidents/${incident.id}/artifacts/files`, headers: { authorization, "content-type": upload.headers.get("content-type") ?? "" }, payload: Buffer.from(await upload.arrayBuffer()) });
  const [artifact] = JSON.parse(sent.body) as ArtifactDTO[];
  expect(artifact).toMatchObject({ value: "Rechnung é.exe", attachment: { size: content.length } });
  const hits = async () => (await ask<ArtifactDTO>("GET", `/incidents/${incident.id}/artifacts/${artifact?.id}`)).hits;
  await expect.poll(hits, { timeout: 20_000, interval: 100 }).toMatchObject([
    { properties: [{ value: "file.content" }, { value: "Rechnung é.exe" }, { value: content.length }, { value: createHash("sha256").update(content).digest("hex") }] },
  ]);
});
