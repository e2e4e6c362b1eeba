import { describe, expect, it } from "vitest";
import type { Artifact } from "../data/types.js";
import { everything, filterInWords, passes, readFilter, writeFilter } from "./filter.js";
import { hitMarks, verdictOf } from "./verdict.js";

const now = 1_700_000_000_000;
const day = 86_400_000;

function artifact(change: Partial<Artifact>): Artifact {
  return {
    id: 1, type: { id: 2, name: "DNS Name" }, value: "Update.example.net", description: null, created: now - 3 * day, inc_id: 2101, inc_name: "",
    creator_principal: { id: 1, type: "user", name: "a@b", display_name: "A" }, parent_id: null, relating: null, hits: [], pending_sources: [], properties: [], actions: [], attachment: null,
    ...change,
  };
}

const hit = (source: string, priority?: string) => ({
  id: source, value: "", threat_source_id: { id: 0, name: source }, artifact_type_id: 2, active: true,
  properties: priority === undefined ? [{ name: "Name", type: "string", value: "high" }] : [{ name: "Priority Level", type: "string", value: priority }],
});

describe("the filter of artifacts", () => {
  it("survives the address, and leaves other parts of it alone", () => {
    const filter = { text: "evil", type: "DNS Name", hits: "hits" as const, days: 7 };
    const search = writeFilter(new URLSearchParams("view=mine"), filter);
    expect(search.get("view")).toBe("mine");
    expect(readFilter(search)).toEqual(filter);
    expect(writeFilter(search, everything).toString()).toBe("view=mine");
  });

  it("reads nonsense in the address as no filter", () => {
    expect(readFilter(new URLSearchParams("hits=perhaps&days=-4"))).toEqual(everything);
  });

  it("finds part of a value in any case", () => {
    expect(passes(artifact({}), { ...everything, text: "EXAMPLE" }, now)).toBe(true);
    expect(passes(artifact({}), { ...everything, text: "other" }, now)).toBe(false);
  });

  it("narrows by type, hits and age", () => {
    expect(passes(artifact({}), { ...everything, type: "IP Address" }, now)).toBe(false);
    expect(passes(artifact({}), { ...everything, hits: "hits" }, now)).toBe(false);
    expect(passes(artifact({ hits: [hit("TruSTAR")] }), { ...everything, hits: "hits" }, now)).toBe(true);
    expect(passes(artifact({}), { ...everything, days: 1 }, now)).toBe(false);
    expect(passes(artifact({}), { ...everything, days: 7 }, now)).toBe(true);
  });

  it("says itself in words", () => {
    expect(filterInWords({ text: "evil", type: "DNS Name", hits: "none", days: 7 })).toBe("“evil”, DNS Name, without hits, created in the last 7 days");
  });
});

describe("what hits say", () => {
  it("puts the worst first", () => {
    expect(hitMarks(artifact({ hits: [hit("Anomali", "LOW"), hit("TruSTAR", "HIGH"), hit("Lab")] }))).toEqual([
      { source: "TruSTAR", verdict: "high" }, { source: "Lab", verdict: "hit" }, { source: "Anomali", verdict: "low" },
    ]);
  });

  it("reads a priority only from a property that is one", () => {
    expect(verdictOf([{ name: "Name", value: "high" }])).toBe("hit");
    expect(verdictOf([{ name: "Severity", value: "very-high" }])).toBe("high");
    expect(verdictOf([{ name: "Priority Level", value: "NOT_FOUND" }])).toBe("not found");
  });
});
