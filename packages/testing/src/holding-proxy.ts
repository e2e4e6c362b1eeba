import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request, createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { ensureCertificates } from "@soarkit/runtime";

/** Where the proxy stops a matching exchange. */
export type HoldPoint = "request" | "answer";

/** A request as it passed. */
export interface PassedCall {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly body: string;
  readonly status: number;
}

/** Which exchange is held: by its path, or by a pattern for method and path, such as `POST /api/1.3/reports`, without the query. */
type Held = string | RegExp;

/**
 * An HTTPS server that hands every request on to another one and can hold an exchange: before the request has
 * reached the other side, or after it was answered but before the answer goes back.
 */
export class HoldingProxy {
  #holds: { readonly wanted: Held; readonly point: HoldPoint; readonly seen: () => void }[] = [];
  #held: (() => void)[] = [];
  /** Paths that reached the other side, in order. */
  readonly passed: string[] = [];
  /** The same with everything about them. */
  readonly calls: PassedCall[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: { port: () => number; ca: string },
    readonly caFile: string,
  ) {}

  /** Starts on a port of 127.0.0.1 that the system chooses; its certificate authority is written to `folder`. */
  static async start(folder: string, target: { port: () => number; ca: string }): Promise<HoldingProxy> {
    const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1", "localhost"] });
    const server = createServer({ cert: certificates.certPem, key: certificates.keyPem });
    const proxy = new HoldingProxy(server, target, certificates.caFile);
    server.on("request", (incoming, outgoing) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        const path = incoming.url ?? "/";
        const method = incoming.method ?? "GET";
        await proxy.#stopAt(method, path, "request");
        const onward = request({ host: "127.0.0.1", port: target.port(), ca: target.ca, path, method: incoming.method, headers: incoming.headers });
        onward.end(Buffer.concat(chunks));
        const [answer] = (await once(onward, "response")) as [IncomingMessage];
        const body: Buffer[] = [];
        for await (const chunk of answer) body.push(chunk as Buffer);
        proxy.passed.push(path);
        proxy.calls.push({ method, path, body: Buffer.concat(chunks).toString("utf8"), status: answer.statusCode ?? 0 });
        await proxy.#stopAt(method, path, "answer");
        outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers);
        outgoing.end(Buffer.concat(body));
      })().catch(() => outgoing.destroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Holds the next exchange that is `wanted` at `point`, beside those that are held already. The promise resolves when it is held. */
  hold(wanted: Held, point: HoldPoint): Promise<void> {
    return new Promise((seen) => this.#holds.push({ wanted, point, seen }));
  }

  /** Lets everything that is held go on, and holds nothing any more. */
  release(): void {
    this.#holds = [];
    for (const go of this.#held.splice(0)) go();
  }

  async stop(): Promise<void> {
    this.release();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  async #stopAt(method: string, path: string, point: HoldPoint): Promise<void> {
    const [place = ""] = path.split("?", 1);
    const hold = this.#holds.find(({ wanted, point: at }) => at === point && (typeof wanted === "string" ? wanted === path : wanted.test(`${method} ${place}`)));
    if (hold === undefined) return;
    this.#holds = this.#holds.filter((other) => other !== hold);
    hold.seen();
    await new Promise<void>((resolve) => this.#held.push(resolve));
  }
}
