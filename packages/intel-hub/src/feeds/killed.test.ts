import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createAppHttp } from "@soarkit/app-sdk";
import { openSecretStore } from "@soarkit/runtime";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readReport, type TestHub } from "../hub.test-kit.js";
import { startLoadKit, type LoadKit } from "../loads/loads.test-kit.js";
import type { FeedEntry } from "./feeds.js";

let folder: string;
let source: LoadKit;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-killed-feed-"));
  source = await startLoadKit();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await source.stop();
  await rm(folder, { recursive: true });
});

const hubUrl = new URL("../../dist/index.js", import.meta.url).href;
const token = "local-token-of-the-test";

// A hub in a process of its own, as built. Answers take their time to come, so that a poll is still running when it is looked at.
const program = `
import { createAppHttp } from "@soarkit/app-sdk";
import { setTimeout as sleep } from "node:timers/promises";
import { IntelHub } from ${JSON.stringify(hubUrl)};
import { createLogger, ensureCertificates, openSecretStore } from "@soarkit/runtime";
const [, dataDir] = process.argv;
const certificates = await ensureCertificates(dataDir, { hosts: [] });
const hub = new IntelHub({
  dataDir, host: "127.0.0.1", port: 0, certificates, log: createLogger({ name: "hub", level: "silent" }),
  outgoing: (settings) => {
    const http = createAppHttp(settings);
    return { close: () => http.close(), request: async (asked) => (await sleep(300), http.request(asked)) };
  },
  secrets: (folder) => openSecretStore({ dataDir: folder, env: { SOARKIT_SECRET_STORE: "file" } }),
});
await hub.accounts.ensureAdmin();
hub.accounts.setLocalAdminToken(${JSON.stringify(token)});
const { port } = await hub.start();
process.stdout.write(JSON.stringify({ port, ca: certificates.caPem }));
`;

interface Status {
  readonly indicators: { readonly active: number };
}
type Call = <T>(method: string, path: string, body?: object) => Promise<T>;

async function startChild(): Promise<{ child: ChildProcess; call: Call }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, folder], { stdio: ["ignore", "pipe", "inherit"], cwd: new URL("../..", import.meta.url) });
  children.push(child);
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const { port, ca } = JSON.parse(said.toString()) as { port: number; ca: string };
  const call: Call = async <T>(method: string, path: string, body?: object) => {
    const outgoing = request({ host: "127.0.0.1", port, path: `/api/hub${path}`, method, ca, agent: false, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    const [incoming] = (await once(outgoing, "response")) as [AsyncIterable<Buffer>];
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString()) as T;
  };
  return { child, call };
}

/** Kills the hub as soon as it has more than `stored` records in the middle of a poll; answers how many it had. */
async function killInPoll(child: ChildProcess, call: Call, stored: number): Promise<number> {
  for (;;) {
    const { active } = (await call<Status>("GET", "/status")).indicators;
    const [feed] = (await call<{ entities: FeedEntry[] }>("GET", "/feeds")).entities;
    expect(feed).toMatchObject({ last_success: null, last_error: "" });
    if (active > stored) {
      expect(feed?.polling).toBe(true);
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      return active;
    }
    await sleep(5);
  }
}

const shared = async (hub: TestHub): Promise<unknown[]> => {
  const answer = await hub.send("GET", "/api/hub/export?format=csv", { authorization: `Bearer ${token}` });
  // Feed and source are the feed's own; the id follows from them.
  return answer.body.split("\r\n").slice(1).map((line) => line.split(",").slice(0, 7).join(",")).sort(); // prettier-ignore
};

it("kill -9 in the middle of a poll, twice: it goes on by itself at the next start, nothing is lost and nothing is there twice", async () => {
  for (const name of ["machete", "xdspy"]) await source.hub.importMisp(await readReport(name), { source: "ESET" });
  const many = Array.from({ length: 4_000 }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`).join("\n");
  expect(await source.loaded("many.txt", many)).toMatchObject({ state: "done", added: 4_000 });
  const { password = "" } = await source.hub.accounts.ensureAccount("reader", "analyst");
  const caFile = join(folder, "source-ca.pem");
  await writeFile(caFile, source.ca);

  const first = await startChild();
  await first.call("POST", "/feeds", { name: "Partner", url: `https://127.0.0.1:${source.port}/taxii2/`, collection: "All indicators", user: "reader", password, ca_file: caFile });
  const atFirst = await killInPoll(first.child, first.call, 0);
  const second = await startChild();
  const atSecond = await killInPoll(second.child, second.call, atFirst);
  const all = await shared(source);
  expect([atFirst, atSecond].filter((stored) => stored >= all.length)).toEqual([]);

  const kit = await startLoadKit({ dataDir: folder, outgoing: (settings) => createAppHttp(settings), secrets: (dataDir) => openSecretStore({ dataDir, env: { SOARKIT_SECRET_STORE: "file" } }) });
  try {
    const { entities } = JSON.parse((await kit.call("GET", "/api/hub/feeds")).body) as { entities: FeedEntry[] };
    const done = JSON.parse((await kit.call("POST", `/api/hub/feeds/${entities[0]?.id ?? 0}/poll`)).body) as FeedEntry;
    expect(done).toMatchObject({ last_error: "", failures: 0, state: "active" });
    expect(await shared(kit)).toEqual(all);
  } finally {
    await kit.stop();
  }
}, 240_000);
