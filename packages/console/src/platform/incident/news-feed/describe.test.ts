import type { NewsfeedEntryDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { changesOf, inWords, kindOf, whatHappened } from "./describe.js";

function entry(change: Partial<NewsfeedEntryDTO>): NewsfeedEntryDTO {
  return { id: 1, type: "note_added", timestamp: 0, inc_id: 2101, principal: { id: 1, type: "user", name: "a@b", display_name: "A" }, object_type: "note", object_id: 1, object_name: "", detail: {}, ...change };
}

describe("the news feed", () => {
  it("says what happened, also for kinds it does not know", () => {
    expect(whatHappened(entry({ type: "artifact_added" }))).toBe("added the artifact");
    expect(whatHappened(entry({ type: "something_new" }))).toBe("something new");
  });

  it("files a hit under artifacts", () => {
    expect([kindOf(entry({ type: "hit_added" })), kindOf(entry({ type: "incident_closed" })), kindOf(entry({ type: "workflow_terminated" }))]).toEqual(["artifact", "incident", "other"]);
  });

  it("lists changed fields by their labels", () => {
    const detail = { fields: [{ field: "severity_code", text: "Severity", old_value: "Low", new_value: "High" }, { field: "confirmed", text: "Incident Disposition", old_value: null, new_value: true }] };
    expect(changesOf(entry({ detail }))).toEqual([{ field: "Severity", before: "Low", after: "High" }, { field: "Incident Disposition", before: "", after: "Yes" }]);
    expect(changesOf(entry({ detail: { reason: "x" } }))).toEqual([]);
  });

  it("shortens long values and unwraps handles and texts", () => {
    expect(inWords("x".repeat(300))).toHaveLength(200);
    expect(inWords([{ id: 1, name: "Malware" }, { format: "text", content: "text" }])).toBe("Malware, text");
  });
});
