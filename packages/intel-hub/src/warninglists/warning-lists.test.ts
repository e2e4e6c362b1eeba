import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browse } from "../console/console.test-kit.js";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";
import type { CheckedValue } from "./check.js";
import type { WarningListState } from "./warning-lists.js";

let folder: string;
let kit: TestHub;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-lists-"));
});
afterEach(async () => {
  await kit.stop();
  await rm(folder, { recursive: true });
});

async function put(name: string, document: unknown): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "list.json"), typeof document === "string" ? document : JSON.stringify(document));
}

const resolvers = { name: "Resolvers of ours", description: "Resolvers of our provider. Asked by every machine.", version: 20_261_128, type: "string", matching_attributes: ["ip-src", "ip-dst", "domain|ip"], list: ["185.9.9.9"] };
const settings = { threat_type: "malware", severity: "high", confidence: 80, tlp: "TLP:AMBER", tags: "", auto_approve: "yes" };

async function call<T>(path: string, method = "GET", body?: unknown): Promise<T> {
  return (await (await browse(kit)).call<T>(method, path, body)).body;
}
async function check(value: string): Promise<string[]> {
  const { values } = await call<{ values: CheckedValue[] }>("/warninglists/check", "POST", { values: [value] });
  return [...(values[0]?.marks.map(({ remark }) => remark) ?? []), ...(values[0]?.place ?? [])];
}
async function file(value: string, more: Record<string, unknown> = {}): Promise<{ phrase: string; state: { state: string; values: { value: string; state: string; reason?: string }[] } }> {
  const token = await kit.token();
  const answer = await kit.importIntel({ token, intel_str: value, ...settings, ...more });
  expect(answer.body).toMatch(/^Import intelligence job ID \d{14} $/);
  const jobId = /\d{14}/.exec(answer.body)?.[0] ?? "";
  const state = await kit.send("POST", "/api/v1/import_status", { "content-type": "application/json" }, JSON.stringify({ token, job_id: jobId }));
  return { phrase: answer.body, state: JSON.parse(state.body) as Awaited<ReturnType<typeof file>>["state"] };
}

describe("warning lists from a folder", () => {
  it("are used beside our own; wrong files are told and left out", async () => {
    await put("resolvers", resolvers);
    await put("broken", "{ not json");
    await put("nameless", { type: "string", list: [] });
    await put("kind", { name: "x", type: "magic", list: [] });
    await put("victims", { name: "Victims", type: "string", matching_attributes: ["target-user"], list: ["bob"] });
    await writeFile(join(folder, "plain.json"), JSON.stringify({ name: "Cloud networks", type: "cidr", category: "known", list: ["185.10.0.0/16", "nonsense"] }));
    kit = await startTestHub({ warningLists: folder });
    expect(await check("185[.]9.9.9")).toEqual(["well-known: Resolvers of our provider (list Resolvers of ours)"]);
    expect(await check("8.8.8.8")).toEqual(["well-known: the public DNS resolver of Google (list Public DNS resolvers)"]);
    expect(await check("10.1.2.3")).toEqual(["private address (10.0.0.0/8): it means nothing outside its own network"]);
    expect(await check("185.225.19.4")).toEqual([]);
    const { lists } = await call<WarningListState>("/warninglists");
    const told = Object.fromEntries(lists.map(({ id, errors, effect }) => [id, [effect, ...errors]]));
    expect(told).toMatchObject({
      resolvers: ["hold"],
      plain: ["mark", '"nonsense" is no network'],
      broken: ["off", expect.stringContaining("it is not JSON")],
      nameless: ["off", "it has no name"],
      kind: ["off", expect.stringContaining("type must be one of")],
      victims: ["hold", expect.stringContaining("not used")],
      "own:public-dns-resolvers": ["hold"],
    });
    expect(lists.find(({ id }) => id === "resolvers")).toMatchObject({ name: "Resolvers of ours", version: "20261128", entries: 1, kind: "string", types: ["ip", "domain"] });
  });

  it("are read again when they change, without a restart", async () => {
    kit = await startTestHub({ warningLists: folder });
    expect(await check("185.9.9.9")).toEqual([]);
    await put("resolvers", resolvers);
    await vi.waitFor(async () => expect(await check("185.9.9.9")).toHaveLength(1), { timeout: 20_000, interval: 200 });
    await rm(join(folder, "resolvers"), { recursive: true });
    await call("/warninglists/reload", "POST");
    expect(await check("185.9.9.9")).toEqual([]);
  });

  it("of a hundred thousand names are packed and found, a name below one as well", async () => {
    await put("top", { name: "Top sites", type: "hostname", matching_attributes: ["domain", "hostname", "url"], list: Array.from({ length: 100_000 }, (_, index) => `site-${index}.net`) });
    kit = await startTestHub({ warningLists: folder });
    for (const value of ["site-0.net", "site-99999.net", "www.site-5.net", "http://site-77.net/x"]) expect(await check(value)).toEqual(["well-known: Top sites (list Top sites)"]);
    for (const value of ["site-100000.net", "mysite-5.net", "site-5.net.evil.org"]) expect(await check(value)).toEqual([]);
  });

  it("that are missing are told, and nothing else fails", async () => {
    kit = await startTestHub({ warningLists: join(folder, "none") });
    expect(await check("8.8.8.8")).toHaveLength(1);
    expect((await call<WarningListState>("/warninglists")).error).toContain("ENOENT");
  });
});

describe("a well-known value", () => {
  beforeEach(async () => {
    kit = await startTestHub({ warningLists: folder });
  });

  it("waits for approval although its import came with approval; the others of the import are stored", async () => {
    const { state } = await file("185.20.0.1\n8.8.8.8");
    expect(state).toMatchObject({ state: "pending", values: [{ value: "185.20.0.1", state: "stored" }, { value: "8.8.8.8", state: "pending", reason: "well-known: the public DNS resolver of Google (list Public DNS resolvers)" }] });
    const found = async (value: string): Promise<unknown[]> => JSON.parse((await kit.query(await kit.token(), { query: `value='${value}'`, type: "json", size: 10 })).body) as unknown[];
    expect(await found("185.20.0.1")).toHaveLength(1);
    expect(await found("8.8.8.8")).toHaveLength(0);
    const { entities } = await call<{ entities: { job_id: string }[] }>("/approvals?state=pending");
    const job = entities[0]?.job_id ?? "";
    expect(await call(`/approvals/${job}`)).toMatchObject({ values: [{}, { value: "8.8.8.8", warnings: ["well-known: the public DNS resolver of Google (list Public DNS resolvers)"] }] });
    await call(`/approvals/${job}`, "POST", { decisions: [{ value: "8.8.8.8", accept: true }] });
    expect(await found("8.8.8.8")).toHaveLength(1);
  });

  it("passes when the importer insists, and when the list is set to mark only or off", async () => {
    expect((await file("8.8.8.8", { force: true })).state).toMatchObject({ state: "stored" });
    expect((await file("1.1.1.1")).state).toMatchObject({ state: "pending" });
    const list = encodeURIComponent("own:public-dns-resolvers");
    await call(`/warninglists/${list}`, "PUT", { effect: "mark" });
    expect((await file("9.9.9.9")).state).toMatchObject({ state: "stored" });
    expect(await check("9.9.9.9")).toHaveLength(1);
    await call(`/warninglists/${list}`, "PUT", { effect: "off" });
    expect(await check("9.9.9.9")).toHaveLength(0);
  });

  it("keeps its list's effect over a restart, and an unknown list or effect is refused", async () => {
    await call("/warninglists/own:public-dns-resolvers", "PUT", { effect: "off" });
    const browser = await browse(kit);
    expect((await browser.call("PUT", "/warninglists/none", { effect: "off" })).status).toBe(404);
    expect((await browser.call("PUT", "/warninglists/own:public-dns-resolvers", { effect: "loud" })).status).toBe(400);
    const { folder: data } = kit;
    await kit.hub.stop();
    const again = await startTestHub({ dataDir: data, warningLists: folder });
    const { lists } = JSON.parse((await again.send("GET", "/api/hub/warninglists", { authorization: `Bearer ${await newToken(again, kit.password)}` })).body) as WarningListState;
    expect(lists.find(({ id }) => id === "own:public-dns-resolvers")?.effect).toBe("off");
    await again.stop();
  });

  it("in a loaded report is kept with the report and is no hit", async () => {
    const event = { Event: { uuid: "0b4c5bd1-3f0c-4bd8-9df1-7d1c53a1a201", info: "Beacon", date: "2026-11-01", Tag: [{ name: "tlp:green" }], Attribute: [{ type: "ip-dst", value: "8.8.4.4", to_ids: true }, { type: "ip-dst", value: "185.20.0.9", to_ids: true }] } };
    await kit.hub.importMisp(event, { source: "test" });
    const rows = JSON.parse((await kit.query(await kit.token(), { query: "campaign = 'Beacon'", type: "json", size: 10 })).body) as { indicator: string; itype: string; confidence: number; detail: string }[];
    expect(rows.find(({ indicator }) => indicator === "8.8.4.4")).toMatchObject({ itype: "suppress", confidence: 0, detail: expect.stringContaining("well-known: the public DNS resolver of Google") });
    expect(rows.find(({ indicator }) => indicator === "185.20.0.9")).toMatchObject({ itype: "mal_ip", confidence: 75 });
  });

  it("is marked in searches, and apart in a bulk search", async () => {
    await kit.hub.importMisp(await readReport("telebots"), { source: "ESET" });
    const search = await call<{ rows: { value: string; well_known: string[] }[] }>("/search?q=api.telegram.org");
    expect(search.rows.find(({ value }) => value === "api.telegram.org")?.well_known).toEqual([expect.stringContaining("Hosts that everybody uses")]);
    expect(await call("/search/bulk", "POST", { text: "8.8.8.8\n185.77.1.2" })).toMatchObject({ unknown: [{ value: "185.77.1.2" }], well_known: [{ value: "8.8.8.8" }] });
    expect(await call("/indicators/by-value?value=api.telegram.org")).toMatchObject({ warnings: [expect.stringContaining("Hosts that everybody uses"), "It is kept with its report and is no hit"] });
  });
});

async function newToken(hub: TestHub, password: string): Promise<string> {
  return (JSON.parse((await hub.login("admin", password)).body) as { token_id: string }).token_id;
}
