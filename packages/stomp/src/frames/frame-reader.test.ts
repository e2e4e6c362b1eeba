import { SoarkitError } from "@soarkit/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame, type Frame } from "./frame.js";
import { FrameReader } from "./frame-reader.js";

const limits = { headerBytes: 4_096, bodyBytes: 100_000 };

function read(chunks: readonly (string | Uint8Array)[], bounds = limits): { frames: { command: string; headers: Record<string, string>; body: string }[]; beats: number } {
  const frames: Frame[] = [];
  let beats = 0;
  const reader = new FrameReader(bounds, { onFrame: (frame) => frames.push(frame), onHeartbeat: () => beats++ });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return { frames: frames.map(({ command, headers, body }) => ({ command, headers: { ...headers }, body: body.toString() })), beats };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SoarkitError) return error.code;
    throw error;
  }
  return "nothing thrown";
}

const text = fc.string({ unit: "binary", maxLength: 40 });
const name = fc.string({ unit: "binary", minLength: 1, maxLength: 20 }).filter((candidate) => !["content-length", "__proto__"].includes(candidate));
const frameArbitrary = fc.record({
  command: fc.constantFrom("SEND", "MESSAGE", "ACK", "ERROR"),
  headers: fc.dictionary(name, text, { maxKeys: 6 }),
  body: fc.uint8Array({ maxLength: 300 }),
});

describe("a frame", () => {
  it("is read back as it was written, whatever its headers and bytes are and wherever the chunks end", () => {
    fc.assert(
      fc.property(fc.array(frameArbitrary, { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.integer({ min: 1, max: 50 })), (frames, sizes) => {
        const stream = Buffer.concat(frames.map(({ command, headers, body }) => encodeFrame(command, headers, body)));
        const got: Frame[] = [];
        const reader = new FrameReader(limits, { onFrame: (frame) => got.push(frame) });
        let position = 0;
        for (const size of sizes) {
          if (position >= stream.length) break;
          reader.push(stream.subarray(position, position + size));
          position += size;
        }
        expect(got.length).toBe(frames.length);
        got.forEach((frame, index) => {
          const sent = frames[index]!;
          const { "content-length": size, ...headers } = { ...frame.headers };
          expect(frame.command).toBe(sent.command);
          expect(headers).toEqual({ ...sent.headers });
          expect([...frame.body]).toEqual([...sent.body]);
          expect(size).toBe(sent.body.length === 0 ? undefined : String(sent.body.length));
        });
      }),
    );
  });

  it("carries a body with NUL bytes when its content-length is given", () => {
    expect(read(["SEND\ncontent-length:5\n\na\0b\0c\0"]).frames).toEqual([{ command: "SEND", headers: { "content-length": "5" }, body: "a\0b\0c" }]);
  });

  it("ends at the first NUL when no content-length is given", () => {
    expect(read(["SEND\nx:1\n\nab\0", "ACK\nid:1\n\n\0"]).frames.map((frame) => frame.body)).toEqual(["ab", ""]);
  });

  it("may end its lines with CR LF", () => {
    expect(read(["SEND\r\ndestination:a\r\n\r\nbody\n\nmore\0"]).frames).toEqual([{ command: "SEND", headers: { destination: "a" }, body: "body\n\nmore" }]);
  });

  it("keeps the first of repeated headers", () => {
    expect(read(["MESSAGE\nfoo:World\nfoo:Hello\n\n\0"]).frames[0]?.headers).toEqual({ foo: "World" });
  });

  it("may have a header named like a member of every object", () => {
    const { frames } = read(["SEND\n__proto__:x\nconstructor:y\n\n\0"]);
    expect(Object.entries(frames[0]?.headers ?? {})).toEqual(expect.arrayContaining([["constructor", "y"]]));
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("keeps a character whole that two chunks share", () => {
    const bytes = encodeFrame("SEND", { name: "Zürich – 東京 🦉" }, "naïve 🦉");
    const one = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(read(one).frames[0]).toMatchObject({ headers: { name: "Zürich – 東京 🦉" }, body: "naïve 🦉" });
  });
});

describe("header values", () => {
  it("are escaped by STOMP 1.2", () => {
    expect(encodeFrame("ACK", { id: "ID:a\\b\r\n" }).toString()).toBe("ACK\nid:ID\\ca\\\\b\\r\\n\n\n\0");
  });

  it("stay as they are on CONNECT and CONNECTED, in both directions", () => {
    expect(encodeFrame("CONNECT", { passcode: "a:b\\c" }).toString()).toBe("CONNECT\npasscode:a:b\\c\n\n\0");
    expect(read(["CONNECT\npasscode:a:b\\c\\t\n\n\0"]).frames[0]?.headers).toEqual({ passcode: "a:b\\c\\t" });
  });

  it("of CONNECT cannot smuggle another line in", () => {
    expect(codeOf(() => encodeFrame("CONNECT", { login: "a\npasscode:x" }))).toBe("STOMP_FRAME_INVALID");
  });

  it("with an escape that STOMP does not know are refused", () => {
    expect(codeOf(() => read(["SEND\na:b\\tc\n\n\0"]))).toBe("STOMP_FRAME_INVALID");
    expect(codeOf(() => read(["SEND\na:b\\\n\n\0"]))).toBe("STOMP_FRAME_INVALID");
  });
});

describe("what is no frame", () => {
  it.each([
    ["an HTTP request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["a header line without colon", "SEND\ndestination\n\n\0"],
    ["a header without name", "SEND\n:x\n\n\0"],
    ["a content-length that is no number", "SEND\ncontent-length:5e2\n\nabc\0"],
    ["a negative content-length", "SEND\ncontent-length:-1\n\nabc\0"],
    ["a body longer than its content-length", "SEND\ncontent-length:2\n\nabc\0"],
  ])("is refused: %s", (_what, bytes) => {
    expect(codeOf(() => read([bytes]))).toBe("STOMP_FRAME_INVALID");
  });

  it("never throws anything but a catalogue error, and never reads past its bounds", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom("SEND\n", "a:b\n", "\n", "\0", "content-length:3\n", "\r\n").map((part) => Buffer.from(part)))), (chunks) => {
        try {
          read(chunks);
        } catch (error) {
          expect(error).toBeInstanceOf(SoarkitError);
        }
      }),
    );
  });
});

describe("sizes", () => {
  it("of headers are bounded, finished or not", () => {
    const long = "SEND\n" + "a:b\n".repeat(30);
    expect(codeOf(() => read([long + "\n\0"], { headerBytes: 100, bodyBytes: 10 }))).toBe("STOMP_HEADER_TOO_LARGE");
    expect(codeOf(() => read(long.split(""), { headerBytes: 100, bodyBytes: 10 }))).toBe("STOMP_HEADER_TOO_LARGE");
  });

  it("of bodies are bounded before the body comes, or while it comes", () => {
    expect(codeOf(() => read(["SEND\ncontent-length:11\n\n"], { headerBytes: 100, bodyBytes: 10 }))).toBe("STOMP_BODY_TOO_LARGE");
    expect(codeOf(() => read(["SEND\n\n", "123456", "7890a"], { headerBytes: 100, bodyBytes: 10 }))).toBe("STOMP_BODY_TOO_LARGE");
    expect(read(["SEND\ncontent-length:10\n\n1234567890\0"], { headerBytes: 100, bodyBytes: 10 }).frames).toHaveLength(1);
  });
});

describe("line ends between frames", () => {
  it("are heart-beats", () => {
    const { frames, beats } = read(["\n", "\n", "ACK\nid:1\n\n\0\n", "\r\n"]);
    expect(frames).toHaveLength(1);
    expect(beats).toBe(4);
  });
});
