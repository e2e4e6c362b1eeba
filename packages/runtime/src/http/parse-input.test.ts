import { functionMessageSchema, replySchema } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { parseInput } from "./parse-input.js";

describe("input", () => {
  it("comes back as the schema has it", () => {
    expect(parseInput(replySchema, { results: { value: 1 } }, "reply")).toEqual({ message_type: 0, complete: true, results: { value: 1 } });
  });

  it("that is wrong is refused with each place and what is wrong there", () => {
    const wrong = (): unknown => parseInput(replySchema, { message_type: 7, complete: "yes" }, "reply");
    expect(wrong).toThrow(expect.objectContaining({ code: "BODY_INVALID" }));
    expect(wrong).toThrow(/^The reply is not valid\. message_type: .*; complete: /);
    expect(() => parseInput(replySchema, null, "reply")).toThrow(/^The reply is not valid\. Invalid input/);
  });

  it("names places inside lists and objects", () => {
    const issues = [{ message: "wrong", path: ["artifacts", 1, "value"] }, { message: "strange", path: [0] }];
    const schema = { safeParse: () => ({ success: false as const, error: { issues } }) };
    expect(() => parseInput(schema, {}, "incident")).toThrow("The incident is not valid. artifacts[1].value: wrong; [0]: strange");
  });

  it("that is wrong all over is refused briefly", () => {
    const issues = Array.from({ length: 40 }, (_each, index) => ({ message: "wrong", path: [`field${index}`] }));
    const schema = { safeParse: () => ({ success: false as const, error: { issues } }) };
    expect(() => parseInput(schema, {}, "incident")).toThrow(/field4: wrong; and 35 more$/);
  });

  it("may be as large as a function message", () => {
    expect(() => parseInput(functionMessageSchema, {}, "message")).toThrow(/^The message is not valid\./);
  });
});
