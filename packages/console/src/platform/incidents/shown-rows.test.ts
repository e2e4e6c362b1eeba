import { describe, expect, it } from "vitest";
import { bringUpToDate } from "./shown-rows.js";

interface Row {
  id: number;
  vers: number;
}
const row = (id: number, vers = 1): Row => ({ id, vers });
const shown = (...ids: number[]) => ({ rows: ids.map((id) => row(id)), gone: new Set<number>(), changed: new Set<number>(), waiting: 0 });
const same = (one: Row, other: Row) => one.vers === other.vers;
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

describe("rows on screen", () => {
  it("change in place and stay where they are when the order would change", () => {
    const next = bringUpToDate(shown(3, 2, 1), [row(1, 2), row(3), row(2)], 25, [], same);
    expect(ids(next.rows)).toEqual([3, 2, 1]);
    expect([...next.changed]).toEqual([1]);
  });

  it("are not pushed down by new ones, which wait", () => {
    const next = bringUpToDate(shown(3, 2, 1), [row(4), row(3), row(2), row(1)], 25, [], same);
    expect(ids(next.rows)).toEqual([3, 2, 1]);
    expect(next.waiting).toBe(1);
  });

  it("stay dimmed when they no longer match", () => {
    const next = bringUpToDate(shown(3, 2, 1), [row(3), row(1)], 25, [], same);
    expect(ids(next.rows)).toEqual([3, 2, 1]);
    expect([...next.gone]).toEqual([2]);
  });

  it("are not taken for gone when a new one pushed them to the next page", () => {
    const next = bringUpToDate(shown(3, 2), [row(4), row(3)], 2, [row(2)], same);
    expect(next.gone.size).toBe(0);
    expect(next.waiting).toBe(1);
  });

  it("are not joined by those of the next page that fill a gap", () => {
    const next = bringUpToDate(shown(4, 3, 2), [row(4), row(2), row(1)], 3, [], same);
    expect([...next.gone]).toEqual([3]);
    expect(next.waiting).toBe(0);
  });
});
