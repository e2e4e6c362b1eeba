import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTrustarHub, type TrustarClient, type TrustarHub } from "../trustar/trustar.test-kit.js";
import { browse, type Browser } from "./console.test-kit.js";

let kit: TrustarHub;
let admin: Browser;
let client: TrustarClient;
beforeEach(async () => {
  kit = await startTrustarHub();
  admin = await browse(kit);
  client = await kit.client("app", { [kit.incidents]: "full" });
});
afterEach(() => kit.stop());

interface Rows {
  rows: { value: string; id: number }[];
}
const event = (tlp: string, uuid: string, value: string): unknown => ({ Event: { uuid, info: `report ${tlp}`, date: "2024-01-02", Tag: [{ name: tlp }], Attribute: [{ type: "ip-dst", value }] } });

async function analyst(name: string): Promise<Browser> {
  const { body } = await admin.call<{ password: string }>("POST", "/accounts", { name, role: "analyst" });
  return browse(kit, name, body.password);
}

describe("TLP:RED is seen by who brought it, and by nobody else", () => {
  it("in STAXX's face, in TruSTAR's, in searches, on its page and in reports", async () => {
    const other = await analyst("other");
    await kit.importIntel({ token: await kit.token(), intel_str: "45.33.2.79", severity: "high", tlp: "TLP:RED", threat_type: "c2", auto_approve: "yes" });
    await kit.hub.importMisp(event("tlp:red", "6d3e9c1e-0000-4000-8000-000000000001", "45.33.2.80"), { source: "x" });
    const red = ["45.33.2.79", "45.33.2.80"];
    for (const value of red) {
      expect((await admin.call<Rows>("GET", `/search?q=${value}`)).body.rows, value).toHaveLength(1);
      expect((await other.call<Rows>("GET", `/search?q=${value}`)).body.rows, value).toHaveLength(0);
      expect((await other.call<{ known: unknown[] }>("POST", "/search/bulk", { text: value })).body.known).toEqual([]);
      expect((await other.call("GET", `/indicators/by-value?value=${value}`)).status).toBe(404);
      expect((await client.json<{ items: unknown[] }>("POST", "indicators/search", { searchTerm: value })).items).toEqual([]);
      expect(await client.json("POST", "indicators/metadata", [{ value, indicatorType: null }])).toEqual([]);
    }
    const { id } = (await admin.call<Rows>("GET", "/search?q=45.33.2.79")).body.rows[0]!;
    expect((await other.call("GET", `/indicators/${id}`)).status).toBe(404);
    expect((await client.call("GET", "reports/6d3e9c1e-0000-4000-8000-000000000001")).status).toBe(404);
    expect((await other.call<{ reports: { latest: unknown[] } }>("GET", "/summary")).body.reports.latest).toEqual([]);
    const staxx = async (user: string, password: string): Promise<unknown[]> => {
      const { token_id: token } = JSON.parse((await kit.login(user, password)).body) as { token_id: string };
      return JSON.parse((await kit.query(token, { query: "confidence>=0", type: "json" })).body) as unknown[];
    };
    const renewed = await kit.hub.accounts.renewPassword("other");
    expect(await staxx("other", renewed)).toEqual([]);
    expect(await staxx(kit.user, kit.password)).toHaveLength(2);
  });
});

it("permissions and keys of an account that does not exist are refused with what to do", async () => {
  for (const [method, path, body] of [["PUT", `/enclaves/${kit.incidents}/levels/4711`, { level: "full" }], ["POST", "/accounts/4711/keys", {}], ["GET", "/accounts/4711/keys", undefined]] as const) {
    expect(await admin.call(method, path, body), path).toMatchObject({ status: 404, body: { message: expect.stringContaining("There is no account 4711") as string } });
  }
});

describe("a private enclave", () => {
  it("keeps a submitted report as it is when a file names the same uuid", async () => {
    const other = await analyst("other");
    const guid = await client.report("C2 at 45.33.2.79", { title: "Quiet" });
    for (let times = 0; times < 2; times += 1) await kit.hub.importMisp(event("tlp:green", guid, "45.33.2.81"), { source: "x" });
    expect(await client.json("GET", `reports/${guid}`)).toMatchObject({ title: "Quiet", reportBody: "C2 at 45.33.2.79", enclaveIds: [kit.incidents] });
    expect((await other.call("GET", `/reports/${guid}`)).status).toBe(404);
    expect((await other.call<Rows>("GET", "/search?q=45.33.2.79")).body.rows).toEqual([]);
    expect((await other.call<Rows>("GET", "/search?q=45.33.2.81")).body.rows).toHaveLength(1);
  });

  it("shows its values to accounts that may read it, in every face, as soon as an administrator says so", async () => {
    const other = await analyst("other");
    const guid = await client.report("C2 at 45.33.2.79", { title: "Quiet" });
    const rows = async (): Promise<number> => (await other.call<Rows>("GET", "/search?q=45.33.2.79")).body.rows.length;
    const page = (): Promise<{ status: number }> => other.call("GET", `/reports/${guid}`);
    expect([await rows(), (await page()).status]).toEqual([0, 404]);
    const accounts = (await admin.call<{ entities: { id: number; name: string }[] }>("GET", "/accounts")).body.entities;
    const id = accounts.find(({ name }) => name === "other")!.id;
    expect((await other.call("PUT", `/enclaves/${kit.incidents}/levels/${id}`, { level: "view" })).status).toBe(403);
    expect((await admin.call("PUT", `/enclaves/${kit.incidents}/levels/${id}`, { level: "view" })).status).toBe(200);
    expect([await rows(), (await page()).status]).toEqual([1, 200]);
    const { entities } = (await admin.call<{ entities: { name: string; levels: { name: string; level: string }[]; reports: number }[] }>("GET", "/enclaves")).body;
    expect(entities.find(({ name }) => name === "Incidents")).toMatchObject({ reports: 1, levels: [{ name: "app", level: "full" }, { name: "other", level: "view" }] });
    await admin.call("PUT", `/enclaves/${kit.incidents}/levels/${id}`, { level: null });
    expect(await rows()).toBe(0);
  });

  it("is made once, by administrators", async () => {
    expect((await admin.call<{ guid: string }>("POST", "/enclaves", { name: "New" })).body.guid).toMatch(/^[0-9a-f-]{36}$/);
    expect((await admin.call("POST", "/enclaves", { name: "New" })).status).toBe(409);
    expect((await admin.call("PUT", "/enclaves/unknown", { default_level: "view" })).status).toBe(404);
  });
});

it("API keys are made, listed without their secret and revoked by administrators", async () => {
  const { entities } = (await admin.call<{ entities: { id: number; name: string }[] }>("GET", "/accounts")).body;
  const { id } = entities.find(({ name }) => name === "app")!;
  const { key, secret } = (await admin.call<{ key: string; secret: string }>("POST", `/accounts/${id}/keys`, { label: "laptop" })).body;
  expect((await kit.oauth(key, secret)).status).toBe(200);
  const listed = await admin.call<{ entities: { key: string; label: string }[] }>("GET", `/accounts/${id}/keys`);
  expect(listed.body.entities.map(({ label }) => label)).toEqual(["TruSTAR app", "laptop"]);
  expect(JSON.stringify(listed.body)).not.toContain(secret);
  expect((await admin.call("DELETE", `/accounts/${id}/keys/${key}`)).status).toBe(200);
  expect((await kit.oauth(key, secret)).status).toBe(401);
  expect((await admin.call("DELETE", `/accounts/${id}/keys/${key}`)).status).toBe(404);
});

describe("links of notes", () => {
  it("lead to the indicator's page and to the report's", async () => {
    const guid = await client.report("C2 at 45.33.2.79", { title: "Machete" });
    const link = `/constellation/reports/${Buffer.from("IP%7C45.33.2.79").toString("base64")}`;
    expect(await kit.send("GET", link, {})).toMatchObject({ status: 302, headers: { location: "/indicators?value=45.33.2.79" } });
    const asked = await kit.send("GET", `/constellation/reports/${guid}`, {});
    expect(asked).toMatchObject({ status: 302, headers: { location: `/reports/${guid}` } });
    expect((await kit.send("GET", "/constellation/reports/!!", { cookie: admin.cookie })).status).toBe(404);
  });
});
