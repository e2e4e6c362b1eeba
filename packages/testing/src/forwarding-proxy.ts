import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** One request for a tunnel. */
export interface Tunnel {
  /** `host:port` as asked for. */
  readonly target: string;
  /** False when the login was missing or wrong, and no tunnel was opened. */
  readonly opened: boolean;
}

/** A forwarding HTTP proxy on 127.0.0.1: it tunnels by CONNECT, asks for a login when it has one, and keeps what it was asked for. */
export class ForwardingProxy {
  readonly tunnels: Tunnel[] = [];
  readonly #open = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly login: { user: string; password: string } | undefined,
  ) {}

  /** Starts on a port that the system chooses. Without `login` everybody may use it. */
  static async start(login?: { user: string; password: string }): Promise<ForwardingProxy> {
    const server = createServer((_request, response) => void response.writeHead(405).end());
    const proxy = new ForwardingProxy(server, login);
    server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => proxy.#connect(request, socket, head));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** Its address with the login, as `https_proxy` takes it; `password` replaces the right one. */
  url(password = this.login?.password): string {
    const login = this.login === undefined ? "" : `${encodeURIComponent(this.login.user)}:${encodeURIComponent(password ?? "")}@`;
    return `http://${login}127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Ends all tunnels and the server. */
  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  #connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = request.url ?? "";
    const opened = this.login === undefined || request.headers["proxy-authorization"] === `Basic ${Buffer.from(`${this.login.user}:${this.login.password}`).toString("base64")}`;
    this.tunnels.push({ target, opened });
    if (!opened) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
    const { hostname, port } = new URL(`http://${target}`);
    const through = connect(Number(port), hostname.replace(/^\[|\]$/g, ""), () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const [end, other] of [[through, socket], [socket, through]] as const) {
      this.#open.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => this.#open.delete(end));
    }
  }
}
