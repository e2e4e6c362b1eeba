import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Agent, request } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ForwardingProxy, startSoarkitProcess, TaxiiServer, tempFolder, type SoarkitProcess } from "../index.js";

const launcher = fileURLToPath(new URL("../../../cli/bin/soarkit.js", import.meta.url));
/** This machine by an address that nobody takes for it: it is called as another machine is. */
const elsewhere = "0.0.0.0";
const someone = "5d9b0000-0000-4000-8000-000000000001";
const domain = { type: "indicator", spec_version: "2.1", id: `indicator--${someone}`, created: "2026-01-01T00:00:00Z", modified: "2026-01-01T00:00:00Z", valid_from: "2026-01-01T00:00:00Z", pattern: "[domain-name:value = 'shared.example-bad.com']", pattern_type: "stix" };

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("feeds by command", () => {
  let data: Awaited<ReturnType<typeof tempFolder>>;
  let soarkit: SoarkitProcess;
  let proxy: ForwardingProxy;
  let server: TaxiiServer;
  let hubPort = 0;
  let password: string;

  beforeAll(async () => {
    data = await tempFolder("soarkit-feeds");
    proxy = await ForwardingProxy.start();
    await start({});
    hubPort = soarkit.run.ports.hub ?? 0;
    password = await newAccount("reader");
  });
  beforeEach(async () => {
    server = await TaxiiServer.start();
    server.add(domain);
  });
  afterEach(() => server.stop());
  afterAll(async () => {
    await soarkit.stop();
    await proxy.stop();
    await data.remove();
  });

  async function start(env: Readonly<Record<string, string>>): Promise<void> {
    soarkit = await startSoarkitProcess(data.path, ["--no-samples", "--only", "hub", "--hub-port", String(hubPort)], undefined, { NO_PROXY: "", no_proxy: "", ...env });
  }

  async function restart(env: Readonly<Record<string, string>>): Promise<void> {
    await soarkit.stop();
    await start(env);
    proxy.tunnels.length = 0;
  }

  async function newAccount(name: string): Promise<string> {
    const agent = new Agent({ connect: { ca: await readFile(soarkit.run.ca_file, "utf8") } });
    const answer = await request(`https://127.0.0.1:${hubPort}/api/hub/accounts`, { dispatcher: agent, method: "POST", headers: { authorization: `Bearer ${soarkit.run.admin_token}`, "content-type": "application/json" }, body: JSON.stringify({ name, role: "analyst" }) });
    const made = (await answer.body.json()) as { password: string };
    await agent.close();
    return made.password;
  }

  /** Runs `soarkit hub feeds …`; not in this thread, which may be the other server. */
  async function feeds(...args: string[]): Promise<Ended> {
    const child = spawn(process.execPath, [launcher, "hub", "feeds", ...args, "--data", data.path], { env: { ...process.env, HOME: data.path, NO_COLOR: "1", SOARKIT_FEED_PASSWORD: password }, stdio: ["ignore", "pipe", "pipe"] });
    const ended = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) child[name].on("data", (chunk: Buffer) => (ended[name] += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    return { code, ...ended };
  }
  const ownHub = (): string[] => ["--url", `https://${elsewhere}:${hubPort}/taxii2/`, "--collection", "All indicators", "--user", "reader", "--no-verify"];
  const targets = (): string[] => [...new Set(proxy.tunnels.map(({ target, opened }) => `${target} ${opened}`))];

  it("one is added, polled, listed, paused, resumed and removed", async () => {
    const added = await feeds("add", "Partner", "--url", server.url, "--interval", "30");
    expect(added).toEqual({ code: 0, stdout: `Partner is polled now: Indicators of http://127.0.0.1:${server.port}/partner/\n`, stderr: "" });
    const polled = await feeds("poll", "Partner");
    expect(polled).toMatchObject({ code: 0, stderr: "" });
    expect(polled.stdout).toMatch(/^Partner {2}active {2}last 20\S+Z {2}next 20\S+Z {2}1 added in all\n {2}0 added, 0 changed, [01] known, 0 withdrawn, 0 skipped\n$|^Partner {2}active .* 1 added in all\n {2}1 added, /);
    expect((await feeds("pause", "Partner")).stdout).toMatch(/^Partner {2}paused .* next - /);
    expect((await feeds("resume", "Partner")).stdout).toMatch(/^Partner {2}(active|polling) /);
    expect(await feeds("remove", "Partner")).toEqual({ code: 0, stdout: "Partner removed\n", stderr: "" });
    expect((await feeds("list")).stdout).toBe("No feed yet. Add one with soarkit hub feeds add.\n");
    const gone = await feeds("poll", "Partner");
    expect([gone.code, gone.stdout]).toEqual([1, ""]);
    expect(gone.stderr).toContain("There is no feed");
  });

  it("a poll that fails ends with 1 and says why; so does a feed that cannot be added", async () => {
    expect((await feeds("add", "Away", "--url", server.url)).code).toBe(0);
    const { port } = server;
    await server.stop();
    const polled = await feeds("poll", "Away");
    expect([polled.code, polled.stderr]).toEqual([1, ""]);
    expect(polled.stdout).toMatch(new RegExp(`^Away {2}failing .*\\n {2}.*127\\.0\\.0\\.1:${port}.*\\n$`));
    const added = await feeds("add", "Never", "--url", server.url);
    expect([added.code, added.stdout]).toEqual([1, ""]);
    expect(added.stderr).toContain(`127.0.0.1:${port}`);
    server = await TaxiiServer.start(port);
    expect((await feeds("remove", "Away")).code).toBe(0);
  });

  it("of another machine without encryption is refused with what to do, and taken when that is allowed", async () => {
    const url = `http://${elsewhere}:${server.port}/taxii2/`;
    const refused = await feeds("add", "Open", "--url", url);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain("--allow-http");
    expect(server.asked).toEqual([]);
    expect((await feeds("add", "Open", "--url", url, "--allow-http")).code).toBe(0);
    expect((await feeds("poll", "Open")).code).toBe(0);
    expect(server.asked.at(-1)).toContain("/objects/");
    expect((await feeds("remove", "Open")).code).toBe(0);
  });

  it("goes through the proxy of the environment, unless NO_PROXY names its host or it has another way of its own", async () => {
    await restart({ HTTPS_PROXY: proxy.url(), NO_PROXY: "elsewhere.example" });
    expect(await feeds("add", "Through", ...ownHub())).toMatchObject({ code: 0, stderr: "" });
    expect(await feeds("poll", "Through")).toMatchObject({ code: 0 });
    expect(targets()).toEqual([`${elsewhere}:${hubPort} true`]);

    proxy.tunnels.length = 0;
    expect(await feeds("add", "Direct", ...ownHub(), "--proxy", "direct")).toMatchObject({ code: 0 });
    expect(await feeds("poll", "Direct")).toMatchObject({ code: 0 });
    expect(targets()).toEqual([]);

    await restart({ HTTPS_PROXY: proxy.url(), NO_PROXY: `elsewhere.example, ${elsewhere}` });
    expect(await feeds("poll", "Through")).toMatchObject({ code: 0 });
    expect(targets()).toEqual([]);

    await restart({});
    expect(await feeds("add", "Own", ...ownHub(), "--proxy", proxy.url())).toMatchObject({ code: 0 });
    expect(await feeds("poll", "Own")).toMatchObject({ code: 0 });
    expect(targets()).toEqual([`${elsewhere}:${hubPort} true`]);
    expect(await feeds("remove", "Through", "Direct", "Own")).toMatchObject({ code: 0, stdout: "Through removed\nDirect removed\nOwn removed\n" });
  });

  it("through a proxy that is away fails and names the proxy", async () => {
    const away = await ForwardingProxy.start();
    const address = new URL(away.url()).host;
    await away.stop();
    const added = await feeds("add", "Nowhere", ...ownHub(), "--proxy", `http://${address}`);
    expect([added.code, added.stdout]).toEqual([1, ""]);
    expect(added.stderr).toContain(address);
  });
});
