import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startLoadKit } from "./loads.test-kit.js";
import type { LoadView } from "./load-view.js";

let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-killed-"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

const hubUrl = new URL("../../dist/index.js", import.meta.url).href;
const token = "local-token-of-the-test";

// A hub in a process of its own, as built.
const program = `
import { IntelHub } from ${JSON.stringify(hubUrl)};
import { createLogger, ensureCertificates } from "@soarkit/runtime";
const [, dataDir] = process.argv;
const certificates = await ensureCertificates(dataDir, { hosts: [] });
const hub = new IntelHub({ dataDir, host: "127.0.0.1", port: 0, certificates, log: createLogger({ name: "hub", level: "silent" }) });
await hub.accounts.ensureAdmin();
hub.accounts.setLocalAdminToken(${JSON.stringify(token)});
const { port } = await hub.start();
process.stdout.write(JSON.stringify({ port, ca: certificates.caPem }));
`;

it("kill -9 in the middle of a load: after the next start every value is there exactly once", async () => {
  const count = 20_000;
  const text = Array.from({ length: count }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`).join("\n");
  child = spawn(process.execPath, ["--input-type=module", "-e", program, folder], { stdio: ["ignore", "pipe", "inherit"], cwd: new URL("../..", import.meta.url) });
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  const { port, ca } = JSON.parse(said.toString()) as { port: number; ca: string };
  const call = async (method: string, path: string, body?: string): Promise<LoadView> => {
    const outgoing = request({ host: "127.0.0.1", port, path, method, ca, agent: false, headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" } });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, "response")) as [AsyncIterable<Buffer>];
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString()) as LoadView;
  };
  const { id } = await call("POST", "/api/hub/loads?name=many.txt&start=true", text);
  let before = await call("GET", `/api/hub/loads/${id}`);
  while (before.added === 0) {
    await sleep(5);
    before = await call("GET", `/api/hub/loads/${id}`);
  }
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  expect(before).toMatchObject({ state: "running" });

  const kit = await startLoadKit({ dataDir: folder });
  const after = await kit.ended(id);
  const status = JSON.parse((await kit.call("GET", "/api/hub/status")).body) as { indicators: Record<string, number> };
  await kit.stop();
  expect(after).toMatchObject({ state: "done", added: count, known: 0, rows: count });
  expect(status.indicators.active).toBe(count);
}, 120_000);
