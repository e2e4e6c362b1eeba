import { createLogger, ensureCertificates, type Certificates } from "@soarkit/runtime";
import { tempFolder } from "@soarkit/testing";
import { afterAll, beforeAll } from "vitest";
import { Platform } from "./platform.js";

/** What a request of a test looks like. */
export interface TestRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  /** `none` sends no credentials; default the administrator's API key. */
  as?: "none" | { id: string; secret: string };
}

/** Any JSON; the tests' rules let them look at every member. */
export type JsonValue = ReturnType<typeof JSON.parse>;

/** A list in an answer; fails when it is none. */
export function listOf<T>(json: unknown): T[] {
  if (!Array.isArray(json)) throw new Error(`expected a list, got ${JSON.stringify(json).slice(0, 300)}`);
  return json as T[];
}

/** An object in an answer. */
export type JsonObject = Record<string, JsonValue>;

/** What it was answered. */
export interface TestAnswer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  // Tests look into answers as clients do; each names the members it expects.
  json: JsonValue;
}

/** A real platform on a folder of its own. */
export interface TestPlatform {
  platform: Platform;
  admin: { email: string; password: string };
  key: { id: string; secret: string; handle: number };
  org: string;
  /** The platform's folder. */
  dataDir: string;
  /** Moves the platform's clock. */
  later(ms: number): void;
  /** HTTPS port, for tests that need a real connection. */
  port: number;
  /** PEM of the authority that the platform's certificate is verified by. */
  ca: string;
  restart(): Promise<void>;
  call(path: string, request?: TestRequest): Promise<TestAnswer>;
}

/** Starts a platform before the tests of this file and removes it after them. */
export function usePlatform(): TestPlatform {
  const kit = {} as TestPlatform;
  let offset = 0;
  let remove = (): Promise<void> => Promise.resolve();
  let certificates: Certificates;
  let dataDir = "";

  const start = async (): Promise<void> => {
    const log = createLogger({ name: "test", level: "silent" });
    kit.platform = new Platform({ dataDir, host: "127.0.0.1", port: 0, stompPort: 0, certificates, log, env: {}, warmScripts: false, now: () => Date.now() + offset });
    kit.port = (await kit.platform.start()).port;
  };
  kit.later = (ms) => {
    offset += ms;
  };
  kit.restart = async () => {
    await kit.platform.stop();
    await start();
  };
  kit.call = async (path, request = {}) => {
    const credentials = request.as === "none" ? undefined : (request.as ?? kit.key);
    const response = await kit.platform.server.inject({
      method: request.method ?? (request.body === undefined ? "GET" : "POST"),
      url: path,
      headers: {
        "content-type": "application/json",
        ...(credentials === undefined ? {} : { authorization: basic(credentials.id, credentials.secret) }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { payload: JSON.stringify(request.body) }),
    });
    const { statusCode: status, headers, body: text } = response;
    const json: unknown = String(headers["content-type"]).includes("json") ? JSON.parse(text) : {};
    return { status, headers, text, json };
  };

  beforeAll(async () => {
    const folder = await tempFolder();
    dataDir = folder.path;
    kit.dataDir = dataDir;
    remove = () => folder.remove();
    certificates = await ensureCertificates(folder.path, { hosts: ["127.0.0.1"] });
    kit.ca = certificates.caPem;
    await start();
    const { email, password } = await kit.platform.accounts.ensureAdmin();
    if (password === undefined) throw new Error("a new platform has an administrator already");
    kit.admin = { email, password };
    kit.key = await kit.platform.accounts.createApiKey({ name: "tests", permissions: ["org_data.read", "org_data.edit", "function.read", "function.edit"] });
    kit.org = `/rest/orgs/${kit.platform.orgId}`;
  });
  afterAll(async () => {
    await kit.platform.stop();
    await remove();
  });
  return kit;
}

/** The header of basic authentication. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
}
