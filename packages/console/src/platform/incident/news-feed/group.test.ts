import type { NewsfeedEntryDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { groupEntries, groupInWords } from "./group.js";

function entry(id: number, type: string, timestamp: number, principal = 1): NewsfeedEntryDTO {
  return { id, type, timestamp, inc_id: 1, principal: { id: principal, type: "user", name: "", display_name: "" }, object_type: "artifact", object_id: id, object_name: "", detail: {} };
}

describe("entries of one import", () => {
  it("are one line, and what stands around them is not in it", () => {
    const list = [entry(9, "note_added", 90_000), ...[8, 7, 6, 5].map((id) => entry(id, "artifact_added", 60_000 + id)), entry(4, "incident_created", 0)];
    const groups = groupEntries(list);
    expect(groups.map((group) => group.length)).toEqual([1, 4, 1]);
    expect(groups.map((group) => group[0].id)).toEqual([9, 8, 4]);
    expect(groups[1] === undefined ? "" : groupInWords(groups[1])).toBe("added 4 artifacts");
  });

  it("stay apart by person and by time", () => {
    const times = [0, 1, 2, 3].map((index) => entry(index, "artifact_added", index * 100_000));
    expect(groupEntries(times)).toHaveLength(4);
    const people = [0, 1, 2, 3].map((index) => entry(index, "artifact_added", 0, index % 2));
    expect(groupEntries(people)).toHaveLength(4);
  });

  it("never hide what was changed in the incident", () => {
    expect(groupEntries([0, 1, 2, 3, 4].map((index) => entry(index, "incident_changed", 0)))).toHaveLength(5);
  });
});
