import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReport, startTestHub, type Answer, type TestHub } from "../hub.test-kit.js";
import { dateAdded, positionOf } from "./positions.js";

const media = "application/taxii+json;version=2.1";
let kit: TestHub;
let analyst: string;
beforeAll(async () => {
  kit = await startTestHub();
  for (const name of ["machete", "powerpool"]) await kit.hub.importMisp(await readReport(name), { source: "ESET malware-ioc" });
  const { password = "" } = await kit.hub.accounts.ensureAccount("maria", "analyst");
  analyst = basic("maria", password);
});
afterAll(() => kit.stop());

const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const get = (path: string, authorization = analyst, accept = media): Promise<Answer> => kit.send("GET", `/taxii2/${path}`, { authorization, accept });
const json = async <T = Record<string, unknown>>(path: string, authorization = analyst): Promise<T> => {
  const answer = await get(path, authorization);
  expect([answer.status, answer.headers["content-type"]], answer.body).toEqual([200, media]);
  return JSON.parse(answer.body) as T;
};
interface Found {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly object_refs?: string[];
}
interface Envelope {
  readonly more: boolean;
  readonly next?: string;
  readonly objects: Found[];
}
const collections = async (): Promise<Map<string, string>> => {
  const { collections: found } = await json<{ collections: { id: string; title: string }[] }>("hub/collections/");
  return new Map(found.map(({ id, title }) => [title, id]));
};
const collection = async (title = "All indicators"): Promise<string> => `hub/collections/${(await collections()).get(title) ?? ""}/`;
const everything = async (title?: string): Promise<Found[]> => (await json<Envelope>(`${await collection(title)}objects/`)).objects;

describe("the TAXII server", () => {
  it("says what it is, and what its collections allow", async () => {
    const { api_roots: roots } = await json<{ api_roots: string[] }>("");
    expect(roots).toEqual(["/taxii2/hub/"]);
    expect(await json("hub/")).toMatchObject({ versions: [media], max_content_length: 10_485_760 });
    expect([...(await collections()).keys()]).toEqual(["All indicators", "Inbox", "ESET malware-ioc"]);
    expect(await json(await collection("Inbox"))).toMatchObject({ can_read: false, can_write: true });
    expect((await get(`${await collection("Inbox")}objects/`)).status).toBe(403);
  });

  it("asks who is there, and slows guessing down", async () => {
    const nobody = await kit.send("GET", "/taxii2/", { accept: media });
    expect([nobody.status, nobody.headers["www-authenticate"], nobody.headers["content-type"]]).toEqual([401, expect.stringContaining("Basic"), media]);
    for (let tries = 0; tries < 5; tries += 1) expect((await get("", basic("nobody", "wrong"))).status).toBe(401);
    const slowed = await get("", basic("nobody", "wrong"));
    expect([slowed.status, Number(slowed.headers["retry-after"])]).toEqual([429, expect.any(Number)]);
    expect(JSON.parse(slowed.body)).toMatchObject({ http_status: "429", error_code: "HUB_LOGIN_THROTTLED" });
  });

  it("ends at once for an account that is locked", async () => {
    const { password = "" } = await kit.hub.accounts.ensureAccount("petra", "analyst");
    expect((await get("", basic("petra", password))).status).toBe(200);
    await kit.hub.accounts.renewPassword("petra");
    const token = await kit.token();
    const list = JSON.parse((await kit.send("GET", "/api/hub/accounts", { authorization: `Bearer ${token}` })).body) as { entities: { id: number; name: string }[] };
    const { id } = list.entities.find(({ name }) => name === "petra") ?? { id: 0 };
    await kit.send("PUT", `/api/hub/accounts/${id}`, { authorization: `Bearer ${token}`, "content-type": "application/json" }, JSON.stringify({ locked: true }));
    expect((await get("", basic("petra", password))).status).toBe(401);
  });

  it.each([["application/json", 406], ["application/taxii+json;version=2.0", 406], ["application/taxii+json; version=2.1", 200], ["application/taxii+json", 200], ["text/html, */*", 200]])("answers a client that takes %s with %i", async (accept, status) => {
    expect((await get("hub/", analyst, accept)).status).toBe(status);
  });

  it("gives every object once, page by page, in one order, by next as by added_after", async () => {
    const all = (await everything()).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    const by = async (step: (envelope: Envelope, last: string) => string): Promise<string[]> => {
      const ids: string[] = [];
      for (let query = "limit=97", more = true; more; ) {
        const answer = await get(`${await collection()}objects/?${query}`);
        const envelope = JSON.parse(answer.body) as Envelope;
        ids.push(...envelope.objects.map(({ id }) => id));
        more = envelope.more;
        query = `limit=97&${step(envelope, String(answer.headers["x-taxii-date-added-last"]))}`;
      }
      return ids;
    };
    expect(await by(({ next = "" }) => `next=${next}`)).toEqual(all);
    expect(await by((_envelope, last) => `added_after=${last}`)).toEqual(all);
  });

  it("puts a report behind what it is about, and shows what came later after what was there", async () => {
    const before = await everything();
    const places = new Map(before.map(({ id }, index) => [id, index]));
    const reports = before.filter(({ type }) => type === "report");
    expect(reports.map(({ name }) => name)).toEqual(["Machete just got sharper", "PowerPool blogpost"]);
    for (const { id, object_refs: refs = [] } of reports) for (const ref of refs) expect(places.get(ref)).toBeLessThan(places.get(id) ?? 0);
    const last = String((await get(`${await collection()}objects/`)).headers["x-taxii-date-added-last"]);
    await kit.hub.importMisp(await readReport("turla"), { source: "OSINT" });
    const later = (await json<Envelope>(`${await collection()}objects/?added_after=${last}`)).objects;
    expect(later.filter(({ type }) => type === "report").map(({ name }) => name)).toEqual(["Turla Outlook White Paper"]);
    expect(later.map(({ id }) => id)).toEqual((await everything("OSINT")).filter(({ type }) => !/identity|definition/.test(type)).map(({ id }) => id));
  });

  it("filters by type, id, version and specification, and refuses what it cannot read", async () => {
    const base = `${await collection()}objects/`;
    const types = async (query: string): Promise<string[]> => [...new Set((await json<Envelope>(`${base}?${query}`)).objects.map(({ type }) => type))];
    expect(await types("match[type]=report")).toEqual(["report"]);
    expect((await types("match[type]=indicator,report")).sort()).toEqual(["indicator", "report"]);
    expect(await types("match[spec_version]=2.0")).toEqual([]);
    const [some] = (await everything()).filter(({ type }) => type === "indicator");
    expect((await json<Envelope>(`${base}?match[id]=${some?.id ?? ""}`)).objects).toEqual([some]);
    for (const query of ["limit=0", "limit=x", "added_after=yesterday", "next=abc", "match[version]=newest", "limit=1&limit=2"]) expect([query, (await get(`${base}?${query}`)).status]).toEqual([query, 400]);
  });

  it("answers one object, its versions and the manifest, and 404 for what is not there", async () => {
    const base = await collection();
    const [some] = (await everything()).filter(({ type }) => type === "report");
    expect(await json<Envelope>(`${base}objects/${some?.id ?? ""}/`)).toEqual({ more: false, objects: [some] });
    const { versions } = await json<{ versions: string[] }>(`${base}objects/${some?.id ?? ""}/versions/`);
    const { objects } = await json<{ objects: { id: string; version: string; media_type: string }[] }>(`${base}manifest/?match[id]=${some?.id ?? ""}`);
    expect(objects).toMatchObject([{ id: some?.id, version: versions[0], media_type: "application/stix+json;version=2.1" }]);
    for (const path of [`${base}objects/indicator--00000000-0000-4000-8000-000000000000/`, "hub/collections/nowhere/", "hub/status/none/"]) expect((await get(path)).status).toBe(404);
  });

  it("keeps what is RED from everybody but its importer", async () => {
    const answer = await kit.importIntel({ token: await kit.token(), intel_str: "45.33.2.79", threat_type: "malware", severity: "high", confidence: 80, tlp: "TLP:RED", auto_approve: "yes" });
    expect(answer.status).toBe(200);
    const names = async (who: string): Promise<(string | undefined)[]> => (await json<Envelope>(`${await collection()}objects/?match[type]=indicator`, who)).objects.map(({ name }) => name);
    expect(await names(analyst)).not.toContain("45.33.2.79");
    expect(await names(basic(kit.user, kit.password))).toContain("45.33.2.79");
  });
});

describe("objects pushed over TAXII", () => {
  const time = "2026-11-01T00:00:00.000Z";
  const indicator = (value: string, digit: number) => ({ type: "indicator", spec_version: "2.1", id: `indicator--00000000-0000-4000-8000-00000000000${digit}`, created: time, modified: time, indicator_types: ["malicious-activity"], pattern: `[domain-name:value = '${value}']`, pattern_type: "stix", valid_from: time });
  const push = async (objects: unknown, who = analyst, type = media): Promise<Answer> => kit.send("POST", `/taxii2/${await collection("Inbox")}objects/`, { authorization: who, accept: media, "content-type": type }, JSON.stringify(objects));
  const active = async (value: string): Promise<unknown[]> => JSON.parse((await kit.send("GET", `/api/hub/indicators?query=${encodeURIComponent(`value=${value}`)}`, { authorization: `Bearer ${await kit.token()}` })).body) as unknown[];

  it("wait for approval, each with what became of it; the same push adds nothing", async () => {
    const envelope = { objects: [indicator("pushed.example-bad.com", 1), { ...indicator("x", 2), pattern: "[oops" }, { type: "identity", spec_version: "2.1", id: "identity--00000000-0000-4000-8000-000000000003", created: time, modified: time, name: "ACME" }] };
    const answer = await push(envelope);
    expect(answer.status).toBe(202);
    const status = JSON.parse(answer.body) as { id: string };
    expect(status).toMatchObject({ status: "complete", total_count: 3, success_count: 2, failure_count: 1, failures: [{ id: envelope.objects[1]?.id, message: expect.stringContaining("cannot be read at character 6") }] });
    expect(await json(`hub/status/${status.id}/`)).toEqual(status);
    expect(await active("pushed.example-bad.com")).toEqual([]);
    await push(envelope);
    const pending = JSON.parse((await kit.send("GET", "/api/hub/pending", { authorization: `Bearer ${await kit.token()}` })).body) as { job_id: string; user: string }[];
    expect(pending).toMatchObject([{ user: "maria" }]);
    await kit.send("POST", `/api/hub/pending/${pending[0]?.job_id ?? ""}/approve`, { authorization: `Bearer ${await kit.token()}` });
    expect(await active("pushed.example-bad.com")).toHaveLength(1);
    expect((await everything()).map(({ name }) => name)).toContain("pushed.example-bad.com");
  });

  it("count at once when an administrator pushes them", async () => {
    expect((await push({ objects: [indicator("admin.example-bad.com", 4)] }, basic(kit.user, kit.password))).status).toBe(202);
    expect(await active("admin.example-bad.com")).toHaveLength(1);
  });

  it("are refused when they are none, too many, of another type, or for a collection that is only read", async () => {
    for (const body of [{}, { objects: [] }, [], { objects: Array.from({ length: 1_001 }, () => ({})) }]) expect((await push(body)).status).toBe(400);
    expect((await push({ objects: [indicator("a.example-bad.com", 5)] }, analyst, "application/json")).status).toBe(415);
    const answer = await kit.send("POST", `/taxii2/${await collection()}objects/`, { authorization: analyst, "content-type": media }, "{}");
    expect(answer.status).toBe(403);
  });
});

describe("a place in the order", () => {
  it("reads back from the time it is written as", () => {
    for (const position of [0, 1_700_000_000_123_456, 1_700_000_000_000_001]) expect(positionOf(dateAdded(position))).toBe(position);
    expect([positionOf("2026-11-28T12:00:00Z"), positionOf("2026-11-28"), positionOf("")]).toEqual([1_795_867_200_000_000, undefined, undefined]);
  });
});
