import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { SoarkitError } from "@soarkit/protocol";
import { StompSocketState, type IStompSocket } from "@stomp/stompjs";
import { encodeFrame, type Frame } from "../frames/frame.js";
import { FrameReader, type FrameLimits } from "../frames/frame-reader.js";
import { linkError } from "./link-error.js";
import type { StompTlsOptions } from "./options.js";

/** Time for the last frames of a link that is closed by us, in ms. */
const closingMs = 1_000;

/** What a {@link BrokerSocket} needs. */
export interface BrokerSocketOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: StompTlsOptions;
  readonly limits: FrameLimits;
  /** Sees every frame first; true means that it was taken and stompjs need not see it. */
  readonly take: (frame: Frame) => boolean;
  /** Called once, before stompjs hears of it, with the reason. */
  readonly onClosed: (reason: SoarkitError) => void;
}

/**
 * The TLS socket under stompjs. It cuts the stream into frames itself (bounded, and without a call per byte), so that
 * stompjs sees only the frames of the session; every chunk counts as a sign of life.
 */
export class BrokerSocket implements IStompSocket {
  readonly url: string;
  binaryType = "arraybuffer";
  onopen: IStompSocket["onopen"];
  onclose: IStompSocket["onclose"];
  onerror: IStompSocket["onerror"];
  onmessage: IStompSocket["onmessage"];
  readonly #options: BrokerSocketOptions;
  readonly #socket: TLSSocket;
  #state = StompSocketState.CONNECTING;
  #reason: SoarkitError | undefined;
  #corked = false;

  constructor(options: BrokerSocketOptions) {
    this.#options = options;
    this.url = `stomp+ssl://${options.host}:${options.port}`;
    const reader = new FrameReader(options.limits, { onFrame: (frame) => this.#onFrame(frame) });
    this.#socket = connect(tlsOptions(options));
    this.#socket.setNoDelay(true);
    this.#socket.setKeepAlive(true, 30_000);
    this.#socket.once("secureConnect", () => {
      this.#state = StompSocketState.OPEN;
      this.onopen?.();
    });
    this.#socket.on("data", (chunk: Buffer) => {
      if (this.#state !== StompSocketState.OPEN && this.#state !== StompSocketState.CLOSING) return;
      try {
        reader.push(chunk);
        this.onmessage?.({ data: "\n" });
      } catch (error) {
        this.#close(error instanceof SoarkitError ? error : linkError(error, options));
      }
    });
    this.#socket.on("error", (error) => this.#close(linkError(error, options)));
    this.#socket.on("end", () => this.#close(this.#closedByPeer()));
    this.#socket.on("close", () => this.#close(this.#closedByPeer()));
  }

  get readyState(): number {
    return this.#state;
  }

  /** Why the link is about to be cut, told before `terminate`. The first reason holds. */
  blame(reason: SoarkitError): void {
    this.#reason ??= reason;
  }

  /** Frames of one turn of the event loop leave together. */
  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (this.#state !== StompSocketState.OPEN) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      setImmediate(() => this.#uncork());
    }
    if (typeof data === "string") this.#socket.write(data);
    else if (data instanceof ArrayBuffer) this.#socket.write(new Uint8Array(data));
    else throw new TypeError("stompjs sends text and array buffers only");
  }

  /** Hands over what is written, then closes. */
  close(): void {
    if (this.#state === StompSocketState.CONNECTING) {
      this.terminate();
      return;
    }
    if (this.#state !== StompSocketState.OPEN) return;
    this.#state = StompSocketState.CLOSING;
    this.#uncork();
    this.#socket.end();
    setTimeout(() => this.terminate(), closingMs).unref();
  }

  /** Cuts the link at once; `onclose` is called before this returns. */
  terminate(): void {
    const { host, port } = this.#options;
    this.#close(new SoarkitError("STOMP_UNREACHABLE", { host, port, reason: "it did not answer in time" }));
  }

  #uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.#socket.uncork();
  }

  #onFrame(frame: Frame): void {
    if (this.#options.take(frame)) return;
    this.onmessage?.({ data: encodeFrame(frame.command, frame.headers, frame.body) });
  }

  #closedByPeer(): SoarkitError {
    const { host, port } = this.#options;
    return new SoarkitError("STOMP_CLOSED", { host, port });
  }

  #close(reason: SoarkitError): void {
    if (this.#state === StompSocketState.CLOSED) return;
    this.#state = StompSocketState.CLOSED;
    this.#reason ??= reason;
    this.#socket.destroy();
    this.#options.onClosed(this.#reason);
    this.onclose?.({ code: 1006, reason: this.#reason.message, wasClean: false });
  }
}

function tlsOptions({ host, port, tls }: BrokerSocketOptions): ConnectionOptions {
  const options: ConnectionOptions = { host, port, minVersion: "TLSv1.2", rejectUnauthorized: tls.verify };
  if (tls.ca !== undefined) options.ca = tls.ca;
  const name = tls.servername ?? (isIP(host) === 0 ? host : undefined);
  if (name !== undefined) options.servername = name;
  return options;
}
