import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const media = "application/taxii+json;version=2.1";
const collection = { id: "91a7b528-80eb-42ed-a74d-c6fbd5a26116", title: "Indicators", can_read: true, can_write: false };

/** A TAXII 2.1 server on 127.0.0.1 with one collection, which gives its objects in the parts and the order that a test wants (TAXII 2.1 §5.4). */
export class TaxiiServer {
  readonly #parts: { readonly objects: readonly object[]; readonly added: string }[] = [];
  /** Paths that were asked for, with their query. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** Starts on a port that the system chooses, or on one that a server before it had. */
  static async start(port = 0): Promise<TaxiiServer> {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    const taxii = new TaxiiServer(server, (server.address() as AddressInfo).port);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => taxii.#answer(request.url ?? "/", response));
    return taxii;
  }

  /** The address of its discovery. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/taxii2/`;
  }

  /** Adds objects that come in one part, a second after those before. */
  add(...objects: readonly object[]): void {
    this.#parts.push({ objects, added: new Date(Date.UTC(2026, 0, 1) + this.#parts.length * 1_000).toISOString() });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  #answer(path: string, response: ServerResponse): void {
    this.asked.push(path);
    const url = new URL(path, this.url);
    switch (url.pathname) {
      case "/taxii2/":
        send(response, { title: "A server of the test", default: "/partner/" });
        break;
      case "/partner/":
        send(response, { title: "Partner", versions: [media], max_content_length: 1_000_000 });
        break;
      case "/partner/collections/":
        send(response, { collections: [collection] });
        break;
      case `/partner/collections/${collection.id}/objects/`:
        this.#objects(url.searchParams, response);
        break;
      default:
        send(response, { title: "There is no such thing" }, 404);
    }
  }

  #objects(query: URLSearchParams, response: ServerResponse): void {
    const after = query.get("added_after") ?? "";
    const parts = this.#parts.filter(({ added }) => added > after);
    const at = Number(query.get("next") ?? "0");
    const part = parts[at];
    const more = at + 1 < parts.length;
    const dates = part === undefined ? {} : { "x-taxii-date-added-first": part.added, "x-taxii-date-added-last": part.added };
    send(response, part === undefined ? {} : { more, ...(more ? { next: String(at + 1) } : {}), objects: part.objects }, 200, dates);
  }
}

function send(response: ServerResponse, body: object, status = 200, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": media, ...headers }).end(JSON.stringify(body));
}
