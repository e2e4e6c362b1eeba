import { describe, expect, it } from "vitest";
import { artifactKey, pasteRows, pasteStates, rowsToAdd, summaryOf } from "./paste.js";

const found = [
  { type: "IP Address", value: "45.33.2.79", original: "45[.]33[.]2[.]79" },
  { type: "DNS Name", value: "solutionconect.online", original: "solutionconect.online" },
  { type: "DNS Name", value: "SolutionConect.online", original: "SolutionConect.online" },
];

describe("pasted values", () => {
  it("keeps what stood in the text only where it differs", () => {
    expect(pasteRows(found).map((row) => row.original)).toEqual(["45[.]33[.]2[.]79", "", ""]);
  });

  it("adds a value once, whatever its case", () => {
    const rows = pasteRows(found);
    expect(pasteStates(rows, new Set()).get(2)).toBe("twice in the text");
    expect(rowsToAdd(rows, new Set()).map((row) => row.value)).toEqual(["45.33.2.79", "solutionconect.online"]);
  });

  it("skips what the incident holds already", () => {
    const rows = pasteRows(found);
    const existing = new Set([artifactKey("IP Address", "45.33.2.79")]);
    expect(pasteStates(rows, existing).get(0)).toBe("on the incident");
    expect(rowsToAdd(rows, existing).map((row) => row.value)).toEqual(["solutionconect.online"]);
  });

  it("takes the second of equal values when the first was left out", () => {
    const rows = pasteRows(found).map((row) => (row.key === 1 ? { ...row, wanted: false } : row));
    expect(rowsToAdd(rows, new Set()).map((row) => row.key)).toEqual([0, 2]);
  });

  it("judges a row again after it was corrected", () => {
    const rows = pasteRows(found).map((row) => (row.key === 2 ? { ...row, type: "String" } : row));
    expect(pasteStates(rows, new Set()).get(2)).toBe("new");
    const emptied = rows.map((row) => (row.key === 0 ? { ...row, value: " " } : row));
    expect(pasteStates(emptied, new Set()).get(0)).toBe("empty");
    expect(rowsToAdd(emptied, new Set()).map((row) => row.key)).toEqual([1, 2]);
  });

  it("keeps the case of a path, in which it matters", () => {
    expect(artifactKey("URL", "http://a.example/A")).not.toBe(artifactKey("URL", "http://a.example/a"));
  });

  it("counts what it found by type, most first", () => {
    expect(summaryOf(pasteRows(found))).toBe("3 values: 2 DNS Name, 1 IP Address");
    expect(summaryOf([])).toBe("0 values");
  });
});
