import { SoarkitError } from "@soarkit/protocol";
import { escapeHeader } from "./header-text.js";

/** Headers of a frame, unescaped. Built without a prototype, so any header name is safe as a key. */
export type FrameHeaders = Readonly<Record<string, string>>;

/** One STOMP frame. */
export interface Frame {
  readonly command: string;
  readonly headers: FrameHeaders;
  /** The body's bytes; a view of what was received, not a copy. */
  readonly body: Buffer;
}

/** Commands whose header values are never escaped (STOMP 1.2, "Value Encoding"). */
export function isPlainCommand(command: string): boolean {
  return command === "CONNECT" || command === "CONNECTED";
}

/**
 * The bytes of a frame, with its closing NUL. A body gets a `content-length` header, so it may hold NUL bytes.
 * @throws SoarkitError STOMP_FRAME_INVALID where a CONNECT or CONNECTED value holds a line end, which nothing could carry.
 */
export function encodeFrame(command: string, headers: FrameHeaders, body?: string | Uint8Array): Buffer {
  const plain = isPlainCommand(command);
  let head = command + "\n";
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || name === "content-length") continue;
    if (plain && /[\r\n]/.test(name + value)) {
      throw new SoarkitError("STOMP_FRAME_INVALID", { reason: `the header ${JSON.stringify(name)} of ${command} holds a line end` });
    }
    head += plain ? `${name}:${value}\n` : `${escapeHeader(name)}:${escapeHeader(value)}\n`;
  }
  if (body === undefined || body.length === 0) return Buffer.from(head + "\n\0");
  const size = Buffer.byteLength(body);
  head += `content-length:${size}\n\n`;
  const headSize = Buffer.byteLength(head);
  const bytes = Buffer.allocUnsafe(headSize + size + 1);
  bytes.write(head, 0, "utf8");
  if (typeof body === "string") bytes.write(body, headSize, "utf8");
  else bytes.set(body, headSize);
  bytes[headSize + size] = 0;
  return bytes;
}
