import { describe, expect, it } from "vitest";
import { entryWith } from "./entry.test-data.js";
import { entryName, entryState, remedyOf } from "./entry-words.js";
import { outcomesOf, peopleFirst, readStates, toggled, withoutNested, writeStates } from "./filter.js";
import { timelineOf, transcript } from "./transcript.js";

describe("the filter of the action status", () => {
  it("shows pending and errors by default, and completed ones when asked", () => {
    expect(readStates(null)).toEqual(["pending", "error"]);
    expect(toggled(readStates(null), "completed")).toEqual(["pending", "error", "completed"]);
    expect(toggled(["pending", "error", "completed"], "error")).toEqual(["pending", "completed"]);
  });

  it("asks for failures and times out together with errors", () => {
    expect(outcomesOf(["error", "completed"])).toEqual(["error", "failed", "timed_out", "completed"]);
  });

  it("keeps the address short, and reads back what it wrote", () => {
    expect(writeStates(["error", "pending"])).toBeUndefined();
    expect(writeStates([])).toBe("");
    expect(readStates("")).toEqual([]);
    expect(readStates(writeStates(["completed", "pending"]) ?? null)).toEqual(["pending", "completed"]);
  });

  it("hides a call inside its run, but not one whose run is not listed", () => {
    const run = entryWith({ id: 1, kind: "rule" });
    const call = entryWith({ id: 2, parent_id: 1 });
    const alone = entryWith({ id: 3, parent_id: 99 });
    expect(withoutNested([run, call, alone])).toEqual([run, alone]);
  });

  it("puts what people started before what rules did by themselves, and what has no rule among the former", () => {
    const byItself = { id: 7, name: "ArtifactCreated", type: 0 } as const;
    const [automatic, menu, error, bare] = [entryWith({ id: 4, action: byItself }), entryWith({ id: 3 }), entryWith({ id: 2, action: byItself, outcome: "error" }), entryWith({ id: 1, action: null })];
    expect(peopleFirst([automatic, menu, error, bare])).toEqual({ people: [menu, bare], automatic: [automatic, error] });
  });
});

describe("the words of an entry", () => {
  it("names the rule of a run and the function of a call", () => {
    expect(entryName(entryWith({ kind: "rule" }))).toBe("Example: Anomali Staxx Import");
    expect(entryName(entryWith({}))).toBe("Staxx Import");
    expect(entryName(entryWith({ kind: "message", function: null, action: null, workflow: null }))).toBe("fn_anomali_staxx");
  });

  it("tells waiting from being worked on", () => {
    expect(entryState(entryWith({ waiting: { code: "no_consumer", text: "", since: null } }))).toBe("pending");
    expect(entryState(entryWith({ waiting: { code: "working", text: "", since: null } }))).toBe("working");
    expect(entryState(entryWith({ waiting: { code: "in_doubt", text: "", since: null } }))).toBe("in_doubt");
    expect(entryState(entryWith({ outcome: "timed_out" }))).toBe("timed_out");
  });

  it("calls cancelled what a person ended, and error what stopped by itself", () => {
    const instance = (status: "terminated" | "error" | "completed") => ({ workflow_instance_id: 9, workflow: { workflow_id: 4, name: "W", programmatic_name: "w" }, status, start_date: 1, end_date: 2, error: null });
    const run = (...states: ("terminated" | "error" | "completed")[]) => entryWith({ kind: "rule", outcome: "error", workflow_instances: states.map(instance) });
    expect([run("terminated"), run("completed", "terminated"), run("terminated", "error"), run("completed"), run()].map(entryState)).toEqual(["cancelled", "cancelled", "error", "error", "error"]);
    expect([entryWith({ outcome: "error", ended_by: "A. Lindqvist" }), entryWith({ outcome: "error", ended_by: null })].map(entryState)).toEqual(["cancelled", "error"]);
  });

  it("knows what to do about a missing integration server, and nothing about an unknown code", () => {
    expect(remedyOf("no_consumer")?.text).toContain("resilient-circuits run");
    expect(remedyOf("moon_phase")).toBeUndefined();
  });
});

describe("the transcript", () => {
  it("holds the timeline, inputs and what went wrong, with the calls of a run inside", () => {
    const call = entryWith({ outcome: "error", error: "STAXX refused the login.", messages: [{ type: 0, text: "Sending", create_date: 1_700_000_000_500 }], parent_id: 1 });
    const text = transcript(entryWith({ id: 1, kind: "rule", invocations: [call] }));
    expect(text).toContain("Example: Anomali Staxx Import (1): pending");
    expect(text).toContain("\n  Staxx Import (12): error");
    expect(text).toContain("\n  error: STAXX refused the login.");
    expect(text).toContain("\n  2023-11-14T22:13:20.500Z  status  Sending");
    expect(text).toContain('"staxx_indicator": "45.33.2.79"');
  });

  it("prefers the platform's steps over the bare messages", () => {
    const steps = [{ at: 1, kind: "taken", text: "Taken by host-1" }];
    expect(timelineOf(entryWith({ steps }))).toEqual(steps);
    expect(timelineOf(entryWith({ steps: [] })).map((step) => step.kind)).toEqual(["started"]);
  });
});
