import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestHub, type TestHub } from "../hub.test-kit.js";
import { browse, browserOf, cookieOf } from "./console.test-kit.js";

let kit: TestHub;
let clock = Date.UTC(2026, 0, 1);
beforeEach(async () => {
  kit = await startTestHub({ now: () => clock });
});
afterEach(() => kit.stop());

const login = (user: string, password: string) => kit.send("POST", "/api/hub/session", { "content-type": "application/json" }, JSON.stringify({ user, password }));

describe("a session in a browser", () => {
  it("lives in a cookie that scripts, other sites and other hosts never see", async () => {
    const answer = await login(kit.user, kit.password);
    const [cookie = ""] = answer.headers["set-cookie"] as string[];
    expect(cookie).toMatch(/^__Host-soarkit-hub=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    expect(JSON.parse(answer.body)).toMatchObject({ user: "admin", role: "admin", permissions: expect.arrayContaining(["approve", "accounts"]) });
    expect(answer.body).not.toContain(cookieOf(answer).split("=")[1]);
  });

  it("changes things only with its own token", async () => {
    const browser = await browse(kit);
    const create = (headers: Record<string, string>) => kit.send("POST", "/api/hub/accounts", { cookie: browser.cookie, "content-type": "application/json", ...headers }, JSON.stringify({ name: "maria", role: "analyst" }));
    expect(await create({})).toMatchObject({ status: 403, body: expect.stringContaining("token of this session") });
    expect((await create({ "x-sess-id": (await browse(kit)).csrf })).status).toBe(403);
    expect((await create({ "x-sess-id": browser.csrf })).status).toBe(200);
  });

  it("cannot be used as a bearer, nor a bearer as a session", async () => {
    const browser = await browse(kit);
    const token = browser.cookie.split("=")[1] ?? "";
    expect((await kit.send("GET", "/api/hub/summary", { authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await kit.query(token, { query: "type=ip" })).status).toBe(403);
    expect((await browserOf(kit, `__Host-soarkit-hub=${await kit.token()}`, "").call("GET", "/summary")).status).toBe(401);
  });

  it("ends by logging out, in the store too", async () => {
    const browser = await browse(kit);
    expect((await browser.call("GET", "/session")).status).toBe(200);
    const answer = await browser.call("DELETE", "/session");
    expect(String(answer.headers["set-cookie"])).toContain("Max-Age=0");
    expect((await browser.call("GET", "/session")).status).toBe(401);
  });

  it("does not begin with a wrong password, and guessing is slowed down", async () => {
    for (let tries = 0; tries < 5; tries++) expect((await login("admin", "wrong")).status).toBe(403);
    const answer = await login("admin", kit.password);
    expect(answer.status).toBe(429);
    expect(answer.headers["retry-after"]).toBe("1");
    clock += 1_001;
    expect((await login("admin", kit.password)).status).toBe(200);
  });
});

describe("a login link", () => {
  it("opens one session, once", async () => {
    const token = await kit.hub.accounts.createLoginLink({ minutes: 10 });
    const first = await kit.send("GET", `/login/once?token=${token}`, {});
    expect([first.status, first.headers["location"]]).toEqual([302, "/?link=ok"]);
    const session = await browserOf(kit, cookieOf(first), "").call<{ user: string }>("GET", "/session");
    expect(session.body.user).toBe("admin");
    const second = await kit.send("GET", `/login/once?token=${token}`, {});
    expect([second.headers["location"], second.headers["set-cookie"]]).toEqual(["/login?link=used", undefined]);
    expect(kit.logged.join("")).not.toContain(token);
  });

  it("ends unused", async () => {
    const token = await kit.hub.accounts.createLoginLink({ minutes: 10 });
    clock += 10 * 60_000 + 1;
    expect((await kit.send("GET", `/login/once?token=${token}`, {})).headers["location"]).toBe("/login?link=used");
    expect((await kit.send("GET", "/login/once", {})).headers["location"]).toBe("/login?link=used");
  });
});

describe("accounts", () => {
  interface Entry {
    id: number;
    name: string;
    locked: boolean;
    role: string;
  }
  const list = async (browser: Awaited<ReturnType<typeof browse>>) => (await browser.call<{ entities: Entry[] }>("GET", "/accounts")).body.entities;

  it("are made with a password that is shown once, and can be locked and let in again", async () => {
    const admin = await browse(kit);
    const { body } = await admin.call<{ account: Entry; password: string }>("POST", "/accounts", { name: "maria", role: "analyst" });
    expect(body.account).toMatchObject({ name: "maria", role: "analyst", locked: false });
    const maria = await browse(kit, "maria", body.password);
    expect(JSON.stringify(await list(admin))).not.toContain(body.password);
    await admin.call("PUT", `/accounts/${body.account.id}`, { locked: true });
    expect((await maria.call("GET", "/session")).status).toBe(401);
    expect(await login("maria", body.password)).toMatchObject({ status: 403, body: expect.stringContaining("locked") });
    expect((await login("maria", "wrong")).body).not.toContain("locked");
    expect((await kit.login("maria", body.password)).status).toBe(403);
    await admin.call("PUT", `/accounts/${body.account.id}`, { locked: false });
    expect((await login("maria", body.password)).status).toBe(200);
  });

  it("get a new password that ends the old one and its sessions", async () => {
    const admin = await browse(kit);
    const made = (await admin.call<{ account: Entry; password: string }>("POST", "/accounts", { name: "maria", role: "analyst" })).body;
    const maria = await browse(kit, "maria", made.password);
    const { body } = await admin.call<{ password: string }>("PUT", `/accounts/${made.account.id}`, { new_password: true });
    expect((await maria.call("GET", "/session")).status).toBe(401);
    expect((await login("maria", made.password)).status).toBe(403);
    expect((await login("maria", body.password)).status).toBe(200);
  });

  it("keep one administrator who can log in, and nobody locks the own account", async () => {
    const admin = await browse(kit);
    const [own] = await list(admin);
    expect((await admin.call("PUT", `/accounts/${own!.id}`, { locked: true })).status).toBe(409);
    expect((await admin.call("DELETE", `/accounts/${own!.id}`)).status).toBe(409);
    kit.hub.accounts.setLocalAdminToken("local");
    const byCommand = await kit.send("PUT", `/api/hub/accounts/${own!.id}`, { authorization: "Bearer local", "content-type": "application/json" }, '{"role":"analyst"}');
    expect(byCommand).toMatchObject({ status: 409, body: expect.stringContaining("last administrator") });
    expect(await list(admin)).toMatchObject([{ name: "admin", role: "admin" }]);
  });

  it("are removed unless imports are filed under them", async () => {
    const admin = await browse(kit);
    const made = (await admin.call<{ account: Entry; password: string }>("POST", "/accounts", { name: "maria", role: "analyst" })).body;
    const maria = await browse(kit, "maria", made.password);
    await maria.call("POST", "/imports/text", { values: [{ value: "45.33.2.79" }], threat_type: "malware", severity: "low", confidence: 1, tlp: "TLP:RED" });
    expect(await admin.call("DELETE", `/accounts/${made.account.id}`)).toMatchObject({ status: 409, body: { message: expect.stringContaining("lock it instead") } });
    const other = (await admin.call<{ account: Entry }>("POST", "/accounts", { name: "nobody", role: "analyst" })).body;
    expect((await admin.call("DELETE", `/accounts/${other.account.id}`)).status).toBe(200);
    expect((await list(admin)).map(({ name }) => name)).toEqual(["admin", "maria"]);
    expect((await admin.call("POST", "/accounts", { name: "maria", role: "admin" })).status).toBe(409);
  });

  it("are for administrators", async () => {
    const { password = "" } = await kit.hub.accounts.ensureAccount("analyst", "analyst");
    const analyst = await browse(kit, "analyst", password);
    expect((await analyst.call("GET", "/accounts")).status).toBe(403);
    expect((await analyst.call("POST", "/accounts", { name: "x", role: "admin" })).status).toBe(403);
  });
});
