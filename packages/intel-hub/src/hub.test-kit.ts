import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createLogger, ensureCertificates } from "@soarkit/runtime";
import { IntelHub, type IntelHubOptions } from "./hub.js";

/** What a client sees of an answer. */
export interface Answer {
  readonly status: number;
  readonly phrase: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A running hub for a test, with a client that trusts its certificate. */
export interface TestHub {
  readonly hub: IntelHub;
  readonly folder: string;
  readonly user: string;
  readonly password: string;
  readonly logged: string[];
  readonly port: number;
  /** PEM text of the authority that the hub's certificate is from. */
  readonly ca: string;
  send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Buffer): Promise<Answer>;
  login(user?: string, password?: string): Promise<Answer>;
  token(): Promise<string>;
  query(token: string, body: Readonly<Record<string, unknown>>): Promise<Answer>;
  importIntel(params: Readonly<Record<string, unknown>>): Promise<Answer>;
  stop(): Promise<void>;
}

type TestCertificates = Pick<Awaited<ReturnType<typeof ensureCertificates>>, "caPem" | "certPem" | "keyPem">;
let issued: Promise<TestCertificates> | undefined;

/** Issued once for all hubs of a test file. */
async function issueCertificates(): Promise<TestCertificates> {
  const folder = await mkdtemp(join(tmpdir(), "soarkit-hub-tls-"));
  const { caPem, certPem, keyPem } = await ensureCertificates(folder, { hosts: [] });
  await rm(folder, { recursive: true });
  return { caPem, certPem, keyPem };
}

/** Starts a hub on a free port with an account `admin`. */
export async function startTestHub(options: Partial<IntelHubOptions> = {}): Promise<TestHub> {
  const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), "soarkit-hub-")));
  const certificates = await (issued ??= issueCertificates());
  const logged: string[] = [];
  const log = createLogger({ name: "hub", level: "trace", destination: recorder(logged) });
  const hub = new IntelHub({ dataDir: folder, host: "127.0.0.1", port: 0, certificates, log, ...options });
  const { user, password = "" } = await hub.accounts.ensureAdmin();
  const { port } = await hub.start();
  const send: TestHub["send"] = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: "127.0.0.1", port, path, method, headers: { ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) }, ca: certificates.caPem, agent: false }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          resolve({ status: incoming.statusCode ?? 0, phrase: incoming.statusMessage ?? "", headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  const json = (path: string, body: unknown): Promise<Answer> => send("POST", path, { "content-type": "application/json" }, JSON.stringify(body));
  const kit: TestHub = {
    hub,
    folder,
    user,
    password,
    logged,
    port,
    ca: certificates.caPem,
    send,
    login: (name = user, secret = password) => json("/api/v1/login", { username: name, password: secret }),
    token: async () => (JSON.parse((await kit.login()).body) as { token_id: string }).token_id,
    query: (token, body) => json("/api/v1/intelligence", { token, ...body }),
    importIntel: (params) => send("POST", "/api/v1/import_intel", { "content-type": "application/x-www-form-urlencoded" }, new URLSearchParams({ import_params: JSON.stringify(params) }).toString()),
    stop: async () => {
      await hub.stop();
      if (options.dataDir === undefined) await rm(folder, { recursive: true });
    },
  };
  return kit;
}

function recorder(lines: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString("utf8"));
      done();
    },
  });
}

const samples = new Set(["backdoordiplomacy", "machete", "powerpool", "xdspy"]);

/** One of the twelve real reports. */
export async function readReport(name: string): Promise<unknown> {
  const path = samples.has(name) ? `../../../samples/${name}.json` : `../fixtures/eset-misp/${name}.json`;
  return JSON.parse(await readFile(fileURLToPath(new URL(path, import.meta.url)), "utf8"));
}
