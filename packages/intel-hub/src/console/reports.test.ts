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

interface Detail {
  guid: string;
  body: string;
  cut: boolean;
  external_id: string | null;
  external_url: string;
  enclaves: { name: string }[];
  marks: { start: number; end: number; type: string; value: string; whitelisted: boolean }[];
  indicators: { value: string; priority: string; whitelisted: boolean }[];
  correlated: Correlated;
}

interface Correlated {
  indicators: { value: string; reports: string[] }[];
  reports: { guid: string; title: string; shared: { value: string }[]; shared_count: number }[];
}

describe("the page of a report", () => {
  it("has its text with each indicator's place, and what has values in common with it", async () => {
    const guid = await client.report("C2 at 45[.]33[.]2[.]79 <script>alert(1)</script>", { title: "Machete", externalTrackingId: "R1", externalUrl: "https://soar.example/#incidents/2101" });
    const other = await client.report("45.33.2.79 and evil-host.ru", { title: "Other" });
    const { body } = await admin.call<Detail>("GET", `/reports/${guid}`);
    expect(body).toMatchObject({ guid, external_id: "R1", external_url: "https://soar.example/#incidents/2101", cut: false, enclaves: [{ name: "Incidents" }] });
    expect(body.indicators).toEqual([{ type: "ip", value: "45.33.2.79", whitelisted: false, priority: "LOW" }]);
    expect(body.marks.map(({ start, end }) => body.body.slice(start, end))).toEqual(["45[.]33[.]2[.]79"]);
    expect(body.correlated.reports).toMatchObject([{ guid: other, title: "Other" }]);
    expect(body.correlated.indicators.map(({ value }) => value)).toEqual([expect.stringContaining("evil-host.ru")]);
  });

  it("says which reports have which indicators in common with it, most first, and who says what else; so does the indicator's page", async () => {
    const guid = await client.report("45.33.2.79, 45.33.2.80 and 45.33.2.81", { title: "Mine" });
    const two = await client.report("45.33.2.80 and 45.33.2.79 with beside.example.org", { title: "Two" });
    const one = await client.report("45.33.2.81 with beside.example.org and alone.example.org", { title: "One" });
    const partner = await kit.client("partner", { [kit.partners]: "full" });
    await partner.report("45.33.2.79 with secret.example.org", { title: "Unseen" });
    await admin.call("POST", "/whitelist", { text: "45.33.2.80" });
    const { password } = (await admin.call<{ password: string }>("POST", "/accounts", { name: "reader", role: "analyst" })).body;
    const accounts = (await admin.call<{ entities: { id: number; name: string }[] }>("GET", "/accounts")).body.entities;
    await admin.call("PUT", `/enclaves/${kit.incidents}/levels/${accounts.find(({ name }) => name === "reader")!.id}`, { level: "view" });
    const reader = await browse(kit, "reader", password);
    const short = ({ reports, indicators }: Correlated) => ({
      reports: reports.map(({ title, shared, shared_count: count }) => [title, shared.map(({ value }) => value), count]),
      indicators: indicators.map(({ value, reports: holders }) => [value, holders.length]),
    });
    const { correlated } = (await reader.call<Detail>("GET", `/reports/${guid}`)).body;
    expect(short(correlated)).toEqual({ reports: [["One", ["45.33.2.81"], 1], ["Two", ["45.33.2.79"], 1]], indicators: [["beside.example.org", 2], ["alone.example.org", 1]] });
    expect(correlated.indicators[0]!.reports.toSorted()).toEqual([one, two].toSorted());
    const { id } = (await reader.call<{ record: { id: number } }>("GET", "/indicators/by-value?value=45.33.2.81")).body.record;
    const ofValue = (await reader.call<Correlated>("GET", `/indicators/${id}/correlated`)).body;
    expect(short(ofValue)).toEqual({ reports: [["One", ["45.33.2.81"], 1], ["Mine", ["45.33.2.81"], 1]], indicators: expect.arrayContaining([["45.33.2.79", 1], ["alone.example.org", 1], ["beside.example.org", 1]]) as unknown });
    await admin.call("DELETE", "/whitelist?type=ip&value=45.33.2.80");
    expect(short((await reader.call<Detail>("GET", `/reports/${guid}`)).body.correlated).reports).toEqual([["Two", ["45.33.2.79", "45.33.2.80"], 2], ["One", ["45.33.2.81"], 1]]);
  });

  it("is as unknown as a report that was never there to whoever may not read its enclave", async () => {
    const guid = await client.report("C2 at 45.33.2.79", { title: "Quiet" });
    const { password } = (await admin.call<{ password: string }>("POST", "/accounts", { name: "other", role: "analyst" })).body;
    const other = await browse(kit, "other", password);
    const answers = await Promise.all([guid, "00000000-0000-4000-8000-000000000000"].map((id) => other.call<{ code: string }>("GET", `/reports/${id}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect((await other.call<{ total: number; rows: unknown[] }>("GET", "/reports")).body).toMatchObject({ total: 0, rows: [] });
    expect((await admin.call<{ total: number; rows: unknown[] }>("GET", "/reports?q=quiet")).body).toMatchObject({ total: 1, rows: [{ guid, title: "Quiet", indicators: 1 }] });
  });
});

it("a whitelisted value is told on its page and in its reports, until somebody takes it off", async () => {
  const guid = await client.report("C2 at 45.33.2.79", { title: "Machete" });
  expect((await admin.call<{ added: unknown[] }>("POST", "/whitelist", { text: "45[.]33[.]2[.]79\nno indicator here" })).body.added).toEqual([{ type: "ip", value: "45.33.2.79" }]);
  const page = async () => (await admin.call<{ whitelisted: unknown }>("GET", "/indicators/by-value?value=45.33.2.79")).body.whitelisted;
  expect(await page()).toMatchObject({ added_by: kit.user });
  expect((await admin.call<Detail>("GET", `/reports/${guid}`)).body.indicators).toMatchObject([{ value: "45.33.2.79", whitelisted: true, priority: "NOT_FOUND" }]);
  expect((await admin.call<{ total: number; entities: unknown[] }>("GET", "/whitelist")).body).toMatchObject({ total: 1, entities: [{ value: "45.33.2.79", type: "ip", added_by: kit.user }] });
  expect((await admin.call<{ success: boolean }>("DELETE", "/whitelist?type=ip&value=45.33.2.79")).body).toEqual({ success: true });
  expect((await admin.call<{ success: boolean }>("DELETE", "/whitelist?type=ip&value=45.33.2.79")).body).toEqual({ success: false });
  expect(await page()).toBeNull();
});

it("every page's interface asks who is there", async () => {
  for (const [method, path] of [["GET", "reports"], ["GET", "reports/x"], ["GET", "indicators/1/correlated"], ["GET", "whitelist"], ["POST", "whitelist"], ["DELETE", "whitelist?type=ip&value=1"], ["GET", "enclaves"], ["POST", "enclaves"], ["GET", "accounts/1/keys"]] as const) {
    expect((await kit.send(method, `/api/hub/${path}`, {})).status, `${method} ${path}`).toBe(401);
  }
});
