import { beforeAll, describe, expect, it } from "vitest";
import { listOf, usePlatform } from "../platform.test-kit.js";

const kit = usePlatform();
const post = (path: string, body: unknown) => kit.call(`${kit.org}${path}`, { body });
const incident = async (more: Record<string, unknown>) => Number((await post("/incidents", { discovered_date: 1_700_000_000_000, ...more })).json.id);

describe("finding incidents", () => {
  const names = (answer: { json: { data: { name: string }[] } }) => answer.json.data.map((found) => found.name);
  const query = (conditions: unknown[], more = {}) => post("/incidents/query_paged", { filters: [{ conditions }], ...more });

  beforeAll(async () => {
    await post("/types/incident/fields", { name: "case_ref", text: "Case reference", input_type: "text" });
    await post("/types/incident/fields", { name: "channels", input_type: "multiselect", values: [{ label: "Mail" }, { label: "Phone" }] });
    await post("/types/incident/fields", { name: "cost", input_type: "number" });
    await incident({ name: "Odd login" });
    for (let number = 1; number <= 25; number += 1) {
      await incident({
        name: `Page ${String(number).padStart(2, "0")}`,
        severity_code: 4 + (number % 3),
        properties: { cost: number, case_ref: number % 2 === 0 ? "Even_100%" : "ODD", channels: number > 20 ? ["Mail"] : ["Phone"] },
      });
    }
  });

  it("pages and sorts without gaps or repeats", async () => {
    const conditions = [{ field_name: "name", method: "contains", value: "page " }];
    const sorts = [{ field_name: "properties.cost", type: "desc" }];
    const first = await query(conditions, { start: 0, length: 10, sorts });
    expect(first.json).toMatchObject({ recordsFiltered: 25 });
    expect(first.json.recordsTotal).toBeGreaterThan(25);
    const rest = [await query(conditions, { start: 10, length: 10, sorts }), await query(conditions, { start: 20, length: 10, sorts })];
    const all = [first, ...rest].flatMap(names);
    expect(all).toEqual(Array.from({ length: 25 }, (_, index) => `Page ${String(25 - index).padStart(2, "0")}`));
  });

  it.each([
    [{ field_name: "properties.cost", method: "gte", value: 24 }, 2],
    [{ field_name: "cost", method: "lt", value: 3 }, 2],
    [{ field_name: "case_ref", method: "equals", value: "even_100%" }, 12],
    [{ field_name: "case_ref", method: "contains", value: "n_1" }, 12],
    [{ field_name: "case_ref", method: "contains", value: "0%" }, 12],
    [{ field_name: "case_ref", method: "contains", value: "n%1" }, 0],
    [{ field_name: "channels", method: "contains", value: ["Mail"] }, 5],
    [{ field_name: "channels", method: "not_contains", value: "Mail" }, 20],
    [{ field_name: "severity_code", method: "in", value: ["High", 4] }, 16],
    [{ field_name: "incident.severity_code", method: "not_equals", value: { name: "Medium" } }, 16],
    [{ field_name: "plan_status", method: "equals", value: "A" }, 25],
    [{ field_name: "plan_status", method: "equals", value: "C" }, 0],
    [{ field_name: "resolution_id", method: "does_not_have_a_value" }, 25],
    [{ field_name: "description", method: "has_a_value" }, 0],
    [{ field_name: "create_date", method: "gte", value: 1_700_000_000_000 }, 25],
  ])("asks %j", async (condition, count) => {
    const answer = await query([{ field_name: "name", method: "contains", value: "Page" }, condition]);
    expect(answer.json.recordsFiltered).toBe(count);
    expect(answer.json.data).toHaveLength(count);
  });

  it("takes filters as alternatives, and any condition where the filter says so", async () => {
    const cost = (value: number) => ({ field_name: "cost", method: "equals", value });
    expect((await post("/incidents/query", { filters: [{ conditions: [cost(1)] }, { conditions: [cost(2)] }] })).json).toHaveLength(2);
    expect((await post("/incidents/query", { filters: [{ logic_type: "any", conditions: [cost(1), cost(2), cost(3)] }] })).json).toHaveLength(3);
  });

  it.each([
    [{ field_name: "x; drop table incidents", method: "equals", value: 1 }, /no field x; drop/],
    [{ field_name: "name", method: "changed", value: 1 }, /method changed/],
    [{ field_name: "name", method: "equals", value: { $ne: 1 } }, /compared with text/],
    [{ field_name: "cost", method: "equals", value: "1 or 1=1" }, /whole number/],
    [{ field_name: "create_date", method: "gt", value: "x" }, /compared with numbers/],
  ])("refuses the condition %j", async (condition, message) => {
    const answer = await query([condition]);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(message);
  });

  it("finds incidents, artifacts and notes by text", async () => {
    const id = await incident({ name: "Zanzibar" });
    await post(`/incidents/${id}/artifacts`, { type: "DNS Name", value: "zanzibar.example.com" });
    await post(`/incidents/${id}/comments`, { text: "Sent from <b>Zanzibar</b>" });
    const { results } = (await kit.call("/rest/search_ex", { body: { org_id: 201, query: "ZANZIBAR" } })).json;
    expect(listOf<{ type_id: string; score: number }>(results).map((result) => [result.type_id, result.score]).sort()).toEqual([["artifact", 1], ["incident", 2], ["note", 1]]);
    expect((await kit.call("/rest/search_ex", { body: { org_id: 201, query: "b>zanz" } })).json.results).toEqual([]);
    expect((await kit.call("/rest/search_ex", { body: { org_id: 201, query: "zanzibar", types: ["task"] } })).json.results).toEqual([]);
  });
});
