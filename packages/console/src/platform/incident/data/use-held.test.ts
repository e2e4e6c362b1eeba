import { describe, expect, it } from "vitest";
import { hold } from "./use-held.js";

const idOf = (entry: { id: number }) => entry.id;

describe("entries held back", () => {
  it("counts what is new and shows the rest in its order", () => {
    const { shown, waiting } = hold([{ id: 9 }, { id: 3 }, { id: 2 }], idOf, new Set([2, 3]));
    expect(shown.map(idOf)).toEqual([3, 2]);
    expect(waiting).toBe(1);
  });

  it("drops what went, without counting it", () => {
    expect(hold([{ id: 2 }], idOf, new Set([1, 2]))).toEqual({ shown: [{ id: 2 }], waiting: 0 });
  });
});
