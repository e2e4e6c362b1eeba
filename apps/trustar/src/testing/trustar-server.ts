import { createServer, type Server } from "node:https";
import { testServer } from "./certificate.js";

/** A request as it came in. */
export interface SeenRequest {
  readonly method: string;
  /** Path with query, percent-decoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An answer: a body with status 200, or all of it; `cut` ends the connection after the request was read. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly cut?: boolean;
}

type Reply = Answer | ((request: SeenRequest) => Answer);

/** An HTTPS server that replays answers of TruSTAR as the reference page records them, and keeps what it was asked. */
export class TrustarServer {
  readonly requests: SeenRequest[] = [];
  readonly #replies = new Map<string, Reply[]>();
  #server: Server | undefined;
  url = "";

  /** Logins and health checks as recorded (trustar-api §1.2, §1.8). */
  constructor() {
    this.on("POST /oauth/token", { body: { access_token: "canary-token-1", token_type: "bearer", expires_in: 599, scope: "read" } }).on("GET /api/1.3/ping", { body: "pong\n" });
  }

  /** Answers to a method and path without query, in order; the last one is repeated. */
  on(call: string, ...replies: Reply[]): this {
    this.#replies.set(call, replies);
    return this;
  }

  /** Calls so far, without logins and health checks: method and path below `/api/1.3/`. */
  calls(): string[] {
    return this.requests.filter(({ target }) => target !== "/oauth/token" && target !== "/api/1.3/ping").map(({ method, target }) => `${method} ${target.replace("/api/1.3/", "")}`);
  }

  async start(): Promise<this> {
    const server = createServer(testServer, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const target = decodeURIComponent(request.url ?? "");
        const seen: SeenRequest = { method: request.method ?? "", target, headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
        this.requests.push(seen);
        const queue = this.#replies.get(`${seen.method} ${target.split("?", 1)[0] ?? ""}`) ?? [];
        const reply = queue.length > 1 ? queue.shift() : queue[0];
        const answer = typeof reply === "function" ? reply(seen) : (reply ?? { status: 404, body: { timestamp: 1543400000000, status: 404, error: "Not Found", message: "It was not found." } });
        if (answer.cut === true) return void request.socket.destroy();
        const isText = typeof answer.body === "string";
        response.writeHead(answer.status ?? 200, { "content-type": isText ? "text/plain" : "application/json", "trace-id": "t-1" });
        response.end(isText ? answer.body : answer.body === undefined ? "" : JSON.stringify(answer.body));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    this.url = `https://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => this.#server?.close(() => { resolve(); }));
  }
}
