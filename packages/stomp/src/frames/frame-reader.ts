import { SoarkitError } from "@soarkit/protocol";
import { isPlainCommand, type Frame, type FrameHeaders } from "./frame.js";
import { unescapeHeader } from "./header-text.js";

const NUL = 0;
const LF = 10;
const CR = 13;

/** Sizes that a reader accepts, in bytes. */
export interface FrameLimits {
  /** Command and headers together. */
  readonly headerBytes: number;
  readonly bodyBytes: number;
}

/** Who hears what was read. */
export interface FrameListener {
  onFrame(frame: Frame): void;
  /** Line ends between frames: the peer lives. */
  onHeartbeat?(): void;
}

/**
 * Cuts a stream of bytes into STOMP 1.2 frames.
 *
 * Works on bytes, not characters: chunks may split a frame, a header or a character anywhere, or hold many frames. A
 * body ends after `content-length` bytes where the header is given, else at the first NUL. Of repeated headers the first
 * holds. Delimiters are searched for, and bodies that arrive whole are views of the chunk.
 */
export class FrameReader {
  readonly #limits: FrameLimits;
  readonly #listener: FrameListener;
  /** Bytes of an unfinished head. */
  #head: Buffer | undefined;
  /** The frame whose body is not complete. */
  #open: { command: string; headers: FrameHeaders; size: number | undefined } | undefined;
  #parts: Buffer[] = [];
  #partBytes = 0;

  constructor(limits: FrameLimits, listener: FrameListener) {
    this.#limits = limits;
    this.#listener = listener;
  }

  /**
   * Takes the next bytes and tells the listener about every frame that they complete.
   * @throws SoarkitError STOMP_FRAME_INVALID, STOMP_HEADER_TOO_LARGE, STOMP_BODY_TOO_LARGE. The stream cannot be read on after that.
   */
  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#head !== undefined) {
      bytes = Buffer.concat([this.#head, chunk]);
      this.#head = undefined;
    }
    let position = 0;
    while (position < bytes.length) {
      position = this.#open === undefined ? this.#readHead(bytes, position) : this.#readBody(bytes, position);
    }
  }

  #readHead(bytes: Buffer, from: number): number {
    let start = from;
    while (start < bytes.length && (bytes[start] === LF || bytes[start] === CR)) start++;
    if (start > from) {
      this.#listener.onHeartbeat?.();
      if (start === bytes.length) return start;
    }
    const end = blankLine(bytes, start);
    if ((end === -1 ? bytes.length : end) - start > this.#limits.headerBytes) {
      throw new SoarkitError("STOMP_HEADER_TOO_LARGE", { limit: this.#limits.headerBytes });
    }
    if (end === -1) {
      this.#head = bytes.subarray(start);
      return bytes.length;
    }
    const { command, headers } = parseHead(bytes.toString("utf8", start, end));
    this.#open = { command, headers, size: this.#bodySize(headers) };
    return bytes[end] === LF ? end + 1 : end + 2;
  }

  #bodySize(headers: FrameHeaders): number | undefined {
    const text = headers["content-length"];
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) {
      throw new SoarkitError("STOMP_FRAME_INVALID", { reason: `content-length is ${JSON.stringify(text.slice(0, 40))}, not a number of bytes` });
    }
    const size = Number(text);
    if (size > this.#limits.bodyBytes) throw new SoarkitError("STOMP_BODY_TOO_LARGE", { limit: this.#limits.bodyBytes });
    return size;
  }

  #readBody(bytes: Buffer, from: number): number {
    const size = this.#open?.size;
    if (size === undefined) {
      const end = bytes.indexOf(NUL, from);
      this.#keep(bytes.subarray(from, end === -1 ? bytes.length : end));
      if (end === -1) return bytes.length;
      this.#finish();
      return end + 1;
    }
    const end = Math.min(bytes.length, from + size - this.#partBytes);
    this.#keep(bytes.subarray(from, end));
    if (end === bytes.length) return end;
    if (bytes[end] !== NUL) {
      throw new SoarkitError("STOMP_FRAME_INVALID", { reason: "the body is longer than its content-length, or its closing NUL is missing" });
    }
    this.#finish();
    return end + 1;
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    this.#partBytes += part.length;
    if (this.#partBytes > this.#limits.bodyBytes) throw new SoarkitError("STOMP_BODY_TOO_LARGE", { limit: this.#limits.bodyBytes });
    this.#parts.push(part);
  }

  #finish(): void {
    const open = this.#open;
    const [first] = this.#parts;
    const body = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts);
    this.#open = undefined;
    this.#parts = [];
    this.#partBytes = 0;
    if (open !== undefined) this.#listener.onFrame({ command: open.command, headers: open.headers, body });
  }
}

/** Where the empty line after the headers starts (its LF, or the CR before it), or -1. */
function blankLine(bytes: Buffer, start: number): number {
  let line = start;
  for (;;) {
    const end = bytes.indexOf(LF, line);
    if (end === -1) return -1;
    if (end === line) return line;
    if (end === line + 1 && bytes[line] === CR) return line;
    line = end + 1;
  }
}

function parseHead(text: string): { command: string; headers: FrameHeaders } {
  const lines = text.split("\n");
  const command = withoutCarriageReturn(lines[0] ?? "");
  if (!/^[A-Z]{1,32}$/.test(command)) {
    throw new SoarkitError("STOMP_FRAME_INVALID", { reason: `${JSON.stringify(command.slice(0, 40))} is no STOMP command` });
  }
  const plain = isPlainCommand(command);
  const headers = Object.create(null) as Record<string, string>;
  for (let index = 1; index < lines.length; index++) {
    const line = withoutCarriageReturn(lines[index] ?? "");
    if (line === "") continue;
    const colon = line.indexOf(":");
    if (colon <= 0) throw new SoarkitError("STOMP_FRAME_INVALID", { reason: `a header line of ${command} has no name and colon` });
    const name = plain ? line.slice(0, colon) : unescapeHeader(line.slice(0, colon));
    const value = plain ? line.slice(colon + 1) : unescapeHeader(line.slice(colon + 1));
    headers[name] ??= value;
  }
  return { command, headers };
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
