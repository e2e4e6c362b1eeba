import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConfigurationImportDTO, ExportDocument, MessageDestinationDTO } from "@soarkit/protocol";
import { createLogger, ensureCertificates, sleep, type Certificates } from "@soarkit/runtime";
import { StompConnection, type IncomingMessage } from "@soarkit/stomp";
import { afterAll, afterEach, beforeAll } from "vitest";
import { Platform } from "../platform.js";

/** How a test asks the platform. */
export interface TestRequest {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly key?: TestKey;
}

/** A credential of an API key. */
export interface TestKey {
  readonly id: string;
  readonly secret: string;
  readonly handle: number;
}

/** A real platform with its broker, on a folder of its own. */
export class AutomationKit {
  stompPort = 0;
  #platform: Platform | undefined;
  #key: TestKey | undefined;
  #certificates: Certificates | undefined;
  #folder = "";
  #offset = 0;
  #connections: StompConnection[] = [];

  /** The running platform. */
  get platform(): Platform {
    return made(this.#platform);
  }

  /** The API key that requests use when they name no other. */
  get key(): TestKey {
    return made(this.#key);
  }

  async create(): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), "soarkit-automation-"));
    this.#certificates = await ensureCertificates(this.#folder, { hosts: ["127.0.0.1"] });
    await this.start();
    this.#key = await this.newKey("tests");
  }

  async start(): Promise<void> {
    const log = createLogger({ name: "test", level: "silent" });
    this.#platform = new Platform({ dataDir: this.#folder, host: "127.0.0.1", port: 0, stompPort: 0, certificates: made(this.#certificates), log, env: {}, now: () => Date.now() + this.#offset });
    this.stompPort = (await this.platform.start()).stompPort;
  }

  async stop(): Promise<void> {
    await this.hangUp();
    await this.platform.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Resolves when the rules were asked about every change so far, and their scripts have run. */
  rulesIdle(): Promise<void> {
    return this.platform.rulesIdle();
  }

  /** Moves the platform's clock. */
  later(ms: number): void {
    this.#offset += ms;
  }

  async newKey(name: string): Promise<TestKey> {
    return this.platform.accounts.createApiKey({ name, permissions: ["org_data.read", "org_data.edit", "function.read", "function.edit"] });
  }

  /** A REST call below `/rest/orgs/{org}`: its status, its body, and the message of an error. */
  async call(url: string, request: TestRequest = {}): Promise<{ status: number; body: unknown; message: string }> {
    const key = request.key ?? this.key;
    const response = await this.platform.server.inject({
      method: request.method ?? (request.body === undefined ? "GET" : "POST"),
      url: `/rest/orgs/${this.platform.orgId}${url}`,
      headers: { "content-type": "application/json", authorization: `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString("base64")}`, ...request.headers },
      ...(request.body === undefined ? {} : { payload: JSON.stringify(request.body) }),
    });
    const body: unknown = response.body === "" ? null : JSON.parse(response.body);
    const message = typeof body === "object" && body !== null && "message" in body && typeof body.message === "string" ? body.message : "";
    return { status: response.statusCode, body, message };
  }

  /** As `call`, with the body as the test knows it; anything but 200 fails the test with what was answered. */
  async ask<T>(url: string, request: TestRequest = {}): Promise<T> {
    const { status, body } = await this.call(url, request);
    if (status !== 200) throw new Error(`${url} answered ${status}: ${JSON.stringify(body)}`);
    return body as T;
  }

  /** Uploads a text file. */
  async upload<T>(url: string, name: string, content: string): Promise<T> {
    const edge = "edge-of-a-part";
    const payload = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n--${edge}--\r\n`;
    const authorization = `Basic ${Buffer.from(`${this.key.id}:${this.key.secret}`).toString("base64")}`;
    const response = await this.platform.server.inject({ method: "POST", url: `/rest/orgs/${this.platform.orgId}${url}`, headers: { "content-type": `multipart/form-data; boundary=${edge}`, authorization }, payload });
    if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}: ${response.body}`);
    return JSON.parse(response.body) as T;
  }

  /** Imports a document as IBM's clients do, in two steps; answers the messages. */
  async import(document: ExportDocument, query = ""): Promise<{ type: string; text: string }[]> {
    const staged = await this.ask<ConfigurationImportDTO>(`/configurations/imports${query}`, { body: document });
    if (staged.status !== "PENDING") throw new Error(`the import is ${staged.status}: ${JSON.stringify(staged.messages)}`);
    const accepted = await this.ask<ConfigurationImportDTO>(`/configurations/imports/${staged.id}`, { method: "PUT", body: { ...staged, status: "ACCEPTED" } });
    if (accepted.status !== "ACCEPTED") throw new Error(`the import ended as ${accepted.status}: ${JSON.stringify(accepted.messages)}`);
    return accepted.messages;
  }

  /** Adds a key to the readers of a destination, as `customize` does. */
  async allow(destination: string, key: TestKey = this.key): Promise<void> {
    const current = await this.ask<MessageDestinationDTO>(`/message_destinations/${destination}`);
    await this.ask(`/message_destinations/${current.id}`, { method: "PUT", body: { ...current, api_keys: [...current.api_keys, key.handle] } });
  }

  /** A link to the broker. Status changes other than `connected` are gathered in `problems`. */
  async link(key: TestKey = this.key): Promise<{ connection: StompConnection; problems: string[] }> {
    const connection = new StompConnection({
      host: "127.0.0.1",
      port: this.stompPort,
      tls: { ca: made(this.#certificates).caPem, verify: true },
      login: key.id,
      passcode: key.secret,
      reconnect: { first: 50, max: 100 },
      log: createLogger({ name: "test", level: "silent" }),
    });
    const problems: string[] = [];
    connection.onStatus((status) => {
      if (status.kind === "not_authorized" || status.kind === "refused") problems.push(status.message);
    });
    this.#connections.push(connection);
    await connection.start();
    return { connection, problems };
  }

  /** A consumer of a destination that only gathers messages. */
  async consume(destination: string, key?: TestKey): Promise<{ connection: StompConnection; messages: IncomingMessage[]; problems: string[] }> {
    const { connection, problems } = await this.link(key);
    const messages: IncomingMessage[] = [];
    connection.subscribe(`actions.${this.platform.orgId}.${destination}`, 10, (message) => messages.push(message));
    return { connection, messages, problems };
  }

  /** Ends all links that the test made. */
  async hangUp(): Promise<void> {
    for (const connection of this.#connections.splice(0)) await connection.stop();
  }
}

function made<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("the platform of this test was not created");
  return part;
}

/** A platform for the tests of this file; links are ended after each test. */
export function useAutomation(): AutomationKit {
  const kit = new AutomationKit();
  beforeAll(() => kit.create());
  afterEach(() => kit.hangUp());
  afterAll(() => kit.remove());
  return kit;
}

/** Looks until `look` answers something. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`in vain waited for: ${what}`);
    await sleep(10);
  }
}
