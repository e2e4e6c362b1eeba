import { beforeAll, describe, expect, it } from "vitest";
import { listOf, usePlatform, type JsonObject } from "../platform.test-kit.js";

const kit = usePlatform();
const post = (path: string, body: unknown) => kit.call(`${kit.org}${path}`, { body });
const put = (path: string, body: unknown, headers = {}) => kit.call(`${kit.org}${path}`, { method: "PUT", body, headers });
const patch = (path: string, body: unknown) => kit.call(`${kit.org}${path}`, { method: "PATCH", body, headers: { handle_format: "names" } });
const get = (path: string, headers = {}) => kit.call(`${kit.org}${path}`, { headers });
const incident = async (more: Record<string, unknown> = {}) => (await post("/incidents", { name: "Odd login", discovered_date: 1_700_000_000_000, ...more })).json as JsonObject;

beforeAll(async () => {
  await post("/types/incident/fields", { name: "case_ref", text: "Case reference", input_type: "text" });
  await post("/types/incident/fields", { name: "channels", input_type: "multiselect", values: [{ label: "Mail" }, { label: "Phone" }] });
  await post("/types/incident/fields", { name: "cost", input_type: "number" });
});

describe("creating an incident", () => {
  it("answers the full object with the members that apps read without looking", async () => {
    const created = await incident({ severity_code: { name: "High" }, incident_type_ids: ["Malware", 22], properties: { case_ref: "T-77", channels: ["Phone"] } });
    expect(created).toMatchObject({
      vers: 1,
      org_id: 201,
      plan_status: "A",
      severity_code: 6,
      incident_type_ids: [19, 22],
      creator_principal: { type: "apikey", name: kit.key.id },
      properties: { case_ref: "T-77", channels: [expect.any(Number)], cost: null },
      members: [],
      pii: {},
      gdpr: {},
      hipaa: {},
      artifacts: null,
      comments: null,
      actions: [],
      end_date: null,
    });
    expect(created.perms).toMatchObject({ read: true, write: true, delete: true });
    expect(created.id).toBeGreaterThanOrEqual(2095);
  });

  it("writes handles and rich text in the form that header or query ask for; the query wins", async () => {
    const { id } = await incident({ severity_code: 5, description: { format: "text", content: "a < b" } });
    const named = await get(`/incidents/${id}`, { handle_format: "names" });
    expect(named.json).toMatchObject({ severity_code: "Medium", workspace: "Default workspace", creator_id: kit.key.id, description: "a &lt; b" });
    const objects = await get(`/incidents/${id}?handle_format=objects&text_content_output_format=objects_convert_text`, { handle_format: "names" });
    expect(objects.json).toMatchObject({ severity_code: { id: 5, name: "Medium" }, description: { format: "text", content: "a < b" } });
    expect((await get(`/incidents/${id}?text_content_output_format=objects_no_convert`)).json.description).toEqual({ format: "text", content: "a < b" });
    expect((await get(`/incidents/${id}?text_content_output_format=objects_convert_html`)).json.description).toEqual({ format: "html", content: "a &lt; b" });
    expect((await get(`/incidents/${id}?handle_format=colours`)).status).toBe(400);
  });

  it("stores all of an incident with its artifacts and notes, or nothing", async () => {
    const before = (await post("/incidents/query_paged", {})).json.recordsTotal;
    const refused = await post("/incidents", { name: "Half", discovered_date: 0, artifacts: [{ type: "IP Address", value: "192.0.2.1" }, { type: "No such type", value: "x" }] });
    expect(refused.status).toBe(400);
    expect(refused.json.message).toContain("field type");
    expect((await post("/incidents/query_paged", {})).json.recordsTotal).toBe(before);
    const whole = await post("/incidents?want_artifacts=True&want_comments=true", {
      name: "Whole",
      discovered_date: 0,
      artifacts: [{ type: "IP Address", value: "192.0.2.1" }],
      comments: [{ text: { format: "text", content: "first" } }],
    });
    expect(whole.json).toMatchObject({ artifacts: [{ value: "192.0.2.1" }], comments: [{ text: "first" }] });
  });

  it.each([
    [{ discovered_date: 0 }, /field name is required/],
    [{ name: "x" }, /field discovered_date is required/],
    [{ name: "   ", discovered_date: 0 }, /field name is required/],
    [{ name: 7, discovered_date: 0 }, /field name cannot be set: send a text/],
    [{ name: "x", discovered_date: "yesterday" }, /field discovered_date.*milliseconds/],
    [{ name: "x", discovered_date: 0, severity_code: "Terrible" }, /field severity_code.*Low \(4\), Medium \(5\), High \(6\)/],
    [{ name: "x", discovered_date: 0, properties: { nothing: 1 } }, /field properties\.nothing.*no such field/],
    [{ name: "x", discovered_date: 0, properties: { cost: 1.5 } }, /field properties\.cost.*whole number/],
    [{ name: "x", discovered_date: 0, properties: [] }, /field properties.*object/],
    [{ name: "x", discovered_date: 0, owner_id: "nobody@example.com" }, /field owner_id.*e-mail/],
    [{ name: "x", discovered_date: 0, description: { format: "rtf", content: "x" } }, /field description/],
    [[], /incident is not valid/],
    ["x", /incident is not valid/],
  ])("refuses %j and names the field", async (body, message) => {
    const refused = await post("/incidents", body);
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ success: false, title: null, hints: [], error_code: "generic" });
    expect(refused.json.message).toMatch(message);
  });

  it("refuses a name longer than a field can be", async () => {
    expect((await post("/incidents", { name: "x".repeat(20_001), discovered_date: 0 })).json.message).toMatch(/field name.*at most 20000/);
  });

  it("keeps any Unicode as it was sent", async () => {
    const name = "事件 🕵️ ä\u0301 \u202e <b>&amp;";
    expect((await get(`/incidents/${(await incident({ name })).id}`)).json.name).toBe(name);
  });
});

describe("replacing an incident", () => {
  it("takes back what it gave out, in every form, as no change at all", async () => {
    const { id } = await incident({ severity_code: 6, description: "<b>bold</b>", properties: { channels: ["Mail", "Phone"] } });
    for (const handleFormat of ["ids", "names", "objects"]) {
      const read = await get(`/incidents/${id}?handle_format=${handleFormat}`);
      const saved = await put(`/incidents/${id}`, read.json);
      expect(saved.status).toBe(200);
      expect(saved.json.vers).toBe(1);
    }
  });

  it("raises the version, and refuses an older one with 409 and nothing changed", async () => {
    const read = await incident();
    const first = await put(`/incidents/${read.id}`, { ...read, name: "First" });
    expect(first.json).toMatchObject({ name: "First", vers: 2 });
    const second = await put(`/incidents/${read.id}`, { ...read, name: "Second" });
    expect(second.status).toBe(409);
    expect(second.json.message).toMatch(/version 2, you sent 1/);
    expect((await get(`/incidents/${read.id}`)).json.name).toBe("First");
    expect((await put(`/incidents/${read.id}`, { name: "Third" })).json.message).toContain("field vers is required");
    expect((await get(`/incidents/${read.id}?vers=2`)).status).toBe(304);
  });

  it("asks for a resolution to close, sets the end date, and clears it when reopened", async () => {
    const read = await incident();
    const bare = await put(`/incidents/${read.id}`, { ...read, plan_status: "C" });
    expect(bare.json.message).toContain("resolution_id (to close the incident)");
    const closed = await put(`/incidents/${read.id}`, { ...read, plan_status: "C", resolution_id: "Resolved", resolution_summary: "done" });
    expect(closed.json).toMatchObject({ plan_status: "C", resolution_id: 10, end_date: expect.any(Number) });
    const open = await put(`/incidents/${read.id}`, { ...closed.json, plan_status: "A" });
    expect(open.json).toMatchObject({ plan_status: "A", end_date: null });
    const kinds = listOf<{ type: string }>((await get(`/incidents/${read.id}/newsfeed`)).json).map((entry) => entry.type);
    expect(kinds).toEqual(["incident_reopened", "incident_closed", "incident_created"]);
  });
});

describe("patching an incident", () => {
  const change = (field: unknown, oldValue: unknown, newValue: unknown) => ({ field, old_value: { object: oldValue }, new_value: { object: newValue } });

  it("takes the field as name, path or handle, with and without prefix", async () => {
    const { id } = await incident({ severity_code: 4 });
    const forms = ["properties.case_ref", "case_ref", { name: "case_ref" }, { name: "properties.case_ref" }];
    let last: string | null = null;
    for (const [index, field] of forms.entries()) {
      const answer = await patch(`/incidents/${id}`, { changes: [change(field, last, `T-${index}`)] });
      expect(answer.json).toEqual({ success: true, title: null, message: null, hints: [] });
      last = `T-${index}`;
    }
    await patch(`/incidents/${id}`, { changes: [{ field: "severity_code", old_value: { id: 4 }, new_value: { id: 6 } }, { field: "description", old_value: {}, new_value: { textarea: { format: "html", content: "<i>x</i>" } } }] });
    expect((await get(`/incidents/${id}`)).json).toMatchObject({ severity_code: 6, description: "<i>x</i>", properties: { case_ref: "T-3" } });
  });

  it("answers each conflict by the field's own words, and changes nothing", async () => {
    const { id } = await incident({ severity_code: 4 });
    const answer = await patch(`/incidents/${id}`, { changes: [change("name", "Odd login", "New"), change("severity_code", "High", "Medium"), change({ name: "case_ref" }, "x", "y")] });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      success: false,
      field_failures: [
        { field: "severity_code", your_original_value: "High", actual_current_value: "Low" },
        { field: "case_ref", your_original_value: "x", actual_current_value: null },
      ],
    });
    expect((await get(`/incidents/${id}`)).json).toMatchObject({ name: "Odd login", vers: 1 });
    const [failure] = answer.json.field_failures;
    expect((await patch(`/incidents/${id}`, { changes: [change("severity_code", failure.actual_current_value, "Medium")] })).json.success).toBe(true);
  });

  it("does not look at old values when the version is the current one", async () => {
    const { id } = await incident();
    expect((await patch(`/incidents/${id}`, { version: 1, changes: [change("name", "whatever", "A")] })).json.success).toBe(true);
    expect((await patch(`/incidents/${id}`, { version: 1, changes: [change("name", "whatever", "B")] })).json.success).toBe(false);
  });

  it("takes many incidents at once, each by itself", async () => {
    const [one, two] = [await incident(), await incident()];
    const answer = await kit.call(`${kit.org}/incidents/patch`, {
      method: "PUT",
      body: { patches: { [one.id]: { changes: [change("name", "Odd login", "One")] }, [two.id]: { changes: [change("name", "other", "Two")] } } },
    });
    expect(answer.json.failures).toEqual({ [two.id]: expect.objectContaining({ success: false }) });
    expect((await get(`/incidents/${one.id}`)).json.name).toBe("One");
    expect((await get(`/incidents/${two.id}`)).json.name).toBe("Odd login");
  });

  it("refuses unknown fields and impossible values", async () => {
    const { id } = await incident();
    expect((await patch(`/incidents/${id}`, { changes: [change("nothing", null, 1)] })).json.message).toContain("field nothing");
    expect((await patch(`/incidents/${id}`, { changes: [change("create_date", null, 1)] })).json.message).toContain("create_date");
    expect((await patch(`/incidents/${id}`, { changes: [change("name", "Odd login", "")] })).json.message).toContain("field name is required");
  });
});

describe("the news feed and deleting", () => {
  it("tells who changed what, newest first", async () => {
    const { id } = await incident();
    await patch(`/incidents/${id}`, { version: 1, changes: [{ field: "severity_code", new_value: { object: "High" } }] });
    const [changed, created] = (await get(`/incidents/${id}/newsfeed`)).json;
    expect(created).toMatchObject({ type: "incident_created", principal: { type: "apikey", display_name: "tests" } });
    expect(changed).toMatchObject({ type: "incident_changed", detail: { fields: [{ field: "severity_code", old_value: null, new_value: "High" }] } });
  });

  it("deletes an incident with all that belongs to it", async () => {
    const { id } = await incident({ artifacts: [{ type: "String", value: "only-here-once" }] });
    expect((await kit.call(`${kit.org}/incidents/${id}`, { method: "DELETE" })).json.success).toBe(true);
    expect((await get(`/incidents/${id}`)).status).toBe(404);
    expect((await post("/artifacts/query_paged", { filters: [{ conditions: [{ field_name: "value", method: "equals", value: "only-here-once" }] }] })).json.recordsFiltered).toBe(0);
    expect((await get("/incidents/999999999999999999")).status).toBe(404);
    expect((await get("/incidents/1e3")).status).toBe(404);
  });
});
