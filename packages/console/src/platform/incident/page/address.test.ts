import { describe, expect, it } from "vitest";
import { actionStatusPath, readAddress, tabPath } from "../data/address.js";
import type { Incident } from "../data/types.js";
import { neighbours } from "./neighbours.js";
import { tlpOf } from "./tlp.js";

describe("the address of an incident", () => {
  it("opens Details when it names no tab", () => {
    expect(readAddress("/incidents/2101")).toEqual({ incidentId: 2101, tab: "details", actionStatus: false, artifactId: undefined });
  });

  it("says what it was made from", () => {
    expect(readAddress(tabPath(2101, "artifacts", 88))).toMatchObject({ tab: "artifacts", artifactId: 88 });
    expect(readAddress(tabPath(2101, "notes"))).toMatchObject({ tab: "notes", artifactId: undefined });
    expect(readAddress(`${actionStatusPath(2101)}/77`)).toMatchObject({ tab: undefined, actionStatus: true, artifactId: undefined });
  });

  it("is none for other pages", () => {
    expect(readAddress("/incidents/new")).toBeUndefined();
    expect(readAddress("/incidents")).toBeUndefined();
  });
});

describe("the incidents beside this one", () => {
  it("are those of the list that was left", () => {
    expect(neighbours(2, [3, 2, 1])).toEqual({ previous: 3, next: 1 });
    expect(neighbours(3, [3, 2, 1])).toEqual({ previous: undefined, next: 2 });
  });

  it("are none when the list does not hold it", () => {
    expect(neighbours(2, [])).toEqual({ previous: undefined, next: undefined });
  });
});

describe("the TLP of an incident", () => {
  const incident = (properties: Record<string, unknown>) => ({ properties }) as unknown as Incident;

  it("comes from a field that carries one", () => {
    expect(tlpOf(incident({ case_tlp: { id: 3, name: "AMBER+STRICT" } }))).toBe("AMBER+STRICT");
    expect(tlpOf(incident({ tlp: "TLP:RED" }))).toBe("TLP:RED");
  });

  it("is not guessed from other words", () => {
    expect(tlpOf(incident({ tlp_note: "ask first", settlpoint: "red" }))).toBeUndefined();
  });
});
