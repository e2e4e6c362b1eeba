import { connect } from "node:http2";
import { describe, expect, it, vi } from "vitest";
import { basic, listOf, usePlatform, type JsonObject, type TestRequest } from "../../platform.test-kit.js";

const kit = usePlatform();
const permissions = ["org_data.read", "org_data.edit", "function.read", "function.edit"];
const secret = "Falconry";

/** A platform with two workspaces, an incident in each, an analyst of the first and an observer of the first. */
async function twoWorkspaces() {
  const admin = { authorization: `Bearer ${token}` };
  kit.platform.accounts.setLocalAdminToken(token);
  const asAdmin = (path: string, request: TestRequest = {}) => kit.call(`${kit.org}${path}`, { ...request, as: "none", headers: admin });
  const id = async (name: string) => (await asAdmin("/workspaces", { body: { name } })).json.id as number;
  const [a, b] = [await id(`A ${Math.random()}`), await id(`${secret} ${Math.random()}`)];
  const analyst = await kit.platform.accounts.createApiKey({ name: "analyst of A", permissions, workspaces: { everywhere: undefined, roles: new Map([[a, "analyst"]]) } });
  const observer = await kit.platform.accounts.createApiKey({ name: "observer of A", permissions, workspaces: { everywhere: undefined, roles: new Map([[a, "observer"]]) } });
  const make = async (workspace: number, name: string) => {
    const body = { name, discovered_date: 1, workspace, artifacts: [{ type: "IP Address", value: "198.51.100.7" }, { type: "String", value: `${name} value` }], comments: [{ text: `${name} note` }] };
    const incident = (await asAdmin("/incidents?want_artifacts=true&want_comments=true", { body })).json as JsonObject;
    return { id: incident["id"] as number, artifact: listOf<{ id: number }>(incident["artifacts"])[0]!.id, note: listOf<{ id: number }>(incident["comments"])[0]!.id };
  };
  return { a, b, analyst, observer, own: await make(a, "Ours"), other: await make(b, secret), asAdmin };
}
const token = "a-token-of-this-machine-for-tests-of-workspaces";

describe("a member of one workspace", () => {
  it("sees nothing of another one: not by number, not in lists, searches, counts, fields or exports", async () => {
    const { b, analyst, own, other } = await twoWorkspaces();
    const ask = (path: string, request: TestRequest = {}) => kit.call(path.startsWith("/rest") ? path : `${kit.org}${path}`, { ...request, as: analyst });
    const inside = `/incidents/${other.id}`;
    const closed: [string, TestRequest][] = [
      [inside, {}], [`${inside}?want_artifacts=true`, {}], [`${inside}/newsfeed`, {}], [`${inside}/members`, {}], [`${inside}/tasks`, {}],
      [inside, { method: "PUT", body: { name: "x", vers: 1 } }], [inside, { method: "PATCH", body: { changes: [] } }], [`${inside}/patch`, { method: "PUT", body: { changes: [] } }], [inside, { method: "DELETE" }],
      [`${inside}/artifacts`, {}], [`${inside}/artifacts`, { body: { type: "String", value: "x" } }], [`${inside}/artifacts/query_paged`, { body: {} }],
      [`${inside}/artifacts/${other.artifact}`, {}], [`${inside}/artifacts/${other.artifact}`, { method: "PUT", body: { value: "x" } }], [`${inside}/artifacts/${other.artifact}`, { method: "DELETE" }],
      [`${inside}/comments`, {}], [`${inside}/comments`, { body: { text: "x" } }], [`${inside}/comments/${other.note}`, {}], [`${inside}/comments/${other.note}`, { method: "DELETE" }],
      [`${inside}/attachments`, {}], [`${inside}/action_invocations`, {}], [`${inside}/action_invocations`, { body: { action_id: 1 } }], [`${inside}/workflow_instances`, {}],
      [`/workspaces/${b}`, {}], [`/workspaces/${b}/members`, {}],
    ];
    const unknown = await ask("/incidents/9999999");
    for (const [path, request] of closed) {
      const answer = await ask(path, request);
      expect([path, request.method, answer.status]).toEqual([path, request.method, 404]);
      if (path.startsWith(inside)) expect(answer.json.message).toBe(String(unknown.json.message).replace("9999999", String(other.id)));
    }
    expect((await ask("/incidents/delete", { method: "PUT", body: [other.id] })).status).toBe(404);
    expect((await ask("/incidents", { method: "PATCH", body: { patches: { [other.id]: { changes: [] } } } })).status).toBe(404);
    expect((await ask("/incidents/action_invocations", { body: { ids: [other.id], action_invoke: { action_id: 1 } } })).status).toBe(404);

    const lists: [string, TestRequest][] = [
      ["/incidents?want_closed=true", {}], ["/incidents/open", {}], ["/incidents/query", { body: {} }], ["/incidents/query_paged?handle_format=names", { body: {} }],
      ["/artifacts/query_paged", { body: {} }], ["/rest/search_ex", { body: { query: secret } }], ["/workspaces", {}], ["/types", {}], ["/types/incident", {}], ["/types/incident/fields", {}],
      ["/types/incident/fields/workspace", {}], ["/action_invocations", {}], ["/scripting_log", {}], ["/configurations/exports", { body: {} }],
    ];
    for (const [path, request] of lists) {
      const answer = await ask(path, request);
      expect([path, answer.status, answer.text.includes(secret), answer.text.includes(`"id":${other.id},`)]).toEqual([path, 200, false, false]);
    }
    expect(listOf((await ask("/rest/search_ex", { body: { query: "Ours" } })).json.results).length).toBeGreaterThan(0);
    expect((await ask("/incidents/query_paged", { body: {} })).json).toMatchObject({ recordsTotal: 1, recordsFiltered: 1 });
    const shared = (await ask(`/incidents/${own.id}/artifacts/query_paged?include_related_incident_count=true`, { body: {} })).json.data;
    expect(listOf<{ value: string; related_incident_count: number }>(shared).find((artifact) => artifact.value === "198.51.100.7")).toMatchObject({ related_incident_count: 0 });
    expect((await ask("/incidents", { body: { name: "x", discovered_date: 0, workspace: secret } })).json.message).not.toContain(secret.slice(1));
    const filter = { filters: [{ conditions: [{ field_name: "workspace", method: "equals", value: b }] }] };
    expect((await ask("/incidents/query_paged", { body: filter })).status).toBe(400);
  });

  it("creates incidents there when nothing is said, moves them only where it may work in both, and is told so in perms", async () => {
    const { a, b, analyst, own, other, asAdmin } = await twoWorkspaces();
    const ask = (path: string, request: TestRequest = {}) => kit.call(`${kit.org}${path}`, { ...request, as: analyst });
    const made = (await ask("/incidents", { body: { name: "New", discovered_date: 0 } })).json;
    expect([made.workspace, made.perms.write]).toEqual([a, true]);
    const move = (to: unknown, id = own.id) => ({ method: "PATCH" as const, body: { changes: [{ field: "workspace", old_value: { id: a }, new_value: { id: to } }] }, id });
    expect((await ask(`/incidents/${own.id}`, move(b))).status).toBe(400);
    expect((await ask(`/incidents/${own.id}`, { method: "PUT", body: { vers: 1, workspace: b } })).status).toBe(400);
    expect((await ask(`/incidents/${own.id}`, { method: "PUT", body: { vers: 1, workspace: null } })).json.workspace).toBe(a);
    expect((await asAdmin(`/incidents/${own.id}`, move(b))).json.success).toBe(true);
    expect((await ask(`/incidents/${own.id}`)).status).toBe(404);
    expect((await asAdmin(`/incidents/${other.id}?handle_format=names`)).json.workspace).toContain(secret);
  });

  it("reads but changes nothing as an observer", async () => {
    const { a, observer, own } = await twoWorkspaces();
    const ask = (path: string, request: TestRequest = {}) => kit.call(`${kit.org}${path}`, { ...request, as: observer });
    const read = (await ask(`/incidents/${own.id}`)).json;
    expect([read.name, read.workspace, read.perms.write]).toEqual(["Ours", a, false]);
    const inside = `/incidents/${own.id}`;
    const changes: [string, TestRequest][] = [
      [inside, { method: "PUT", body: { name: "x", vers: 1 } }], [inside, { method: "PATCH", body: { changes: [] } }], [inside, { method: "DELETE" }], ["/incidents/delete", { method: "PUT", body: [own.id] }],
      [`${inside}/artifacts`, { body: { type: "String", value: "x" } }], [`${inside}/artifacts/${own.artifact}`, { method: "DELETE" }], [`${inside}/comments`, { body: { text: "x" } }],
      [`${inside}/comments/${own.note}`, { method: "DELETE" }], [`${inside}/attachments`, { body: {} }], ["/incidents", { body: { name: "x", discovered_date: 0 } }],
      ["/incidents", { method: "PATCH", body: { patches: { [own.id]: { changes: [] } } } }],
    ];
    for (const [path, request] of changes) expect([path, request.method, (await ask(path, request)).status]).toEqual([path, request.method, 403]);
    expect((await ask(`${inside}/comments`)).json).toHaveLength(1);
  });

  it("is told of nothing that happens elsewhere, also not of what was missed, until it becomes a member", async () => {
    const { b, analyst, own, other, asAdmin } = await twoWorkspaces();
    const events: string[] = [];
    const session = connect(`https://127.0.0.1:${kit.port}`, { ca: kit.ca });
    const listen = (headers: Record<string, string> = {}) => {
      const stream = session.request({ ":path": `${kit.org}/console/events?topics=incidents,messaging,incident:${other.id}`, authorization: basic(analyst.id, analyst.secret), ...headers });
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        events.push(...[...chunk.matchAll(/^data: (\{"topic.*)$/gm)].map((match) => match[1]!));
      });
      return { stream, ended: new Promise((resolve) => stream.once("end", resolve)), text: () => text };
    };
    const first = listen();
    await vi.waitFor(() => expect(first.text()).toContain("live"));
    await asAdmin(`/incidents/${other.id}/comments`, { body: { text: "x" } });
    await asAdmin(`/incidents/${own.id}/comments`, { body: { text: "x" } });
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(0));
    expect(events.map((event) => (JSON.parse(event) as { id: number }).id)).toEqual([own.id]);
    const members = (await asAdmin(`/workspaces/${b}/members`)).json;
    expect((await asAdmin(`/workspaces/${b}/members`, { method: "PUT", body: { vers: members.vers, members: [{ principal: analyst.handle, role: "observer" }] } })).status).toBe(200);
    await first.ended;
    events.length = 0;
    const second = listen();
    await vi.waitFor(() => expect(second.text()).toContain("live"));
    await asAdmin(`/incidents/${other.id}`, { method: "DELETE" });
    await vi.waitFor(() => expect(events.some((event) => event.includes("incident.deleted"))).toBe(true));
    session.destroy();
  });
});

describe("workspaces", () => {
  it("keep their names apart in any case and writing, take hostile names as text, and refuse what cannot be a name", async () => {
    const { asAdmin } = await twoWorkspaces();
    const create = (name: unknown) => asAdmin("/workspaces", { body: { name } });
    const hostile = `<img src=x onerror=alert(1)> ' " ; drop table workspaces; %_ \u202e${"ä".repeat(20)}`;
    const made = (await create(hostile)).json;
    expect(made.name).toBe(hostile);
    const incident = (await asAdmin("/incidents?handle_format=names", { body: { name: "x", discovered_date: 0, workspace: hostile } })).json;
    expect(incident.workspace).toBe(hostile);
    expect((await create(hostile.toUpperCase())).json.message).toContain("already a workspace");
    expect((await create("Cafe\u0301 x")).status).toBe(200);
    expect((await create("CAF\u00c9 X")).status).toBe(400);
    for (const name of ["", "   ", "two\nlines", "x".repeat(101), 5, null, { a: 1 }]) expect([name, (await create(name)).status]).toEqual([name, 400]);
  });

  it("are changed by whoever saw the last version, and only by administrators", async () => {
    const { a, analyst, own, asAdmin } = await twoWorkspaces();
    const { vers } = (await asAdmin(`/workspaces/${a}`)).json as { vers: number };
    const renamed = (await asAdmin(`/workspaces/${a}`, { method: "PUT", body: { vers, name: `Renamed ${a}` } })).json;
    expect(renamed).toMatchObject({ name: `Renamed ${a}`, vers: vers + 1, incidents: 1 });
    expect((await asAdmin(`/workspaces/${a}`, { method: "PUT", body: { vers, name: "Late" } })).status).toBe(409);
    expect((await asAdmin(`/workspaces/${a}/members`, { method: "PUT", body: { vers, members: [] } })).status).toBe(409);
    expect((await kit.call(`${kit.org}/workspaces/${a}`, { method: "PUT", body: { vers: vers + 1, name: "Mine" }, as: analyst })).status).toBe(403);
    expect((await asAdmin(`/incidents/${own.id}?handle_format=names`)).json.workspace).toBe(`Renamed ${a}`);
    const found = (await asAdmin("/incidents/query_paged", { body: { filters: [{ conditions: [{ field_name: "workspace", method: "in", value: [`Renamed ${a}`] }] }] } })).json;
    expect(listOf<{ id: number }>(found.data).map(({ id }) => id)).toEqual([own.id]);
  });

  it("that are switched off keep their incidents and take no more; one with incidents is not deleted", async () => {
    const { a, own, asAdmin } = await twoWorkspaces();
    const { vers } = (await asAdmin(`/workspaces/${a}`)).json;
    await asAdmin(`/workspaces/${a}`, { method: "PUT", body: { vers, enabled: false } });
    expect((await asAdmin("/incidents", { body: { name: "x", discovered_date: 0, workspace: a } })).status).toBe(400);
    const kept = (await asAdmin(`/incidents/${own.id}`)).json;
    expect((await asAdmin(`/incidents/${own.id}`, { method: "PUT", body: { ...kept, name: "Still here" } })).json).toMatchObject({ name: "Still here", workspace: a });
    expect((await asAdmin(`/workspaces/${a}`, { method: "DELETE" })).json.message).toContain("in use by incident");
    const { id } = (await asAdmin("/workspaces", { body: { name: "Empty" } })).json;
    expect((await asAdmin(`/workspaces/${id}`, { method: "DELETE" })).status).toBe(200);
  });

  it("always have the default one, which new people may work in", async () => {
    const { asAdmin } = await twoWorkspaces();
    const [first] = listOf<JsonObject>((await asAdmin("/workspaces")).json.entities);
    expect(first).toMatchObject({ id: 1, name: "Default workspace", system: true, enabled: true });
    expect((await asAdmin("/workspaces/1", { method: "DELETE" })).status).toBe(400);
    expect((await asAdmin("/workspaces/1", { method: "PUT", body: { vers: first!["vers"], enabled: false } })).status).toBe(400);
    const user = await kit.platform.accounts.createUser({ email: "new@example.com", fname: "New", lname: "Person", role: "analyst" }, kit.platform.accounts.local);
    expect((await asAdmin(`/accounts/${user.id}/workspaces`)).json).toEqual({ everywhere: null, workspaces: [{ workspace: { id: 1, name: "Default workspace" }, role: "analyst" }] });
    const set = await asAdmin(`/accounts/${user.id}/workspaces`, { method: "PUT", body: { everywhere: "observer", workspaces: [{ workspace: "default WORKSPACE", role: "analyst" }] } });
    expect(set.json).toMatchObject({ everywhere: "observer", workspaces: [{ role: "analyst" }] });
    expect((await asAdmin("/accounts")).json.entities).toContainEqual(expect.objectContaining({ principal: expect.objectContaining({ name: "new@example.com" }), everywhere: "observer" }));
  });

  it("travel in exports without their members, and come back once", async () => {
    const { asAdmin } = await twoWorkspaces();
    const before = listOf<{ id: number }>((await asAdmin("/workspaces")).json.entities).length;
    const document = (await asAdmin("/configurations/exports", { body: {} })).json;
    const take = async (content: unknown) => {
      const staged = (await asAdmin("/configurations/imports", { body: content })).json;
      return (await asAdmin(`/configurations/imports/${staged.id}`, { method: "PUT", body: { ...staged, status: "ACCEPTED" } })).json as JsonObject;
    };
    expect((await take(document)).status).toBe("ACCEPTED");
    expect(listOf((await asAdmin("/workspaces")).json.entities)).toHaveLength(before);
    expect((await take({ workspaces: [{ name: "Imported", export_key: "Imported", uuid: "12121212-0000-4000-8000-000000000001" }] }))["status"]).toBe("ACCEPTED");
    expect(listOf((await asAdmin("/workspaces")).json.entities)).toContainEqual(expect.objectContaining({ name: "Imported", members: 0 }));
    expect(JSON.stringify(document["workspaces"])).not.toContain("members");
  });
});
