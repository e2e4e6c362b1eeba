import { connect, type TLSSocket } from "node:tls";
import { encodeFrame, type Frame } from "../frames/frame.js";
import { FrameReader } from "../frames/frame-reader.js";

/** A TLS socket that sends what a test writes and keeps every frame that comes. */
export class RawClient {
  readonly frames: Frame[] = [];
  /** Line ends between frames. */
  beats = 0;
  closed = false;
  readonly #socket: TLSSocket;
  readonly #waiting: { matches: (frame: Frame) => boolean; resolve: (frame: Frame) => void; reject: (error: Error) => void }[] = [];

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    const reader = new FrameReader(
      { headerBytes: 1e6, bodyBytes: 1e8 },
      {
        onFrame: (frame) => {
          const index = this.#waiting.findIndex(({ matches }) => matches(frame));
          const [waiting] = index < 0 ? [] : this.#waiting.splice(index, 1);
          if (waiting === undefined) this.frames.push(frame);
          else waiting.resolve(frame);
        },
        onHeartbeat: () => this.beats++,
      },
    );
    socket.on("data", (chunk: Buffer) => reader.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.closed = true;
      for (const waiting of this.#waiting.splice(0)) waiting.reject(new Error("the broker closed the link"));
    });
  }

  /** Opens a TLS connection to 127.0.0.1. */
  static open(port: number, ca: string): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, ca });
      socket.setNoDelay(true);
      socket.once("error", reject);
      socket.once("secureConnect", () => resolve(new RawClient(socket)));
    });
  }

  /** Opens a connection and logs in. */
  static async login(port: number, ca: string, headers: Record<string, string> = {}): Promise<RawClient> {
    const client = await RawClient.open(port, ca);
    client.frame("CONNECT", { "accept-version": "1.2", host: "127.0.0.1", login: "server", passcode: "right", ...headers });
    await client.next("CONNECTED");
    return client;
  }

  frame(command: string, headers: Record<string, string>, body?: string | Uint8Array): void {
    this.#socket.write(encodeFrame(command, headers, body));
  }

  bytes(data: string | Uint8Array): void {
    this.#socket.write(data);
  }

  /** The first frame, kept or to come, with this command and these headers. Rejects when the link ends before. */
  next(command: string, headers: Record<string, string> = {}): Promise<Frame> {
    const matches = (frame: Frame): boolean => frame.command === command && Object.entries(headers).every(([name, value]) => frame.headers[name] === value);
    const index = this.frames.findIndex(matches);
    const [kept] = index < 0 ? [] : this.frames.splice(index, 1);
    if (kept !== undefined) return Promise.resolve(kept);
    if (this.closed) return Promise.reject(new Error("the broker closed the link"));
    return new Promise((resolve, reject) => this.#waiting.push({ matches, resolve, reject }));
  }

  /** Asks for a receipt and waits: everything sent before has been looked at. */
  async settled(): Promise<void> {
    this.frame("SEND", { destination: "acks.201.probe", receipt: "probe" }, "probe");
    await this.next("RECEIPT", { "receipt-id": "probe" });
  }

  /** Stops taking bytes from the socket. */
  stall(): void {
    this.#socket.pause();
  }

  goOn(): void {
    this.#socket.resume();
  }

  /** Breaks the link without a word. */
  cut(): void {
    this.#socket.destroy();
  }
}
