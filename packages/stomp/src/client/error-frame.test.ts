import { describe, expect, it } from "vitest";
import type { Frame } from "../frames/frame.js";
import { errorText, forbiddenQueue } from "./error-frame.js";

function error(message: string | undefined, body = ""): Frame {
  return { command: "ERROR", headers: message === undefined ? {} : { message }, body: Buffer.from(body) };
}

describe("an ERROR frame", () => {
  it.each([
    ["our broker", error("User server is not authorized to read from queue: actions.201.fn_demo")],
    ["ActiveMQ", error("User server is not authorized to read from: queue://actions.201.fn_demo")],
    ["a broker that says it in the body", error(undefined, "java.lang.SecurityException: User x is not authorized to read from: queue://actions.201.fn_demo\n\tat org.apache")],
  ])("of %s names the queue that may not be read", (_who, frame) => {
    expect(forbiddenQueue(frame)).toBe("actions.201.fn_demo");
  });

  it("about something else forbids no queue", () => {
    expect(forbiddenQueue(error("User server is not authorized to write to: queue://acks.201.fn_demo"))).toBeUndefined();
    expect(forbiddenQueue(error("User name [x] or password is invalid."))).toBeUndefined();
  });

  it("gives one line: the message header, else the first line of the body", () => {
    expect(errorText(error("short", "long\nstack"))).toBe("short");
    expect(errorText(error(undefined, "first\nsecond"))).toBe("first");
    expect(errorText(error(undefined))).toBe("the broker gave no reason");
  });
});
