import { describe, expect, it } from "vitest";
import { basic, usePlatform } from "./platform.test-kit.js";

const kit = usePlatform();

/** What IBM's Python client sends with every request (soar-protocol §1.2). */
const ibmHeaders = { "content-type": "application/json", "resilient-module-version": "51.0.8.3", "user-agent": "python-requests/2.32.3" };

describe("the calls with which IBM's integration server starts", () => {
  it("answers each of them, in its order, to an API key without a session", async () => {
    const get = (path: string) => kit.call(path, { headers: ibmHeaders });
    const session = await get("/rest/session?include_permissions=false");
    expect(session.status).toBe(200);
    expect(session.json.orgs).toMatchObject([{ id: 201, name: "Soarkit", enabled: true, uuid: kit.platform.orgUuid, cloud_account: null }]);
    expect(session.json.api_key_handle).toBe(kit.key.handle);
    expect(session.headers["set-cookie"]).toBeUndefined();
    expect((await get("/rest/orgs/201")).json).toMatchObject({ id: 201, actions_framework_enabled: true });
    expect((await get("/rest/const")).json.server_version).toMatchObject({ v: 51, version: "51.0.0.0.0" });
    const fields = await get("/rest/orgs/201/types/incident/fields");
    const severity = (fields.json as { name: string }[]).find((field) => field.name === "severity_code");
    expect(severity).toMatchObject({
      input_type: "select",
      prefix: null,
      values: [{ value: 4, label: "Low" }, { value: 5, label: "Medium" }, { value: 6, label: "High" }],
    });
    expect((await get("/rest/orgs/201/types/actioninvocation/fields")).json).toEqual([]);
    expect((await get("/rest/orgs/201/actions")).json).toEqual({ entities: [] });
    expect((await get("/rest/orgs/201/connectors/queues")).json).toEqual({ queues: [], org_id: 201 });
    const unknown = await get("/rest/orgs/201/functions/no_such_function?handle_format=names");
    expect(unknown.status).toBe(404);
    expect(unknown.json).toMatchObject({ success: false, title: null, hints: [], error_code: "generic" });
    expect((await get("/rest/orgs/201/types/__function/fields")).json).toEqual([]);
  });

  it("takes trailing slashes, Python's True and False, and a JSON content type without a body", async () => {
    expect((await kit.call("/rest/const/")).status).toBe(200);
    expect((await kit.call("/rest/orgs/201/incidents/?want_closed=True")).status).toBe(200);
    expect((await kit.call("/rest/orgs/201/incidents?want_closed=False")).status).toBe(200);
    expect((await kit.call("/rest/orgs/201/incidents?want_closed=perhaps")).json.message).toContain("want_closed");
  });

  it("lets a user log in and go on with a cookie that is sent twice and the CSRF token", async () => {
    const login = await kit.call("/rest/session?include_permissions=false", { as: "none", body: { email: kit.admin.email, password: kit.admin.password }, headers: ibmHeaders });
    expect(login.status).toBe(200);
    expect(login.json.user_id).toEqual(expect.any(Number));
    const cookie = /^JSESSIONID=[^;]+/.exec(String(login.headers["set-cookie"]))?.[0] ?? "";
    expect(String(login.headers["set-cookie"])).toMatch(/; HttpOnly; Secure; SameSite=Strict/);
    const headers = { ...ibmHeaders, cookie: `${cookie}; ${cookie}`, "x-sess-id": String(login.json.csrf_token) };
    expect((await kit.call("/rest/orgs/201", { as: "none", headers })).status).toBe(200);
    const created = await kit.call("/rest/orgs/201/incidents", { as: "none", headers, body: { name: "By a person", discovered_date: 0 } });
    expect(created.json).toMatchObject({ owner_id: login.json.user_id, creator_principal: { type: "user", name: kit.admin.email } });
  });
});

describe("who may come in", () => {
  it("refuses a session without its CSRF token, or with another one, and changes nothing", async () => {
    const login = await kit.call("/rest/session", { as: "none", body: { email: kit.admin.email, password: kit.admin.password } });
    const cookie = /^JSESSIONID=[^;]+/.exec(String(login.headers["set-cookie"]))?.[0] ?? "";
    const body = { name: "Forged", discovered_date: 0 };
    for (const forged of [{ cookie }, { cookie, "x-sess-id": "a".repeat(64) }]) {
      const answer = await kit.call("/rest/orgs/201/incidents", { as: "none", headers: forged, body });
      expect(answer.status).toBe(403);
      expect(answer.json.message).toContain("X-sess-id");
    }
    expect((await kit.call("/rest/session", { as: "none", headers: { cookie, "x-sess-id": "wrong" } })).status).toBe(403);
    expect((await kit.call("/rest/orgs/201/incidents")).text).not.toContain("Forged");
  });

  it("ends a login at once when its user logs out", async () => {
    const login = await kit.call("/rest/session", { as: "none", body: { email: kit.admin.email, password: kit.admin.password } });
    const headers = { cookie: /^JSESSIONID=[^;]+/.exec(String(login.headers["set-cookie"]))?.[0] ?? "", "x-sess-id": String(login.json.csrf_token) };
    expect((await kit.call("/rest/session", { as: "none", headers })).json.csrf_token).toBe(login.json.csrf_token);
    expect((await kit.call("/rest/session", { as: "none", headers, method: "DELETE" })).status).toBe(200);
    expect((await kit.call("/rest/session", { as: "none", headers })).status).toBe(401);
  });

  it("refuses nobody, a wrong secret, an unknown key and another scheme with 401", async () => {
    const attempts = [{}, { authorization: basic(kit.key.id, "wrong") }, { authorization: basic("nobody", kit.key.secret) }, { authorization: "Basic %%%" }, { authorization: "Digest x" }, { authorization: "Bearer x" }];
    for (const headers of attempts) {
      const answer = await kit.call("/rest/orgs/201", { as: "none", headers });
      expect(answer.status).toBe(401);
      expect(answer.json).toMatchObject({ success: false, error_code: "generic" });
    }
  });

  it("knows the local administrator by the token of this start only", async () => {
    kit.platform.accounts.setLocalAdminToken("first-token-of-this-machine");
    kit.platform.accounts.setLocalAdminToken("second-token-of-this-machine");
    const as = "none";
    expect((await kit.call("/rest/session", { as, headers: { authorization: "Bearer second-token-of-this-machine" } })).json.permissions).toContain("administer");
    expect((await kit.call("/rest/session", { as, headers: { authorization: "Bearer first-token-of-this-machine" } })).status).toBe(401);
  });

  it("asks for the permission of each route", async () => {
    const reader = await kit.platform.accounts.createApiKey({ name: "reader", permissions: ["org_data.read"] });
    expect((await kit.call("/rest/orgs/201/incidents", { as: reader })).status).toBe(200);
    for (const [path, method] of [["/incidents", "POST"], ["/incidents/query_paged", "POST"], ["/functions", "GET"], ["/types/incident/fields", "POST"], ["/incidents/1", "DELETE"]] as const) {
      const answer = await kit.call(`/rest/orgs/201${path}`, { as: reader, method, body: { name: "x", discovered_date: 0 } });
      if (path === "/incidents/query_paged") expect(answer.status).toBe(200);
      else {
        expect(answer.status).toBe(403);
        expect(answer.json.message).toMatch(/reader lacks the permission (org_data\.edit|function\.(read|edit))/);
      }
    }
    await expect(kit.platform.accounts.createApiKey({ name: "x", permissions: ["everything"] })).rejects.toThrow("there is no permission everything");
  });

  it("slows down guessing by account, and lets the right password in after the wait", async () => {
    const { email, password } = kit.admin;
    const attempt = (guess: string) => kit.call("/rest/session", { as: "none", body: { email, password: guess } });
    for (let count = 0; count < 5; count += 1) expect((await attempt("wrong")).json.message).toContain("Invalid user name or password");
    const refused = await attempt(password);
    expect(refused.status).toBe(429);
    expect(refused.json.message).toMatch(/Wait 1 seconds/);
    expect((await kit.call("/rest/session")).status).toBe(200);
    kit.later(1_000);
    expect((await attempt(password)).status).toBe(200);
    expect((await kit.call("/rest/session", { as: "none", body: { email: "nobody@example.com", password } })).status).toBe(401);
  });

  it("serves its own organisation only", async () => {
    expect((await kit.call(`/rest/orgs/${kit.platform.orgUuid}`)).status).toBe(200);
    const other = await kit.call("/rest/orgs/202/incidents");
    expect(other.status).toBe(404);
    expect(other.json.message).toContain("organisation 202");
  });
});

describe("the first page and one-time logins", () => {
  it("logs in once by a link, and shows who is logged in", async () => {
    expect((await kit.call("/", { as: "none" })).text).toContain("Nobody is logged in");
    const token = await kit.platform.accounts.createLoginLink({ minutes: 10 });
    const login = await kit.call(`/login/once?token=${token}`, { as: "none" });
    expect(login.status).toBe(303);
    expect(login.headers["location"]).toBe("/");
    const cookie = /^JSESSIONID=[^;]+/.exec(String(login.headers["set-cookie"]))?.[0] ?? "";
    const page = await kit.call("/", { as: "none", headers: { cookie } });
    expect(page.text).toContain("Logged in as <strong>Soarkit Administrator</strong>");
    expect(page.text).not.toContain("<script");
    const again = await kit.call(`/login/once?token=${token}`, { as: "none" });
    expect(again.status).toBe(403);
    expect(again.headers["set-cookie"]).toBeUndefined();
  });

  it("refuses a link that is older than it may be, and one that never was", async () => {
    const token = await kit.platform.accounts.createLoginLink({ minutes: 10 });
    kit.later(10 * 60_000 + 1);
    expect((await kit.call(`/login/once?token=${token}`, { as: "none" })).status).toBe(403);
    expect((await kit.call("/login/once", { as: "none" })).status).toBe(403);
  });
});

describe("a restart", () => {
  it("keeps the organisation, accounts and incidents, and numbers go on", async () => {
    const first = await kit.call(`${kit.org}/incidents`, { body: { name: "Before", discovered_date: 0, artifacts: [{ type: "IP Address", value: "198.51.100.7" }] } });
    const { orgUuid } = kit.platform;
    await kit.restart();
    expect(kit.platform.orgUuid).toBe(orgUuid);
    expect(await kit.platform.accounts.ensureAdmin()).toEqual({ email: kit.admin.email });
    expect(await kit.platform.accounts.ensureApiKey("tests")).toEqual({ id: kit.key.id, handle: kit.key.handle });
    const kept = await kit.call(`${kit.org}/incidents/${first.json.id}?want_artifacts=true`);
    expect(kept.json).toMatchObject({ name: "Before", vers: 1, artifacts: [{ value: "198.51.100.7" }] });
    await kit.call(`${kit.org}/incidents/${first.json.id}`, { method: "DELETE" });
    expect((await kit.call(`${kit.org}/incidents`, { body: { name: "After", discovered_date: 0 } })).json.id).toBeGreaterThan(Number(first.json.id));
  });
});
