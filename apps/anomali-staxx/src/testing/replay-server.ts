import { createServer, type Server } from "node:https";
import type { IncomingMessage } from "node:http";
import { testServer } from "./certificate.js";

/** A request as it came in. */
export interface RecordedRequest {
  method: string;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** An answer to give: a body with status 200, or all of it. `hangUp` ends the connection without an answer. */
export interface ReplayedAnswer {
  status?: number;
  /** Reason phrase. */
  phrase?: string;
  body?: unknown;
  type?: string;
  hangUp?: boolean;
  /** Never answers. */
  silent?: boolean;
}

type Reply = ReplayedAnswer | ((request: RecordedRequest) => ReplayedAnswer);

/** An HTTPS server on 127.0.0.1 that replays answers by path and keeps what it was asked, literally. */
export class ReplayServer {
  readonly requests: RecordedRequest[] = [];
  readonly #replies = new Map<string, Reply[]>();
  #server: Server | undefined;
  port = 0;

  /** Answers to a path, in order; the last one is repeated. */
  answer(path: string, ...replies: Reply[]): this {
    this.#replies.set(path, replies);
    return this;
  }

  /** The requests that came to a path. */
  to(path: string): RecordedRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  async start(): Promise<this> {
    const server = createServer(testServer, (request, response) => {
      void this.#take(request).then((recorded) => {
        const queue = this.#replies.get(recorded.path) ?? [];
        const reply = queue.length > 1 ? queue.shift() : queue[0];
        const answer = typeof reply === "function" ? reply(recorded) : (reply ?? { status: 404, body: "not found" });
        if (answer.hangUp === true) return void request.socket.destroy();
        if (answer.silent === true) return;
        const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? null);
        response.writeHead(answer.status ?? 200, answer.phrase ?? "", { "content-type": answer.type ?? (typeof answer.body === "string" ? "text/plain" : "application/json") });
        response.end(text);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #take(request: IncomingMessage): Promise<RecordedRequest> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const recorded: RecordedRequest = { method: request.method ?? "", path: (request.url ?? "").split("?", 1)[0] ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
    this.requests.push(recorded);
    return recorded;
  }
}
