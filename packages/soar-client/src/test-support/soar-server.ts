import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureCertificates } from "@soarkit/runtime";

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** What is answered; `cut` ends the connection without an answer. */
export type TestAnswer = { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } | "cut";

/** Session answer of a server, as recorded from IBM's (soar-protocol §1.3). */
export const recordedSession = {
  orgs: [{ id: 201, name: "Test Org", enabled: true, uuid: "0d63fd8a-6d1c-4f0b-9c4e-5a5f2c1f7a01", cloud_account: null }],
  session_ip: "127.0.0.1",
  api_key_handle: 17,
  client_id: "key-id",
  display_name: "integration server",
};

/** A small HTTPS server that answers as a test says; logging in works unless it says otherwise. */
export class SoarServer {
  readonly seen: SeenRequest[] = [];
  answer: (request: SeenRequest) => TestAnswer | undefined = () => undefined;
  #server: Server | undefined;
  #folder = "";
  caPem = "";
  port = 0;

  async start(): Promise<this> {
    this.#folder = await mkdtemp(join(tmpdir(), "soarkit-client-"));
    const certificates = await ensureCertificates(this.#folder, { hosts: ["127.0.0.1"] });
    this.caPem = certificates.caPem;
    const server = createServer({ cert: certificates.certPem, key: certificates.keyPem }, (request, response) => void this.#handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** How often a path was called, with its method. */
  calls(method: string, path: string): number {
    return this.seen.filter((request) => request.method === method && request.path === path).length;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const seen = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
    this.seen.push(seen);
    const answer = this.answer(seen) ?? this.#usual(seen);
    if (answer === "cut") {
      request.socket.destroy();
      return;
    }
    const body = answer.body === undefined ? "" : typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers }).end(body);
  }

  #usual({ method, path }: SeenRequest): TestAnswer {
    if (path.startsWith("/rest/session")) {
      if (method !== "POST") return { body: recordedSession };
      return { body: { ...recordedSession, user_id: 5, csrf_token: "csrf-token-of-the-session" }, headers: { "set-cookie": "JSESSIONID=session-cookie-value; Path=/; Secure; HttpOnly" } };
    }
    if (path === "/rest/orgs/201") return { body: { actions_framework_enabled: true } };
    return { status: 404, body: { success: false, title: null, message: "Unable to find object", hints: [], error_code: "generic" } };
  }
}
