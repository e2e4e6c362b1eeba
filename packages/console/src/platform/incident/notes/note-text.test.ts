import { describe, expect, it } from "vitest";
import type { Note } from "../data/types.js";
import { appOf, isLong, wanted } from "./note-text.js";

function note(change: Partial<Note>): Note {
  return {
    id: 1, parent_id: null, type: "incident", text: { format: "html", content: "<p>Beacon on host-7</p>" }, user_id: 4, user_name: "A. Lindqvist", create_date: 0, modify_date: 0,
    modify_principal: { id: 4, type: "user", name: "", display_name: "" }, children: [], is_deleted: false, inc_id: 1, inc_name: "", task_id: null, ...change,
  };
}

describe("the thread of notes", () => {
  it("folds a note of many lines, whatever ends them", () => {
    expect(isLong("<p>x</p>".repeat(31))).toBe(true);
    expect(isLong("x\n".repeat(30))).toBe(false);
    expect(isLong("x".repeat(4001))).toBe(true);
  });

  it("tells people from apps", () => {
    expect(wanted(note({}), "apps", "")).toBe(false);
    expect(wanted(note({ user_id: null }), "apps", "")).toBe(true);
    expect(wanted(note({ user_id: null }), "people", "")).toBe(false);
    const written = note({ source: { kind: "workflow", workflow: "Look up address", function: "IP Lookup" } });
    expect([wanted(written, "apps", ""), wanted(written, "people", ""), wanted(written, "all", "ip lookup")]).toEqual([true, false, true]);
    expect([appOf(written), appOf(note({ source: { kind: "workflow", workflow: "Look up address" } })), appOf(note({}))]).toEqual(["IP Lookup", "Look up address", undefined]);
  });

  it("searches the words, not the markup, and the author", () => {
    expect(wanted(note({}), "all", "HOST-7")).toBe(true);
    expect(wanted(note({}), "all", "lindq")).toBe(true);
    expect(wanted(note({}), "all", "<p>")).toBe(false);
  });

  it("keeps a note for the sake of an answer", () => {
    expect(wanted(note({ children: [note({ id: 2, user_id: null })] }), "apps", "")).toBe(true);
  });
});
