import type { TLSSocket } from "node:tls";
import { messageOf } from "@soarkit/protocol";
import { encodeFrame, type Frame, type FrameHeaders } from "../frames/frame.js";
import { FrameReader } from "../frames/frame-reader.js";
import type { BrokerLimits } from "./limits.js";

/** Largest body before the login, in bytes: a CONNECT frame has none. */
const bodyBeforeLogin = 1_024;
/** How long a closing link may take to hand over its last frames. */
const closingMs = 1_000;

/** Who hears from a link. */
export interface LinkListener {
  onFrame(frame: Frame): void;
  /** The bytes were no STOMP, or a bound was passed. The link can only be ended. */
  onBroken(error: unknown): void;
  /** The peer took what was under way; more may be sent. */
  onWritable(): void;
  /** Called once, whoever ended the link. */
  onClosed(reason: string): void;
}

/** One TLS connection of a client: bytes to frames and back, heart-beats, and the rule that a slow peer gets no more. */
export class Link {
  readonly #socket: TLSSocket;
  readonly #limits: BrokerLimits;
  readonly #listener: LinkListener;
  readonly #readerLimits: { headerBytes: number; bodyBytes: number };
  #corked = false;
  #closed = false;
  #ending = false;
  #slow = false;
  #lastRead = Date.now();
  #lastWrite = Date.now();
  #writes = 0;
  #lastProgress = Date.now();
  #reserved = 0;
  #ticker: NodeJS.Timeout | undefined;
  #sendEvery = 0;
  #receiveEvery = 0;

  constructor(socket: TLSSocket, limits: BrokerLimits, listener: LinkListener) {
    this.#socket = socket;
    this.#limits = limits;
    this.#listener = listener;
    this.#readerLimits = { headerBytes: limits.headerBytes, bodyBytes: Math.min(bodyBeforeLogin, limits.bodyBytes) };
    const reader = new FrameReader(this.#readerLimits, { onFrame: (frame) => { if (!this.#ending) listener.onFrame(frame); } });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on("data", (chunk: Buffer) => {
      this.#lastRead = Date.now();
      if (this.#ending) return;
      try {
        reader.push(chunk);
      } catch (error) {
        listener.onBroken(error);
      }
    });
    socket.on("error", (error) => this.drop(messageOf(error)));
    socket.on("end", () => this.drop("the client closed the link"));
    socket.on("close", () => this.drop("the link was closed"));
    this.#ticker = setTimeout(() => this.drop("no CONNECT frame came in time"), limits.connectMs);
  }

  /** After the login: bodies may be large, and heart-beats run. Intervals in ms, 0 for none. */
  open(sendEvery: number, receiveEvery: number): void {
    clearTimeout(this.#ticker);
    this.#readerLimits.bodyBytes = this.#limits.bodyBytes;
    this.#sendEvery = sendEvery;
    this.#receiveEvery = receiveEvery;
    this.#lastRead = Date.now();
    const shortest = Math.min(...[sendEvery, receiveEvery, this.#limits.writeMs].filter((interval) => interval > 0));
    this.#ticker = setInterval(() => this.#tick(), Math.max(10, shortest / 4)).unref();
  }

  /** False while the peer has not taken what is under way. `Link` then tells `onWritable`. */
  get writable(): boolean {
    const free = !this.#ending && this.#socket.writableLength + this.#reserved < this.#limits.outgoingBytes;
    if (!free) this.#slow = true;
    return free;
  }

  /** Counts bytes that are promised to this link before they are written; negative when they are written or not coming. */
  reserve(bytes: number): void {
    this.#reserved += bytes;
    if (bytes < 0) this.#tellWhenFree();
  }

  write(command: string, headers: FrameHeaders, body?: string): void {
    this.#writeBytes(encodeFrame(command, headers, body));
  }

  /** Stops reading; frames already cut may still come. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#lastRead = Date.now();
    this.#socket.resume();
  }

  /** Hands over what is written, then closes. */
  end(reason: string): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#uncork();
    this.#socket.resume();
    this.#socket.end();
    setTimeout(() => this.drop(reason), closingMs).unref();
    this.#close(reason);
  }

  /** Closes at once. */
  drop(reason: string): void {
    this.#ending = true;
    this.#socket.destroy();
    this.#close(reason);
  }

  #close(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticker);
    this.#listener.onClosed(reason);
  }

  /** Frames of one turn of the event loop leave together. */
  #writeBytes(bytes: Buffer): void {
    if (this.#ending) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      setImmediate(() => this.#uncork());
    }
    this.#lastWrite = Date.now();
    if (this.#writes++ === 0) this.#lastProgress = this.#lastWrite;
    this.#socket.write(bytes, this.#written);
  }

  readonly #written = (): void => {
    this.#writes--;
    this.#lastProgress = Date.now();
    this.#tellWhenFree();
  };

  #tellWhenFree(): void {
    if (!this.#slow || this.#ending || this.#socket.writableLength + this.#reserved >= this.#limits.outgoingBytes / 2) return;
    this.#slow = false;
    this.#listener.onWritable();
  }

  #uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.#socket.uncork();
  }

  #tick(): void {
    const now = Date.now();
    if (this.#writes > 0 && now - this.#lastProgress > this.#limits.writeMs) {
      this.drop("the client takes no data");
      return;
    }
    const step = Math.max(10, this.#sendEvery / 4);
    if (this.#sendEvery > 0 && this.#writes === 0 && now - this.#lastWrite + step >= this.#sendEvery) this.#writeBytes(Buffer.from("\n"));
    if (this.#silent(now)) setImmediate(() => { if (this.#silent(Date.now())) this.drop("the client was silent for three heart-beats"); });
  }

  /** Asked twice, with a look at the sockets between: after a long turn of our own loop the beats lie there unread. */
  #silent(now: number): boolean {
    return this.#receiveEvery > 0 && !this.#closed && !this.#socket.isPaused() && now - this.#lastRead > this.#receiveEvery * 2.5;
  }
}
