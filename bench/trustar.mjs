// How long it takes from an incident that is shared by itself to the correlated artifacts on it: `npm run bench -- trustar [runs]`.
// A whole Soarkit on loopback: platform, integration server with the TruSTAR app, intel hub. A figure needs a quiet machine.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent, request } from "node:https";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger, readConfigFile, readRunFile, sleep } from "@soarkit/runtime";
import { connectSoar } from "@soarkit/soar-client";

/** @typedef {NonNullable<Awaited<ReturnType<typeof readRunFile>>>} RunFile */
/** @typedef {Awaited<ReturnType<typeof connectSoar>>} SoarClient */

const launcher = fileURLToPath(new URL("../packages/cli/bin/soarkit.js", import.meta.url));
const patienceMs = 60_000;
/** Indicators that the foreign report names beside the incident's own. */
const neighbours = 20;

/** @param {readonly string[]} args `[runs]` */
export async function run(args) {
  const runs = Number(args[0] ?? 20);
  if (!Number.isInteger(runs) || runs < 1) throw new Error("name a whole number of runs, at least 1");
  const folder = await mkdtemp(join(tmpdir(), "soarkit-bench-"));
  const child = spawn(process.execPath, [launcher, "up", "--data", folder, "--no-samples", "--port", "0", "--stomp-port", "0", "--hub-port", "0", "--threat-port", "0"], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, HOME: folder, NO_COLOR: "1" } });
  try {
    const soarkit = await ready(child, folder);
    const ca = await readFile(soarkit.ca_file, "utf8");
    const client = await connectSoar({ host: soarkit.host, port: soarkit.ports.platform ?? 0, org: soarkit.org_name, bearer: soarkit.admin_token, ca, log: createLogger({ name: "bench", level: "silent" }) });
    const file = await foreignReports(folder, soarkit, ca);
    // The first run also opens connections and fetches a token; it is not counted.
    const first = await timedRun(client, file, 0);
    /** @type {number[]} */
    const times = [];
    for (let round = 1; round <= runs; round += 1) times.push(await timedRun(client, file, round));
    await client.close();
    times.sort((one, other) => one - other);
    const p50 = times[Math.ceil(times.length / 2) - 1] ?? 0;
    process.stdout.write(`incident created to ${neighbours} correlated artifacts on it: p50 ${p50.toFixed(0)} ms, max ${(times.at(-1) ?? 0).toFixed(0)} ms of ${runs} runs (the first, not counted: ${first.toFixed(0)} ms)\n`);
    process.stdout.write(`${cpus().length} CPUs with load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}; everything on loopback\n`);
    return 0;
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGINT");
      await once(child, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {import("node:child_process").ChildProcess} child @param {string} folder @returns {Promise<RunFile>} */
async function ready(child, folder) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const deadline = Date.now() + 2 * patienceMs;
  while (!output.includes("Soarkit is ready")) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Soarkit did not start:\n${output}`);
    await sleep(25);
  }
  const file = await readRunFile(folder);
  if (file === undefined) throw new Error("Soarkit wrote no run.json");
  return file;
}

/**
 * Files reports in the hub past the app, with the account of the workspace Demo.
 *
 * @param {string} folder @param {RunFile} soarkit @param {string} ca
 */
async function foreignReports(folder, soarkit, ca) {
  const config = await readConfigFile(join(folder, "app.config"));
  const value = (/** @type {string} */ key) => config.get("trustar_account_2", key) ?? "";
  const agent = new Agent({ ca });
  const ask = async (/** @type {string} */ path, /** @type {Record<string, string>} */ headers, /** @type {string} */ body) => {
    const outgoing = request({ host: "127.0.0.1", port: soarkit.ports.hub, path, method: "POST", headers, agent });
    outgoing.end(body);
    const [incoming] = /** @type {[import("node:http").IncomingMessage]} */ (await once(outgoing, "response"));
    let text = "";
    for await (const chunk of incoming) text += String(chunk);
    if (incoming.statusCode !== 200) throw new Error(`${path} answered ${incoming.statusCode}: ${text.slice(0, 300)}`);
    return text;
  };
  const login = Buffer.from(`${value("user_api_key")}:${value("user_api_secret")}`).toString("base64");
  const token = JSON.parse(await ask("/oauth/token", { authorization: `Basic ${login}`, "content-type": "application/x-www-form-urlencoded" }, "grant_type=client_credentials")).access_token;
  return async (/** @type {string} */ title, /** @type {string} */ reportBody) => {
    const report = { title, reportBody, timeBegan: Date.now(), distributionType: "ENCLAVE", enclaveIds: [value("enclave_ids_for_submission")] };
    await ask("/api/1.3/reports", { authorization: `Bearer ${token}`, "content-type": "application/json" }, JSON.stringify(report));
  };
}

/**
 * One run: milliseconds from the request that creates the incident until all correlated artifacts are on it.
 *
 * @param {SoarClient} client @param {(title: string, body: string) => Promise<void>} file @param {number} round
 */
async function timedRun(client, file, round) {
  const own = `own-${round}.bench-report.com`;
  const near = Array.from({ length: neighbours }, (_, index) => `near-${round}-${index}.bench-report.com`);
  await file(`Known ${round}`, [own, ...near].join(" "));
  const began = performance.now();
  const incident = /** @type {{ id: number }} */ (await client.post("/incidents", { name: `Bench ${round}`, discovered_date: Date.now(), workspace: "Demo", artifacts: [{ type: "DNS Name", value: own }] }));
  for (;;) {
    const artifacts = /** @type {{ value: string }[]} */ (await client.get(`/incidents/${incident.id}/artifacts`));
    const values = new Set(artifacts.map(({ value }) => value));
    if (near.every((value) => values.has(value))) return performance.now() - began;
    if (performance.now() - began > patienceMs) throw new Error(`incident ${incident.id} has ${artifacts.length} artifacts after ${patienceMs} ms`);
    await sleep(10);
  }
}
