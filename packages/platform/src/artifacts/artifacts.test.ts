import { beforeAll, describe, expect, it } from "vitest";
import { listOf, usePlatform } from "../platform.test-kit.js";

const kit = usePlatform();
let incident = "";
const post = (path: string, body: unknown) => kit.call(`${kit.org}${path}`, { body });
const add = (artifact: unknown) => post(`${incident}/artifacts`, artifact);

beforeAll(async () => {
  const { json } = await post("/incidents", { name: "Artifacts", discovered_date: 0 });
  incident = `/incidents/${json.id}`;
});

describe("adding artifacts", () => {
  it("answers a list, also for one", async () => {
    const answer = await add({ type: { name: "DNS Name" }, value: "evil.example.com", description: { format: "text", content: "seen <here>" } });
    expect(answer.json).toMatchObject([{ type: 2, value: "evil.example.com", description: "seen &lt;here&gt;", inc_name: "Artifacts", hits: [], attachment: null, creator_principal: { type: "apikey" } }]);
  });

  it("splits values at white space where the type takes several, and nowhere else", async () => {
    const values = async (type: string, value: string) => listOf<{ value: string }>((await add({ type, value })).json).map((artifact) => artifact.value);
    expect(await values("IP Address", " 192.0.2.1\n192.0.2.2\t192.0.2.1 2001:db8::1 ")).toEqual(["192.0.2.1", "192.0.2.2", "2001:db8::1"]);
    expect(await values("String", "two words")).toEqual(["two words"]);
    expect(await values("HTTP Request Header", "User-Agent: a b\r\nHost: c")).toEqual(["User-Agent: a b", "Host: c"]);
  });

  it.each([
    [{ value: "x" }, /field type is required/],
    [{ type: "Unheard of", value: "x" }, /field type.*artifact type/],
    [{ type: 999, value: "x" }, /field type/],
    [{ type: "Malware Sample", value: "x" }, /field type.*files/],
    [{ type: "String" }, /field value is required/],
    [{ type: "String", value: "   " }, /field value is required/],
    [{ type: "String", value: { a: 1 } }, /field value.*text/],
    [{ type: "String", value: "x", parent_id: 123456 }, /no artifact/],
    [null, /artifact is not valid/],
  ])("refuses %j and names the field", async (artifact, message) => {
    const answer = await add(artifact);
    expect([400, 404]).toContain(answer.status);
    expect(answer.json.message).toMatch(message);
  });

  it("refuses values that are too long or too many", async () => {
    expect((await add({ type: "String", value: "x".repeat(100_001) })).json.message).toMatch(/field value.*at most 100000/);
    const many = Array.from({ length: 1_001 }, (_, index) => String(index)).join(" ");
    expect((await add({ type: "IP Address", value: many })).json.message).toMatch(/at most 1000/);
  });

  it("stores none of several values when one is refused", async () => {
    const before = (await kit.call(`${kit.org}${incident}/artifacts`)).json.length;
    expect((await add({ type: "IP Address", value: "192.0.2.9 192.0.2.10", description: 7 })).status).toBe(400);
    expect((await kit.call(`${kit.org}${incident}/artifacts`)).json).toHaveLength(before);
  });

  it("is unknown below another incident", async () => {
    const [artifact] = (await add({ type: "String", value: "mine" })).json;
    const other = (await post("/incidents", { name: "Other", discovered_date: 0 })).json.id;
    expect((await kit.call(`${kit.org}/incidents/${other}/artifacts/${artifact.id}`)).status).toBe(404);
    expect((await post("/incidents/1/artifacts", { type: "String", value: "x" })).status).toBe(404);
  });
});

describe("reading and changing artifacts", () => {
  it("writes the type as asked, and how many other incidents know the value", async () => {
    const other = (await post("/incidents", { name: "Second", discovered_date: 0, artifacts: [{ type: "URL", value: "https://Shared.example/A" }] })).json.id;
    await add({ type: "URL", value: "https://shared.example/a" });
    const paged = await post(`/incidents/${other}/artifacts/query_paged?include_related_incident_count=true&handle_format=names`, {});
    expect(paged.json).toMatchObject({ recordsTotal: 1, data: [{ type: "URL", related_incident_count: 1 }] });
  });

  it("finds, sorts and pages", async () => {
    const { id } = (await post("/incidents", { name: "Many", discovered_date: 0 })).json;
    await post(`/incidents/${id}/artifacts`, { type: "IP Address", value: "10.0.0.1 10.0.0.2 10.0.0.3" });
    await post(`/incidents/${id}/artifacts`, { type: "String", value: "10.0.0.9" });
    const query = { start: 1, length: 1, filters: [{ conditions: [{ field_name: "type", method: "equals", value: "IP Address" }] }], sorts: [{ field_name: "value", type: "desc" }] };
    const page = (await post(`/incidents/${id}/artifacts/query_paged`, query)).json;
    expect(page).toMatchObject({ recordsTotal: 4, recordsFiltered: 3, data: [{ value: "10.0.0.2" }] });
    expect((await post(`/incidents/${id}/artifacts/query_paged`, { filters: [{ conditions: [{ field_name: "secret", method: "equals", value: 1 }] }] })).status).toBe(400);
  });

  it("changes and deletes, and the news feed tells", async () => {
    const [artifact] = (await add({ type: "String", value: "first" })).json;
    const path = `${kit.org}${incident}/artifacts/${artifact.id}`;
    expect((await kit.call(path, { method: "PUT", body: { ...artifact, value: "second", relating: false } })).json).toMatchObject({ value: "second", relating: false, type: 29 });
    expect((await kit.call(path, { method: "DELETE" })).json.success).toBe(true);
    expect((await kit.call(path)).status).toBe(404);
    const feed = listOf<{ type: string; object_name: string }>((await kit.call(`${kit.org}${incident}/newsfeed`)).json).slice(0, 3);
    expect(feed.map((entry) => [entry.type, entry.object_name])).toEqual([
      ["artifact_deleted", "second"],
      ["artifact_changed", "second"],
      ["artifact_added", "first"],
    ]);
  });

  it("keeps the value of a password out of the news feed, also of one that becomes a password", async () => {
    const { id } = (await post("/incidents", { name: "Secrets", discovered_date: 0 })).json;
    const artifacts = `${kit.org}/incidents/${id}/artifacts`;
    const [password] = (await post(`/incidents/${id}/artifacts`, { type: "Password", value: "hunter2" })).json;
    await kit.call(`${artifacts}/${password.id}`, { method: "PUT", body: { ...password, value: "hunter3" } });
    const [text] = (await post(`/incidents/${id}/artifacts`, { type: "String", value: "hunter4" })).json;
    await kit.call(`${artifacts}/${text.id}`, { method: "PUT", body: { ...text, value: "hunter5" } });
    await kit.call(`${artifacts}/${text.id}`, { method: "PUT", body: { ...text, type: "Password", value: "hunter6" } });
    await kit.call(`${artifacts}/${password.id}`, { method: "DELETE" });
    const feed = (await kit.call(`${kit.org}/incidents/${id}/newsfeed`)).json;
    expect(JSON.stringify(feed)).not.toContain("hunter");
    expect(listOf<{ type: string; object_name: string; detail: object }>(feed).filter((entry) => entry.type.startsWith("artifact"))).toHaveLength(6);
    expect(listOf<object>(feed)[0]).toMatchObject({ type: "artifact_deleted", object_name: "••••••••", detail: { type: "Password" } });
    expect((await kit.call(`${artifacts}/${text.id}`)).json.value).toBe("hunter6");
  });

  it("switches an artifact type off for new artifacts only", async () => {
    const made = (await post("/artifact_types", { name: "Licence plate", multi_aware: true })).json;
    expect((await add({ type: "licence_plate", value: "AB-1 CD-2" })).json).toHaveLength(2);
    const deleted = await kit.call(`${kit.org}/artifact_types/${made.id}`, { method: "DELETE" });
    expect([deleted.status, deleted.json.message]).toEqual([400, expect.stringContaining("in use by an artifact of incident")]);
    await kit.call(`${kit.org}/artifact_types/${made.id}`, { method: "PUT", body: { ...made, enabled: false } });
    expect((await add({ type: made.id, value: "EF-3" })).json.message).toContain("switched off");
    const all = listOf<{ type: string }>((await post(`${incident}/artifacts/query_paged?handle_format=names`, {})).json.data);
    expect(all.filter((artifact) => artifact.type === "Licence plate")).toHaveLength(2);
  });
});
