// How many threat look-ups a second the integration server answers, from its cache and with a call to TruSTAR each:
// `npm run bench -- threats [cold] [cached]`. Beside it IBM's rc-cts with a searcher that answers at once, where a Python
// environment can be made. Everything on loopback; a figure needs a quiet machine.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent, request } from "node:https";
import { createServer } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfigFile, readRunFile, setConfigValues, sleep } from "@soarkit/runtime";

const launcher = fileURLToPath(new URL("../packages/cli/bin/soarkit.js", import.meta.url));
const venv = fileURLToPath(new URL("../.venv/rc-cts", import.meta.url));
const packages = ["setuptools<81", "resilient-circuits==51.0.8.3", "rc-cts==45.1.3279", "rc-webserver==45.1.3279"];
const connections = 64;

/** @typedef {{ url: string, headers: Record<string, string>, agent: Agent | PlainAgent }} Service */

/** @param {readonly string[]} args `[cold] [cached]`: how many look-ups of each kind */
export async function run(args) {
  const [cold = 3_000, cached = 20_000] = args.map(Number);
  if (![cold, cached].every((count) => Number.isInteger(count) && count > 0)) throw new Error("name whole numbers of look-ups, at least 1");
  const folder = await mkdtemp(join(tmpdir(), "soarkit-bench-"));
  try {
    await withSoarkit(folder, [], async (data, run) => {
      const config = await readConfigFile(join(data, "app.config"));
      const login = `${config.get("custom_threat_service", "auth_user") ?? ""}:${config.get("custom_threat_service", "auth_password") ?? ""}`;
      const service = { url: `https://127.0.0.1:${run.ports.threat ?? 0}/cts/trustar`, headers: { authorization: `Basic ${Buffer.from(login).toString("base64")}` }, agent: new Agent({ keepAlive: true, maxSockets: connections, ca: await readFile(run.ca_file, "utf8") }) };
      await measure("Soarkit, HTTPS with a password, TruSTAR searcher asking the hub", service, cold, cached);
    });
    const python = rcCts();
    if (python === undefined) process.stdout.write("rc-cts: not measured, no Python environment with it can be made here\n");
    else await withRcCts(folder, python, (service) => measure("rc-cts 45.1.3279, HTTP, a searcher that answers at once", service, Math.min(cold, 500), Math.min(cached, 5_000)));
    process.stdout.write(`${cpus().length} CPUs with load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}; ${connections} connections on loopback, client and servers on the same machine\n`);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} name @param {Service} service @param {number} cold @param {number} cached */
async function measure(name, service, cold, cached) {
  // Connections are opened and code is warmed up first.
  await all(200, (index) => lookUp(service, `warm-${index}.bench-lookups.com`));
  const coldSeconds = await all(cold, (index) => lookUp(service, `cold-${index}.bench-lookups.com`));
  const cachedSeconds = await all(cached, (index) => lookUp(service, `cold-${index % Math.min(cold, 1_000)}.bench-lookups.com`));
  service.agent.destroy();
  process.stdout.write(`${name}: cold ${(cold / coldSeconds).toFixed(0)}/s (${cold}), cached ${(cached / cachedSeconds).toFixed(0)}/s (${cached})\n`);
}

/** Runs the work so often, as many side by side as there are connections; gives the seconds it took. @param {number} count @param {(index: number) => Promise<void>} work */
async function all(count, work) {
  const began = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (next < count) await work(next++);
  }));
  return (performance.now() - began) / 1000;
}

/** One look-up to its end, asking again at once in place of after retry_secs. @param {Service} service @param {string} value */
async function lookUp(service, value) {
  let answer = await ask(service, "POST", service.url, JSON.stringify({ type: "net.name", value }));
  while (answer.status === 303) {
    await sleep(5);
    answer = await ask(service, "GET", `${service.url}/${answer.id}`);
  }
  if (answer.status !== 200) throw new Error(`${value} was answered with ${answer.status}`);
}

/** @param {Service} service @param {"GET" | "POST"} method @param {string} url @param {string} [body] */
async function ask({ headers, agent }, method, url, body) {
  const outgoing = (agent instanceof Agent ? request : plainRequest)(url, { method, agent, headers: { ...headers, "content-type": "application/json" } });
  outgoing.end(body);
  const [incoming] = /** @type {[import("node:http").IncomingMessage]} */ (await once(outgoing, "response"));
  let text = "";
  for await (const chunk of incoming) text += String(chunk);
  const { id } = /** @type {{ id: string }} */ (JSON.parse(text));
  return { status: incoming.statusCode, id };
}

/**
 * A whole Soarkit while the work runs.
 *
 * @param {string} folder @param {readonly string[]} args
 * @param {(data: string, run: NonNullable<Awaited<ReturnType<typeof readRunFile>>>) => Promise<void>} work
 */
async function withSoarkit(folder, args, work) {
  const data = await mkdtemp(join(folder, "data-"));
  // What the service can do is measured, not how much of it one address gets by default.
  await writeFile(join(data, "app.config"), "[custom_threat_service]\nmax_requests_per_second = 0\n", { mode: 0o600 });
  const child = spawn(process.execPath, [launcher, "up", "--data", data, "--no-samples", "--port", "0", "--stomp-port", "0", "--hub-port", "0", "--threat-port", "0", ...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, HOME: data, NO_COLOR: "1" } });
  try {
    await saying(child, "Soarkit is ready");
    const run = await readRunFile(data);
    if (run === undefined) throw new Error("Soarkit wrote no run.json");
    await work(data, run);
  } finally {
    await ended(child);
  }
}

/** @param {string} folder @param {string} python @param {(service: Service) => Promise<void>} work */
async function withRcCts(folder, python, work) {
  await withSoarkit(folder, ["--only", "platform"], async (data) => {
    const port = await freePort();
    const components = join(data, "components");
    await mkdir(components);
    await writeFile(join(components, "bench_searcher.py"), searcher);
    await mkdir(join(data, "site"));
    await writeFile(join(data, "site", "sitecustomize.py"), shim);
    let text = await readFile(join(data, "app.config"), "utf8");
    text = setConfigValues(text, "resilient", { componentsdir: components, logdir: data });
    text = setConfigValues(text, "webserver", { server: "127.0.0.1", port: String(port), secure: "0" });
    text = setConfigValues(text, "custom_threat_service", { urlbase: "/cts" });
    await writeFile(join(data, "rc-cts.config"), text, { mode: 0o600 });
    const child = spawn(python.replace(/python$/, "resilient-circuits"), ["run"], { stdio: ["ignore", "pipe", "pipe"], cwd: data, env: { ...process.env, HOME: data, PYTHONPATH: join(data, "site"), APP_CONFIG_FILE: join(data, "rc-cts.config"), APP_LOCK_FILE: join(data, "rc-cts.lock") } });
    try {
      const service = { url: `http://127.0.0.1:${port}/cts/bench`, headers: {}, agent: new PlainAgent({ keepAlive: true, maxSockets: connections }) };
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output = `${output}${String(chunk)}`.slice(-3_000)));
      for (const deadline = Date.now() + 60_000; ; await sleep(250)) {
        const answer = await ask(service, "POST", service.url, JSON.stringify({ type: "net.name", value: "localhost" })).catch(() => undefined);
        if (answer?.status === 200) break;
        if (child.exitCode !== null || Date.now() > deadline) throw new Error(`rc-cts did not start:\n${output}`);
      }
      await work(service);
    } finally {
      await ended(child);
    }
  });
}

/** rc-webserver 45 imports a module that the circuits of resilient-circuits 51 no longer has. */
const shim = `
import sys, six
sys.modules["circuits.six"] = six
`;

const searcher = `
from circuits import BaseComponent, handler
from rc_cts import searcher_channel, Hit, StringProp

class BenchSearcher(BaseComponent):
    channel = searcher_channel("bench")

    @handler("net.name")
    def _lookup(self, event, *args, **kwargs):
        yield Hit(StringProp(name="Priority Level", value="HIGH"))
`;

/** The interpreter of an environment with rc-cts; undefined when it cannot be made. */
function rcCts() {
  const python = join(venv, "bin", "python");
  if (existsSync(join(venv, "bin", "resilient-circuits"))) return python;
  const made = spawnSync("python3", ["-m", "venv", "--clear", venv], { stdio: "ignore" }).status === 0 && spawnSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages], { stdio: "ignore" }).status === 0;
  return made ? python : undefined;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** @param {import("node:child_process").ChildProcess} child @param {string} words */
async function saying(child, words) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  for (const deadline = Date.now() + 120_000; !output.includes(words); await sleep(25)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start:\n${output}`);
  }
}

/** @param {import("node:child_process").ChildProcess} child */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGINT");
  await once(child, "exit");
}
