import { describe, expect, it } from "vitest";
import { stillMatching, toQuery } from "./list-query.js";
import { firstColumns, firstState, type ListState, readState, shippedViews, viewOf, writeState } from "./list-state.js";

const known = new Set([...firstColumns, "plan_status", "end_date"]);
const read = (search: string) => readState(new URLSearchParams(search), known);
const now = Date.UTC(2026, 10, 20, 13, 6, 42);

describe("the address of the list", () => {
  it("is empty for all open incidents, newest first", () => {
    expect(writeState(firstState).toString()).toBe("");
    expect(read("")).toEqual(firstState);
  });

  it("holds everything that can be chosen", () => {
    const state: ListState = {
      q: "machete & co", status: "any", severity: [5, 6], workspace: [2], type: [22], owner: [3], frame: { field: "end_date", days: 7 },
      sort: { column: "name", descending: true }, page: 4, size: 100, columns: ["id", "name", "end_date"],
    };
    expect(read(writeState(state).toString())).toEqual(state);
    expect(read(writeState({ ...state, owner: "none" }).toString()).owner).toBe("none");
  });

  it("is read without harm when somebody edited it", () => {
    expect(read("status=Z&severity=x,6&frame=name:7&sort=-password&page=-3&size=5000&columns=secret&owner=%27")).toEqual({ ...firstState, severity: [6] });
  });

  it("finds the view that its filters make", () => {
    for (const view of shippedViews) expect(viewOf({ ...firstState, ...view.filters })?.id).toBe(view.id);
    expect(viewOf({ ...firstState, severity: [6] })).toBeUndefined();
  });

  it("stays in the same view when rows are sorted or paged", () => {
    expect(viewOf({ ...firstState, page: 3, sort: { column: "id", descending: false } })?.id).toBe("open");
  });
});

describe("what the platform is asked", () => {
  it("is one filter whose conditions hold together, sorted and paged", () => {
    const query = toQuery({ ...firstState, severity: [6], owner: "me", page: 3 }, 12, now);
    expect(query).toEqual({
      start: 50,
      length: 25,
      filters: [
        {
          logic_type: "all",
          conditions: [
            { field_name: "plan_status", method: "equals", value: "A" },
            { field_name: "severity_code", method: "in", value: [6] },
            { field_name: "owner_id", method: "in", value: [12] },
          ],
        },
      ],
      sorts: [{ field_name: "create_date", type: "desc" }],
    });
  });

  it("has no filter when all incidents are asked for", () => {
    expect(toQuery({ ...firstState, status: "any" }, 12, now).filters).toEqual([]);
  });

  it("takes digits for an incident's number and other text for a part of the name", () => {
    const condition = (q: string) => toQuery({ ...firstState, status: "any", q }, 12, now).filters[0]?.conditions[0];
    expect(condition("#2101")).toEqual({ field_name: "id", method: "equals", value: 2101 });
    expect(condition("CVE-2018")).toEqual({ field_name: "name", method: "contains", value: "CVE-2018" });
  });

  it("counts a time frame back from the minute, so that the question stays the same within it", () => {
    const frame = { ...firstState, status: "any" as const, frame: { field: "create_date" as const, days: 7 } };
    expect(toQuery(frame, 12, now)).toEqual(toQuery(frame, 12, now + 10_000));
    expect(toQuery(frame, 12, now).filters[0]?.conditions[0]?.value).toBe(Date.UTC(2026, 10, 13, 13, 6));
  });

  it("asks for incidents without an owner by the absence of one", () => {
    expect(toQuery({ ...firstState, owner: "none" }, 12, now).filters[0]?.conditions[1]).toEqual({ field_name: "owner_id", method: "not_has_a_value" });
  });

  it("finds out which shown incidents still match, wherever they are now", () => {
    const query = stillMatching(toQuery({ ...firstState, page: 2 }, 12, now), [7, 9]);
    expect(query).toMatchObject({ start: 0, length: 2 });
    expect(query.filters[0]?.conditions).toEqual([
      { field_name: "plan_status", method: "equals", value: "A" },
      { field_name: "id", method: "in", value: [7, 9] },
    ]);
  });
});
