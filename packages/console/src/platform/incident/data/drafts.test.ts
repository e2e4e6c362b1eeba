import { describe, expect, it } from "vitest";
import { readDraft, writeDraft, type DraftStorage } from "./drafts.js";

function memory(): DraftStorage & { keys(): string[] } {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  };
}

describe("drafts", () => {
  it("gives back what was written, also after the page was loaded again", () => {
    const storage = memory();
    writeDraft("note:2101", "Two hosts beacon", storage);
    expect(readDraft("note:2101", storage)).toBe("Two hosts beacon");
  });

  it("keeps the drafts of two incidents apart", () => {
    const storage = memory();
    writeDraft("note:2101", "first", storage);
    writeDraft("note:2102", "second", storage);
    expect([readDraft("note:2101", storage), readDraft("note:2102", storage)]).toEqual(["first", "second"]);
  });

  it("forgets a draft that was emptied, and leaves nothing behind", () => {
    const storage = memory();
    writeDraft("note:2101", "half", storage);
    writeDraft("note:2101", "  \n", storage);
    expect(readDraft("note:2101", storage)).toBe("");
    expect(storage.keys()).toEqual([]);
  });
});
