import { describe, expect, it } from "vitest";
import { listOf, usePlatform } from "../platform.test-kit.js";

const kit = usePlatform();
const call = (path: string, method: "GET" | "POST" | "PUT" | "DELETE" = "GET", body?: unknown) => kit.call(`${kit.org}${path}`, { method, ...(body === undefined ? {} : { body }) });
const select = (name: string, labels: string[]) => ({ name, text: name, input_type: "select", values: labels.map((label, index) => ({ value: index, label, enabled: true, default: index === 0 })) });

describe("fields", () => {
  it("puts custom fields of incidents and activity fields below properties, function inputs at the top", async () => {
    expect((await call("/types/incident/fields", "POST", { name: "one", input_type: "text" })).json).toMatchObject({ prefix: "properties", type_id: 0, export_key: "incident/one" });
    expect((await call("/types/actioninvocation/fields", "POST", { name: "one", input_type: "text" })).json).toMatchObject({ prefix: "properties", type_id: 6 });
    expect((await call("/types/__function/fields", "POST", { name: "one", input_type: "text" })).json).toMatchObject({ prefix: null, type_id: 11 });
    expect((await call("/types/11/fields/one")).json.name).toBe("one");
  });

  it("gives every select value an id of its own and keeps it when labels move", async () => {
    const first = (await call("/types/incident/fields", "POST", select("colour", ["red", "green"]))).json;
    const second = (await call("/types/incident/fields", "POST", select("paint", ["red"]))).json;
    const ids = [...first.values, ...second.values].map((value: { value: number }) => value.value);
    expect(new Set(ids).size).toBe(3);
    const moved = (await call("/types/incident/fields/colour", "PUT", { ...first, values: [{ label: "blue" }, first.values[1], { ...first.values[0], label: "crimson" }] })).json;
    expect(listOf<{ label: string; value: number }>(moved.values).map((value) => [value.label, value.value])).toEqual([["blue", expect.any(Number)], ["green", ids[1]], ["crimson", ids[0]]]);
  });

  it("keeps a value that incidents hold when it leaves the list, off and hidden", async () => {
    const field = (await call("/types/incident/fields", "POST", select("size", ["small", "large"]))).json;
    const incident = (await call("/incidents", "POST", { name: "x", discovered_date: 0, properties: { size: "large" } })).json;
    await call("/types/incident/fields/size", "PUT", { ...field, values: [field.values[0]] });
    expect((await kit.call(`${kit.org}/incidents/${incident.id}?handle_format=names`)).json.properties.size).toBe("large");
    expect((await call("/types/incident/fields/size")).json.values[1]).toMatchObject({ label: "large", enabled: false, hidden: true });
  });

  it("takes a deleted field's values out of incidents, and a renamed field's along", async () => {
    const field = (await call("/types/incident/fields", "POST", { name: "old_name", input_type: "text" })).json;
    const { id } = (await call("/incidents", "POST", { name: "x", discovered_date: 0, properties: { old_name: "kept" } })).json;
    await call(`/types/incident/fields/${field.id}`, "PUT", { ...field, name: "new_name" });
    expect((await call(`/incidents/${id}`)).json.properties).toMatchObject({ new_name: "kept" });
    const query = { filters: [{ conditions: [{ field_name: "new_name", method: "equals", value: "KEPT" }] }] };
    expect((await call("/incidents/query", "POST", query)).json).toHaveLength(1);
    expect((await call("/types/incident/fields/new_name", "DELETE")).json.success).toBe(true);
    await call("/types/incident/fields", "POST", { name: "new_name", input_type: "number" });
    expect((await call(`/incidents/${id}`)).json.properties.new_name).toBeNull();
  });

  it.each([
    [{ name: "has space", input_type: "text" }, /name: use letters/],
    [{ name: "x", input_type: "colour" }, /input_type/],
    [{ input_type: "text" }, /name/],
    [{ name: "name", input_type: "text" }, /already a field named name/],
    ["x", /field is not valid/],
  ])("refuses %j", async (body, message) => {
    const answer = await call("/types/incident/fields", "POST", body);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(message);
  });

  it("keeps the fields that come with the platform", async () => {
    expect((await call("/types/incident/fields/severity_code", "DELETE")).json.message).toContain("comes with the platform");
    expect((await call("/types/incident/fields/name", "PUT", { name: "title" })).status).toBe(400);
    expect((await call("/types/incident/fields/cost", "PUT", { input_type: "text" })).status).toBe(404);
    expect((await call("/types/nothing/fields")).status).toBe(404);
  });

  it("asks for a custom field that is always required", async () => {
    await call("/types/incident/fields", "POST", { name: "must", input_type: "text", required: "always" });
    const refused = await call("/incidents", "POST", { name: "x", discovered_date: 0 });
    expect(refused.json.message).toContain("properties.must is required");
    expect((await call("/incidents", "POST", { name: "x", discovered_date: 0, properties: { must: "y" } })).status).toBe(200);
    await call("/types/incident/fields/must", "DELETE");
  });

  it("undoes a change of fields as a whole", async () => {
    const columns = { good: { name: "good", input_type: "text" }, bad: { name: "bad", input_type: "nonsense" } };
    expect((await call("/types", "POST", { type_name: "half_table", display_name: "Half", type_id: 8, fields: columns })).status).toBe(400);
    expect((await call("/types/half_table")).status).toBe(404);
    expect((await call("/types/incident/fields")).status).toBe(200);
  });
});

describe("types", () => {
  it("lists the built-in types by name with their ids", async () => {
    const types = (await call("/types")).json;
    expect(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, (type as { id: number }).id]))).toMatchObject({ incident: 0, task: 1, note: 2, milestone: 3, artifact: 4, attachment: 5, actioninvocation: 6, __function: 11 });
    expect(types.incident.fields.name).toMatchObject({ required: "always", prefix: null });
  });

  it("creates and deletes data tables, and nothing else", async () => {
    const table = { type_id: 8, type_name: "hosts", display_name: "Hosts", parent_types: ["incident"], fields: { host: { name: "host", text: "Host", input_type: "text" } } };
    const made = (await call("/types", "POST", table)).json;
    expect(made).toMatchObject({ type_id: 8, parent_types: ["incident"], fields: { host: { prefix: null } } });
    expect(made.id).toBeGreaterThanOrEqual(1000);
    expect((await call("/types/hosts", "DELETE")).json.success).toBe(true);
    expect((await call("/types/hosts")).status).toBe(404);
    expect((await call("/types/incident", "DELETE")).status).toBe(400);
  });

  it("knows IBM's artifact types by their ids, and incident types", async () => {
    const { entities } = (await call("/artifact_types")).json;
    const named = Object.fromEntries(listOf<{ id: number; name: string }>(entities).map((type) => [type.id, type.name]));
    expect(named).toMatchObject({ 1: "IP Address", 2: "DNS Name", 3: "URL", 13: "Malware MD5 Hash", 38: "Malware SHA-256 Hash", 45: "Malware Family/Variant", 48: "Malware SHA-512 Hash" });
    const made = (await call("/incident_types", "POST", { name: "Espionage", parent_id: 20 })).json;
    expect((await call("/incident_types")).json[made.id]).toMatchObject({ name: "Espionage", parent_id: 20, system: false });
    await call("/incidents", "POST", { name: "x", discovered_date: 0, incident_type_ids: ["Espionage"] });
    expect((await call(`/incident_types/${made.id}`, "DELETE")).json.message).toContain("in use by incident");
    expect((await call("/incident_types/19", "DELETE")).status).toBe(400);
  });
});

describe("artifact types", () => {
  it("are made once: a second one with the name or the programmatic name is refused, and nothing changes", async () => {
    const made = (await call("/artifact_types", "POST", { name: "TruSTAR BITCOIN_ADDRESS", programmatic_name: "trustar_bitcoin_address", desc: "a wallet", multi_aware: false })).json;
    expect(made).toMatchObject({ name: "TruSTAR BITCOIN_ADDRESS", programmatic_name: "trustar_bitcoin_address", multi_aware: false, system: false, enabled: true });
    for (const again of [{ name: "TruSTAR BITCOIN_ADDRESS" }, { name: "Wallet", programmatic_name: "trustar_bitcoin_address" }, { name: "trustar bitcoin_address" }, { name: "url" }]) {
      const answer = await call("/artifact_types", "POST", again);
      expect([again, answer.status, answer.json.code]).toEqual([again, 400, "NAME_TAKEN"]);
    }
    expect((await call(`/artifact_types/${made.id}`)).json).toEqual(made);
    expect((await call(`/artifact_types/${made.id}`, "PUT", { name: "Wallet" })).json).toMatchObject({ id: made.id, name: "Wallet", programmatic_name: "trustar_bitcoin_address", desc: "a wallet" });
  });

  it("take one value as it is where several are not meant, and go only when nothing has them", async () => {
    const made = (await call("/artifact_types", "POST", { name: "URL String", programmatic_name: "url_string", multi_aware: false })).json;
    const incident = (await call("/incidents", "POST", { name: "x", discovered_date: 0 })).json;
    const [artifact] = listOf<{ id: number; value: string }>((await call(`/incidents/${incident.id}/artifacts`, "POST", { type: "url_string", value: "evil.example and more" })).json);
    expect(artifact!.value).toBe("evil.example and more");
    expect((await call(`/artifact_types/${made.id}`, "DELETE")).json.code).toBe("IN_USE");
    await call(`/incidents/${incident.id}/artifacts/${artifact!.id}`, "DELETE");
    const condition = { field_name: "artifact.type", method: "in", value: ["URL String"], type: null, evaluation_id: 1 };
    const rule = (await call("/actions", "POST", { name: "Names it", type: 1, object_type: "artifact", conditions: [condition], logic_type: "all" })).json;
    expect((await call(`/artifact_types/${made.id}`, "DELETE")).json.message).toContain("the rule Names it");
    await call(`/actions/${rule.id}`, "DELETE");
    expect((await call(`/artifact_types/${made.id}`, "DELETE")).status).toBe(200);
    expect((await call(`/artifact_types/${made.id}`)).status).toBe(404);
    await call("/artifact_types/29", "DELETE");
    expect((await call("/artifact_types/29")).json).toMatchObject({ name: "String", enabled: false });
    await call("/artifact_types/29", "PUT", { name: "String", enabled: true });
  });
});

describe("incident types", () => {
  it("stand in a tree without circles, and carry their new name into searches", async () => {
    const make = async (body: object) => (await call("/incident_types", "POST", body)).json.id as number;
    const top = await make({ name: "Social engineering" });
    const below = await make({ name: "Whaling", parent_id: top });
    expect((await call(`/incident_types/${top}`, "PUT", { name: "Social engineering", parent_id: below })).json.message).toContain("below itself");
    expect((await call(`/incident_types/${top}`, "PUT", { name: "Social engineering", parent_id: top })).status).toBe(400);
    await call("/incidents", "POST", { name: "x", discovered_date: 0, incident_type_ids: ["Whaling"] });
    await call(`/incident_types/${below}`, "PUT", { name: "Executive fraud", parent_id: top });
    const found = (await kit.call("/rest/search_ex", { body: { query: "executive fraud" } })).json.results;
    expect(listOf(found)).toHaveLength(1);
  });

  it("include what stands below them, in rules that ask so", async () => {
    const parent = (await call("/incident_types", "POST", { name: "Fraud" })).json.id as number;
    await call("/incident_types", "POST", { name: "Invoice fraud", parent_id: parent });
    const incident = (await call("/incidents", "POST", { name: "x", discovered_date: 0, incident_type_ids: ["Invoice fraud"] })).json;
    for (const [method, holds] of [["includes_hierarchical", true], ["not_includes_hierarchical", false], ["in", false]] as const) {
      const condition = { field_name: "incident.incident_type_ids", method, value: ["Fraud"], type: null, evaluation_id: 1 };
      const rule = (await call("/actions", "POST", { name: `Asks ${method}`, type: 1, object_type: "incident", conditions: [condition], logic_type: "all" })).json;
      const { reasons } = (await call(`/actions/${rule.id}/explain?object_type=incident&object_id=${incident.id}`)).json;
      expect([method, listOf<{ text: string; ok: boolean }>(reasons).find(({ text }) => text.startsWith("Condition"))?.ok]).toEqual([method, holds]);
    }
  });
});
