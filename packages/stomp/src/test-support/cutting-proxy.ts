import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP proxy in front of a broker whose links a test can cut, or leave half open. */
export class CuttingProxy {
  readonly #links = new Set<Socket>();
  /** Links made so far. */
  count = 0;
  readonly #server;

  constructor(readonly target: () => number) {
    this.#server = createServer((near) => this.#join(near));
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every link at once. */
  cut(): void {
    for (const socket of this.#links) socket.destroy();
  }

  /** Nothing passes any more in either direction, and nobody is told. New links work. */
  freeze(): void {
    for (const socket of this.#links) socket.pause().unpipe();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(near: Socket): void {
    this.count++;
    const far = connect(this.target(), "127.0.0.1");
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#links.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#links.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
