import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseInput } from "./parse-input.js";

const incident = z.object({ name: z.string(), artifacts: z.array(z.object({ value: z.string() })).default([]) });

describe("input", () => {
  it("comes back as the schema has it", () => {
    expect(parseInput(incident, { name: "a", more: 1 }, "incident")).toEqual({ name: "a", artifacts: [] });
  });

  it("that is wrong is refused with each place and what is wrong there", () => {
    const wrong = (): unknown => parseInput(incident, { artifacts: [{ value: "x" }, { value: 5 }] }, "incident");
    expect(wrong).toThrow(expect.objectContaining({ code: "BODY_INVALID" }));
    expect(wrong).toThrow(/^The incident is not valid\. name: .*; artifacts\[1\]\.value: /);
    expect(() => parseInput(incident, null, "incident")).toThrow(/^The incident is not valid\. Invalid input/);
  });

  it("that is wrong all over is refused briefly", () => {
    const artifacts = Array.from({ length: 40 }, () => ({}));
    expect(() => parseInput(incident, { name: "a", artifacts }, "incident")).toThrow(/and 35 more$/);
  });
});
