import { describe, expect, it } from "vitest";
import { entryWith } from "./entry.test-data.js";
import { settle } from "./still.js";

describe("settle", () => {
  it("tells what stays, what is new and what left the filter", () => {
    const [first, second, third] = [1, 2, 3].map((id) => entryWith({ id }));
    expect(settle(new Set([1, 2]), [third!, second!])).toEqual({ kept: [second], added: [third], missing: [1] });
    expect(settle(new Set(), [first!])).toEqual({ kept: [], added: [first], missing: [] });
  });
});
