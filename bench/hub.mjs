// How the intel hub does with 1,000,000 indicators: `npm run bench -- hub [--indicators 1000000] [--json]`. Loads generated indicators
// through the hub's own load path, then asks over HTTPS as clients of STAXX and TruSTAR do, while the hub's event loop is watched. The
// figures are for reading beside the disk's fsync rate; the run fails only when an answer is wrong.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureCertificates } from "@soarkit/runtime";
import { csvOf, valueOf } from "./hub-values.mjs";

/** @typedef {{ p50: number; p99: number; max: number; rss: number }} Watched */
/** @typedef {{ what: string; figure: string; target?: string; loop?: Watched }} Row */
/** @typedef {{ port: number; user: string; password: string; adminToken: string; key: { apiKey: string; apiSecret: string } }} Ready */

/** @param {readonly string[]} args */
export async function run(args) {
  const { values: flags } = parseArgs({ args: [...args], options: { indicators: { type: "string", default: "1000000" }, json: { type: "boolean", default: false } } });
  const count = Number(flags.indicators);
  if (!Number.isInteger(count) || count < 10_000) throw new Error("--indicators is a whole number of at least 10000");
  const folder = await mkdtemp(join(tmpdir(), "soarkit-bench-"));
  const bench = new HubBench(folder, count, flags.json);
  try {
    const fsyncs = await fsyncRate(folder);
    await bench.start();
    await bench.measure();
    const machine = { cpus: cpus().length, load: loadavg()[0]?.toFixed(1), node: process.version, fsyncs_per_second: Math.round(fsyncs), indicators: count };
    if (flags.json) process.stdout.write(`${JSON.stringify({ machine, rows: bench.rows }, null, 2)}\n`);
    else process.stdout.write(`${count} indicators, ${machine.fsyncs_per_second} fsync/s, ${machine.cpus} CPUs with load ${machine.load}, Node ${machine.node}\n`);
    return 0;
  } finally {
    await bench.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes of 4 kB that reach the disk, a second. @param {string} folder */
async function fsyncRate(folder) {
  const handle = await open(join(folder, "fsync"), "w");
  const block = Buffer.alloc(4_096);
  const began = performance.now();
  let done = 0;
  for (; performance.now() - began < 1_000; done += 1) {
    await handle.write(block, 0, block.length, 0);
    await handle.sync();
  }
  await handle.close();
  return (done * 1_000) / (performance.now() - began);
}

class HubBench {
  /** @type {Row[]} */
  rows = [];
  #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  #ca = "";
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #hub;
  /** @type {Ready} */
  #ready = { port: 0, user: "", password: "", adminToken: "", key: { apiKey: "", apiSecret: "" } };
  #token = "";

  /** @param {string} folder @param {number} count @param {boolean} silent */
  constructor(folder, count, silent) {
    this.folder = folder;
    this.count = count;
    this.silent = silent;
  }

  async start() {
    const { certPem, keyPem, caPem } = await ensureCertificates(this.folder, { hosts: ["127.0.0.1"] });
    await writeFile(join(this.folder, "cert.pem"), certPem);
    await writeFile(join(this.folder, "key.pem"), keyPem, { mode: 0o600 });
    this.#ca = caPem;
    this.#hub = fork(fileURLToPath(new URL("hub-server.mjs", import.meta.url)), [this.folder]);
    [this.#ready] = /** @type {[Ready]} */ (await once(this.#hub, "message"));
    this.#token = JSON.parse(await this.#post("/api/v1/login", { username: this.#ready.user, password: this.#ready.password })).token_id;
  }

  async stop() {
    this.#agent.destroy();
    if (this.#hub === undefined || this.#hub.exitCode !== null) return;
    this.#hub.send("stop");
    await once(this.#hub, "exit");
  }

  async measure() {
    await this.#load();
    await this.#lookups();
    await this.#batches();
    await this.#queries();
    await this.#trustar();
    await this.#console();
    for (const format of ["csv", "stix"]) await this.#export(format);
  }

  async #load() {
    const pieces = csvOf(this.count, Date.now());
    const [seconds, loop] = await this.#watched(async () => {
      const uploaded = JSON.parse(await this.#call("POST", "/api/hub/loads?name=bench.csv&start=true", { authorization: `Bearer ${this.#ready.adminToken}`, "content-type": "application/octet-stream" }, Readable.from(pieces), 201));
      for (;;) {
        const load = JSON.parse(await this.#admin(`/api/hub/loads/${uploaded.id}`));
        if (load.state === "done") return check(load.added === this.count, `the load added ${load.added} of ${this.count}`);
        check(load.state === "queued" || load.state === "running", `the load is ${load.state}: ${load.error}`);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    });
    this.#row("load from CSV", `${rate(this.count, seconds)} indicators/s`, undefined, loop);
    this.#row("memory of the hub after it", `${Math.round(loop.rss / 1_048_576)} MB`);
  }

  async #lookups() {
    for (const [what, seed] of /** @type {const} */ ([["hit", 1], ["miss", 2]])) {
      const times = await this.#timed(2_000, (round) => {
        const { value } = valueOf(Math.floor((round * this.count) / 2_000), seed);
        return this.#query(`value='${value}'`, 10, (found) => (seed === 1) === found.length > 0);
      });
      this.#row(`exact look-up, ${what}`, percentiles(times), "p99 5 ms");
    }
  }

  async #batches() {
    const size = 1_000;
    let at = 0;
    const clause = () => {
      const parts = [];
      for (let index = 0; index < size; index += 1) {
        at = (at + 7_919) % this.count;
        parts.push(`value='${valueOf(at, index % 2 === 0 ? 1 : 2).value}'`);
      }
      return parts.join(" OR ");
    };
    for (const [together, how] of /** @type {const} */ ([[1, "one by one"], [4, "four at a time"]])) {
      const asked = Array.from({ length: 200 }, clause);
      const client = async () => {
        for (let query = asked.pop(); query !== undefined; query = asked.pop()) await this.#query(query, 5_000, (found) => found.length >= size / 2);
      };
      const [seconds, loop] = await this.#watched(() => Promise.all(Array.from({ length: together }, client)));
      this.#row(`batches of 1,000 values, half of them known, ${how}`, `${rate(size * 200, seconds)} values/s`, "100,000 values/s", loop);
    }
  }

  async #queries() {
    const { value } = valueOf(this.count >> 1);
    const since = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 19);
    /** @type {readonly (readonly [string, number])[]} */
    const asked = [
      ["confidence>0", 1],
      [`(value='${value}' OR value='1.2.3.4') AND confidence >= 50 AND (severity = high OR severity = very-high)`, 10],
      [`date_last>=${since} and severity!=low and confidence>=0`, 5_000],
      ["confidence>50 and date_last>-1m and itype=scan_ip", 100],
      ["confidence>50 AND severity=very-high AND date_last>-1d", 100],
      ["itype=phish_url", 5_000],
      ["type=domain AND confidence>=90", 5_000],
      ["severity=very-high AND confidence>90 AND tlp=GREEN", 5_000],
      ["campaign=machete", 5_000],
      ["value='mail-*'", 5_000],
      ["value='*.php?id=77'", 100],
      ["value contains 'portal'", 5_000],
      ["value contains 'nothing-like-this'", 100],
      ["detail endswith 'h 499'", 5_000],
      ["NOT (type=ip OR type=url) AND confidence<5", 5_000],
      [value, 10],
      ["nothing-like-this", 10],
    ];
    for (const [query, size] of asked) {
      /** @type {number[]} */
      let times = [];
      let rows = 0;
      const [, loop] = await this.#watched(async () => {
        times = await this.#timed(5, () => this.#query(query, size, (found) => { rows = found.length; return true; })); // prettier-ignore
      });
      this.#row(query.length > 52 ? `${query.slice(0, 51)}…` : query, `${percentiles(times)}, ${rows} rows`, undefined, loop);
    }
  }

  async #trustar() {
    const { apiKey, apiSecret } = this.#ready.key;
    const form = { authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`, "content-type": "application/x-www-form-urlencoded" };
    const token = JSON.parse(await this.#call("POST", "/oauth/token", form, "grant_type=client_credentials")).access_token;
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const search = (/** @type {string} */ term) => this.#call("POST", "/api/1.3/indicators/search?pageSize=25", headers, JSON.stringify({ searchTerm: term })).then(JSON.parse);
    /** @type {readonly (readonly [string, (round: number) => string, boolean])[]} */
    const asked = [
      ["an exact value", (round) => valueOf(Math.floor((round * this.count) / 50)).value, true],
      ["the beginning of values", () => "mail-", true],
      ["a part of values", () => "portal", true],
      ["what nothing holds", () => "nothing-like-this", false],
    ];
    for (const [what, term, known] of asked) {
      await this.#searches(`TruSTAR search for ${what}`, 50, async (round) => check((await search(term(round))).totalElements > 0 === known, `TruSTAR search for ${term(round)}`));
    }
  }

  async #console() {
    const { value } = valueOf(this.count >> 1);
    for (const [query, known] of /** @type {const} */ ([[`value='${value}'`, true], ["", true], ["value contains 'portal'", true], [value, true], ["nothing-like-this", false]])) {
      const path = `/api/hub/search?${new URLSearchParams({ q: query, size: "50" }).toString()}`;
      const what = query === "" ? "everything" : query;
      await this.#searches(`console: ${what.length > 43 ? `${what.slice(0, 42)}…` : what}`, 10, async () => check(JSON.parse(await this.#admin(path)).total > 0 === known, `the console's search for ${query}`));
    }
  }

  /** Times of one kind of search, and what the event loop did meanwhile. @param {string} what @param {number} rounds @param {(round: number) => Promise<unknown>} search */
  async #searches(what, rounds, search) {
    /** @type {number[]} */
    let times = [];
    const [, loop] = await this.#watched(async () => {
      times = await this.#timed(rounds, search);
    });
    this.#row(what, percentiles(times), undefined, loop);
  }

  /** @param {string} format */
  async #export(format) {
    const [seconds, loop] = await this.#watched(() => this.#call("GET", `/api/hub/export?format=${format}&max_tlp=RED`, { authorization: `Bearer ${this.#ready.adminToken}` }, undefined, 200, true));
    this.#row(`export as ${format}`, `${rate(this.count, seconds)} indicators/s`, undefined, loop);
  }

  /** @param {string} query @param {number} size @param {(found: unknown[]) => boolean} right */
  async #query(query, size, right) {
    const found = JSON.parse(await this.#post("/api/v1/intelligence", { token: this.#token, query, type: "json", size }));
    check(right(found), `${query.slice(0, 100)} found ${found.length}`);
  }

  /** @param {number} rounds @param {(round: number) => Promise<unknown>} work */
  async #timed(rounds, work) {
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      await work(round);
      times.push(performance.now() - began);
    }
    return times.sort((one, other) => one - other);
  }

  /** Seconds of the work, and what the hub's event loop did meanwhile. @param {() => Promise<unknown>} work @returns {Promise<[number, Watched]>} */
  async #watched(work) {
    await this.#ask("watch");
    const began = performance.now();
    await work();
    const seconds = (performance.now() - began) / 1_000;
    return [seconds, /** @type {Watched} */ (await this.#ask("seen"))];
  }

  /** @param {string} word */
  async #ask(word) {
    const hub = this.#hub;
    if (hub === undefined) throw new Error("the hub is not started");
    const answered = once(hub, "message");
    hub.send(word);
    return (await answered)[0];
  }

  /** @param {string} what @param {string} figure @param {string} [target] @param {Watched} [loop] */
  #row(what, figure, target, loop) {
    this.rows.push({ what, figure, ...(target === undefined ? {} : { target }), ...(loop === undefined ? {} : { loop }) });
    if (this.silent) return;
    const delay = loop === undefined ? "" : `   loop p50 ${loop.p50.toFixed(1)}, p99 ${loop.p99.toFixed(1)}, max ${loop.max.toFixed(0)} ms`;
    process.stdout.write(`${what.padEnd(54)} ${figure.padEnd(44)}${target === undefined ? "" : ` target ${target}`}${delay}\n`);
  }

  /** @param {string} path */
  #admin(path) {
    return this.#call("GET", path, { authorization: `Bearer ${this.#ready.adminToken}` });
  }

  /** @param {string} path @param {unknown} body */
  #post(path, body) {
    return this.#call("POST", path, { "content-type": "application/json" }, JSON.stringify(body));
  }

  /** The body of an answer with the wanted status. @param {string} method @param {string} path @param {Record<string, string>} headers @param {string | Readable} [body] @returns {Promise<string>} */
  #call(method, path, headers, body, wanted = 200, discard = false) {
    return new Promise((resolve, reject) => {
      const length = typeof body === "string" ? { "content-length": Buffer.byteLength(body) } : {};
      const outgoing = request({ host: "127.0.0.1", port: this.#ready.port, path, method, headers: { ...headers, ...length }, ca: this.#ca, agent: this.#agent }, (incoming) => {
        /** @type {Buffer[]} */
        const chunks = [];
        incoming.on("data", (chunk) => {
          if (!discard) chunks.push(chunk);
        });
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          if (incoming.statusCode === wanted) resolve(text);
          else reject(new Error(`${method} ${path}: ${incoming.statusCode} ${text.slice(0, 300)}`));
        });
      });
      outgoing.on("error", reject);
      if (body instanceof Readable) body.pipe(outgoing);
      else outgoing.end(body);
    });
  }
}

/** @param {boolean} right @param {string} words */
function check(right, words) {
  if (!right) throw new Error(words);
}

/** @param {number} many @param {number} seconds */
function rate(many, seconds) {
  return Math.round(many / seconds).toLocaleString("en");
}

/** @param {readonly number[]} sorted milliseconds */
function percentiles(sorted) {
  const at = (/** @type {number} */ share) => sorted[Math.min(Math.ceil(sorted.length * share), sorted.length) - 1] ?? 0;
  return `p50 ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`;
}
