import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { SoarkitApp } from "@soarkit/app-sdk";
import type { Reply } from "@soarkit/protocol";
import { type Certificates, type ConfigFile, createLogger, ensureCertificates, type Logger, parseConfigText } from "@soarkit/runtime";
import { StompBroker } from "@soarkit/stomp";
import type { IntegrationServerOptions } from "../options.js";
import { IntegrationServer } from "../server.js";
import { QueueStore } from "./queue-store.js";

export const orgUuid = "0d63fd8a-6d1c-4f0b-9c4e-5a5f2c1f7a01";
export const apiSecret = "canary-api-key-secret";
const destination = "fn_test";

/** A reply with the correlation id it belongs to. */
export interface SeenReply extends Reply {
  readonly correlation: string | undefined;
}

/** A platform's wire: REST answers as recorded, a real broker, messages in memory. And integration servers against it. */
export class SoarRig {
  readonly store = new QueueStore();
  readonly logLines: string[] = [];
  readonly log: Logger;
  readonly started: IntegrationServer[] = [];
  /** Functions that the platform does not have. */
  readonly missing = new Set<string>();
  /** Status with which REST calls are answered in place of the usual answer. */
  restStatus: number | undefined;
  /** Requests other than GET, as they came; answered by `onWrite`. */
  readonly written: { readonly method: string; readonly path: string; readonly body: unknown; readonly contextToken?: string | undefined }[] = [];
  onWrite: (request: { readonly method: string; readonly path: string; readonly body: unknown }) => unknown = () => ({});
  /** Handles of API keys that may read the message destination. */
  readers = [17];
  /** Answers to GET by path below the organisation, before the usual ones. */
  readonly answers = new Map<string, unknown>();
  /** Statuses other than 200 with which a write is answered, by method and path below the organisation. */
  readonly writeStatus = new Map<string, number>();
  configLines: string[] = [];
  folder = "";
  #certificates: Certificates | undefined;
  #rest: Server | undefined;
  #broker: StompBroker | undefined;
  #restPort = 0;
  #stompPort = 0;

  constructor() {
    const destinationStream = new PassThrough();
    destinationStream.on("data", (chunk: Buffer) => this.logLines.push(chunk.toString()));
    this.log = createLogger({ name: "test", level: "trace", destination: destinationStream });
  }

  async start(): Promise<this> {
    this.folder = await mkdtemp(join(tmpdir(), "soarkit-server-"));
    this.#certificates = await ensureCertificates(this.folder, { hosts: ["127.0.0.1"] });
    const { caPem } = this.#certificates;
    await writeFile(join(this.folder, "trusted.pem"), caPem);
    await this.startRest();
    await this.startBroker();
    return this;
  }

  async startRest(): Promise<void> {
    if (this.#certificates === undefined) throw new Error("start the rig first");
    const { certPem: cert, keyPem: key } = this.#certificates;
    const rest = createServer({ cert, key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const [status, body] = request.method === "GET" ? this.#answer(request.url ?? "") : this.#write(request.method ?? "", request.url ?? "", Buffer.concat(chunks).toString(), request.headers["x-co3contexttoken"]?.toString());
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => rest.listen(this.#restPort, "127.0.0.1", resolve));
    this.#rest = rest;
    this.#restPort = (rest.address() as AddressInfo).port;
  }

  /** Refuses connections from now on. */
  async stopRest(): Promise<void> {
    this.#rest?.closeAllConnections();
    await new Promise((resolve) => (this.#rest === undefined ? resolve(undefined) : this.#rest.close(resolve)));
  }

  async startBroker(): Promise<void> {
    if (this.#certificates === undefined) throw new Error("start the rig first");
    const { certPem: cert, keyPem: key } = this.#certificates;
    const security = {
      authenticate: (login: string, passcode: string) => Promise.resolve(login === "key-id" && passcode === apiSecret ? { id: 17, name: "key" } : undefined),
      mayRead: () => Promise.resolve(true),
      mayWrite: () => Promise.resolve(true),
    };
    this.#broker = new StompBroker({ host: "127.0.0.1", port: this.#stompPort, tls: { cert, key }, store: this.store, security, log: createLogger({ name: "broker", level: "silent" }), limits: { nackMs: 5 } });
    this.#stompPort = (await this.#broker.start()).port;
  }

  /** Cuts all links; unacknowledged messages come again. */
  async stopBroker(): Promise<void> {
    await this.#broker?.stop();
  }

  /** The `app.config` of a server that works with this rig. */
  config(): ConfigFile {
    return parseConfigText(
      ["[resilient]", "host = 127.0.0.1", `port = ${this.#restPort}`, "org = Test Org", "api_key_id = key-id", `api_key_secret = ${apiSecret}`,
        `cafile = ${join(this.folder, "trusted.pem")}`, `stomp_port = ${this.#stompPort}`, "request_max_retries = 1", ...this.configLines].join("\n"),
      "app.config",
    );
  }

  server(apps: readonly SoarkitApp[], more: Partial<IntegrationServerOptions> = {}): IntegrationServer {
    const server = new IntegrationServer({ config: this.config(), env: {}, dataDir: this.folder, apps, log: this.log, ...more });
    this.started.push(server);
    return server;
  }

  /** Sends a function message and gives its correlation id. */
  call(fn: string, inputs: Record<string, unknown>, id: number): string {
    const correlation = `invid:${id}`;
    this.put(JSON.stringify({ function: { id: 3, name: fn }, inputs, principal: { id: 1, type: "user", name: "a@example.com" }, workflow: null, workflow_instance: null }), correlation);
    return correlation;
  }

  /** Sends an object as the rule with this id does, and gives its correlation id. */
  act(ruleId: number | null, object: Record<string, unknown>, id: number, to = destination): string {
    const correlation = `invid:${id}`;
    const nothing = { task: null, note: null, milestone: null, attachment: null, row: null, artifact: null };
    this.put(JSON.stringify({ action_id: ruleId, object_type: 0, operation_type: null, ...nothing, properties: null, user: null, type_info: {}, ...object }), correlation, to);
    return correlation;
  }

  put(body: string, correlation: string, to = destination): void {
    this.store.put(`actions.201.${to}`, body, { "reply-to": `/queue/acks.201.${to}`, "correlation-id": correlation, Co3ContextToken: `token-of-${correlation}` });
    this.#broker?.notify(`actions.201.${to}`);
  }

  /** All replies so far, status messages included. */
  replies(correlation?: string): SeenReply[] {
    const all = this.store.replies.map(({ body, headers }) => ({ ...(JSON.parse(body) as Reply), correlation: headers["correlation-id"] }));
    return correlation === undefined ? all : all.filter((reply) => reply.correlation === correlation);
  }

  finals(correlation: string): SeenReply[] {
    return this.replies(correlation).filter((reply) => reply.complete);
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map((server) => server.stop({ drainMs: 0 })));
    await this.#broker?.stop();
    this.#rest?.closeAllConnections();
    await new Promise((resolve) => this.#rest?.close(resolve));
    await rm(this.folder, { recursive: true, force: true });
  }

  #write(method: string, path: string, text: string, contextToken: string | undefined): [number, unknown] {
    const request = { method, path, body: text === "" ? undefined : (JSON.parse(text) as unknown), ...(contextToken !== undefined && { contextToken }) };
    this.written.push(request);
    const status = this.writeStatus.get(`${method} ${path.replace("/rest/orgs/201", "")}`);
    if (status !== undefined) return [status, { success: false, message: "it is used by something else" }];
    return [200, this.onWrite(request)];
  }

  #answer(url: string): [number, unknown] {
    if (this.restStatus !== undefined) return [this.restStatus, { success: false, message: "as the test wants" }];
    if (url.startsWith("/rest/session")) return [200, { orgs: [{ id: 201, name: "Test Org", enabled: true, uuid: orgUuid, cloud_account: null }], session_ip: "127.0.0.1", api_key_handle: 17 }];
    if (url === "/rest/orgs/201") return [200, { actions_framework_enabled: true }];
    const set = this.answers.get(url.replace("/rest/orgs/201", ""));
    if (set !== undefined) return [200, set];
    const name = /^\/rest\/orgs\/201\/functions\/(\w+)\?handle_format=names$/.exec(url)?.[1];
    if (name !== undefined && !this.missing.has(name)) return [200, { id: 3, name, destination_handle: destination, uuid: "22222222-0000-4000-8000-000000000001", view_items: [] }];
    const readable = { id: 7, programmatic_name: destination, api_keys: this.readers, users: [] };
    if (url === "/rest/orgs/201/message_destinations") return [200, { entities: [readable, { ...readable, id: 8, programmatic_name: "other" }] }];
    if (url === "/rest/orgs/201/message_destinations/7") return [200, readable];
    return [404, { success: false, message: "not found" }];
  }
}
