import { describe, expect, it } from "vitest";
import type { Artifact } from "../data/types.js";
import { bulkRules } from "./menu.js";
import { sorted } from "./sort.js";

const rule = (id: number, enabled = true) => ({ id, name: `Rule ${id}`, enabled });
const hit = (priority: string) => ({ id: "1", value: "", threat_source_id: "S", artifact_type_id: 1, active: true, properties: [{ name: "Priority", type: "string", value: priority }] });

function artifact(id: number, change: Partial<Artifact> = {}): Artifact {
  return {
    id, type: { id: 1, name: "IP Address" }, value: `10.0.0.${id}`, description: null, created: id, inc_id: 1, inc_name: "", parent_id: null, relating: null, hits: [], pending_sources: [],
    properties: [], actions: [], attachment: null, creator_principal: { id: 1, type: "user", name: "", display_name: "" }, ...change,
  };
}

describe("rules for several artifacts", () => {
  it("offers each with those it applies to, and none that is off", () => {
    const list = [artifact(1, { actions: [rule(7), rule(8)] }), artifact(2, { actions: [rule(8), rule(9, false)] })];
    expect(bulkRules(list).map((offer) => [offer.action.id, offer.artifacts.map(({ id }) => id)])).toEqual([[7, [1]], [8, [1, 2]]]);
  });
});

describe("the order of artifacts", () => {
  it("puts the worst hits first when that is asked", () => {
    const list = [artifact(1), artifact(2, { hits: [hit("LOW")] }), artifact(3, { hits: [hit("HIGH")] })];
    expect(sorted(list, { column: "hits", descending: true }).map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  it("sorts by creation when the column is not known", () => {
    expect(sorted([artifact(2), artifact(1)], { column: "", descending: false }).map(({ id }) => id)).toEqual([1, 2]);
  });
});
