import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport } from "../hub.test-kit.js";
import { startTrustarHub, type TrustarClient, type TrustarHub } from "./trustar.test-kit.js";

let kit: TrustarHub;
let client: TrustarClient;
let now = 1_700_000_000_000;
beforeEach(async () => {
  now = 1_700_000_000_000;
  kit = await startTrustarHub({ now: () => now++ });
  client = await kit.client("app", { [kit.incidents]: "full" });
});
afterEach(() => kit.stop());

type Item = Record<string, unknown> & { value: string; indicatorType: string; priorityLevel: string };
interface Page {
  items: Item[];
  totalElements: number;
  hasNext: boolean;
}
const search = async (term: string, query = "", of = client): Promise<Item[]> => (await of.json<Page>("POST", `indicators/search?${query}`, { searchTerm: term })).items;
const values = (items: readonly Item[]): string[] => items.map(({ value }) => value).sort();

describe("searching indicators", () => {
  it("finds a value by any part in any letter case, itself first, in both generations of the call", async () => {
    await client.report("evil.com and EVIL.com.example.org, 45.33.2.79, 145.33.2.79, Emotet");
    expect((await search("evil.com")).map(({ value }) => value)).toEqual(["evil.com", "evil.com.example.org"]);
    expect(values(await search("33.2.79"))).toEqual(["145.33.2.79", "45.33.2.79"]);
    expect(await search("emotet")).toEqual([{ guid: "MALWARE|EMOTET", indicatorType: "MALWARE", value: "EMOTET", priorityLevel: "LOW", firstSeen: expect.any(Number), lastSeen: expect.any(Number) }]);
    expect(await client.json("GET", "indicators/search?searchTerm=hxxp%3A%2F%2Fnone&pageNumber=0")).toEqual({ items: [], pageNumber: 0, pageSize: 25, totalElements: 0, hasNext: false });
    expect(await client.json("GET", "indicators/search?searchTerm=EVIL&pageSize=1")).toMatchObject({ totalElements: 2, hasNext: true, items: [{}] });
    expect(await client.json("GET", "indicators/search?searchTerm=EVIL&pageSize=1&pageNumber=1")).toMatchObject({ hasNext: false, items: [{}] });
    expect(values(await search("", "entityTypes=ip,MALWARE"))).toEqual(["145.33.2.79", "45.33.2.79", "EMOTET"]);
    expect((await client.call("GET", "indicators/search?searchTerm=x&entityTypes=DOMAIN")).status).toBe(400);
    expect((await client.call("GET", "indicators/search?searchTerm=x&pageNumber=10000")).status).toBe(400);
    for (const body of ["null", "", "{}"]) expect((await client.call("POST", "indicators/search", body)).status, body).toBe(body === "null" ? 400 : 200);
  });

  it("takes text for text: nothing in it is a pattern or a query", async () => {
    await client.report("a_b.example.org and axb.example.org");
    expect(values(await search("a_b.example"))).toEqual(["a_b.example.org"]);
    expect(await search("%")).toEqual([]);
    expect(await search("' or 1=1 --")).toEqual([]);
  });

  it("sees what came through STAXX's face in the enclave STAXX, and what was loaded in the enclave of its feed", async () => {
    await kit.hub.importMisp(await readReport("machete"), { source: "ESET malware-ioc" });
    await kit.importIntel({ token: await kit.token(), intel_str: "45.33.2.79", severity: "high", confidence: 90, tlp: "TLP:GREEN", threat_type: "c2", auto_approve: "yes" });
    const enclaves = await client.json<{ id: string; name: string; type: string; read: boolean; create: boolean; update: boolean }[]>("GET", "enclaves");
    expect(enclaves.map(({ name, type, read, create, update }) => [name, type, read, create, update])).toEqual([
      ["Community", "COMMUNITY", true, true, false],
      ["ESET", "OPEN", true, false, false],
      ["Incidents", "INTERNAL", true, true, true],
      ["STAXX", "INTERNAL", true, false, false],
    ]);
    const id = (name: string): string => enclaves.find((enclave) => enclave.name === name)!.id;
    expect(await search("45.33.2.79")).toMatchObject([{ priorityLevel: "HIGH" }]);
    expect(await search("45.33.2.79", `enclaveIds=${id("ESET")}`)).toEqual([]);
    expect(await search("45.33.2.79", `enclaveIds=${id("STAXX")},${id("ESET")}`)).toHaveLength(1);
    expect(await search("142.44.236.15", `enclaveIds=${id("ESET")}`)).toMatchObject([{ indicatorType: "IP", value: "142.44.236.15", priorityLevel: "HIGH" }]);
    const { items } = await client.json<{ items: { id: string; title: string; reportBody: string; enclaveIds: string[] }[] }>("GET", `reports/correlated?indicators=142.44.236.15`);
    expect(items).toMatchObject([{ title: "Machete just got sharper", enclaveIds: [id("ESET")] }]);
    expect(items[0]?.reportBody).toContain("Machete");
  });
});

describe("priority", () => {
  it("rises with the number of reports, and is none for what is unknown or whitelisted", async () => {
    const level = async (value: string): Promise<string> => (await client.json<Item[]>("POST", "indicators/metadata", [{ value, indicatorType: null }]))[0]?.priorityLevel ?? "absent";
    await client.report("45.33.2.79");
    await client.report("45.33.2.79");
    expect(await level("45.33.2.79")).toBe("LOW");
    await client.report("45.33.2.79");
    expect(await level("45.33.2.79")).toBe("MEDIUM");
    expect(await level("45.33.2.80")).toBe("absent");
    await client.json("POST", "whitelist", ["45.33.2.79"]);
    expect(await level("45.33.2.79")).toBe("absent");
  });
});

describe("related indicators", () => {
  it("share a report of the last 90 days, each told once", async () => {
    await client.report("45.33.2.79 with a.example.org and bob@evil.com");
    await client.report("45.33.2.80 with a.example.org");
    await client.report("b.example.org alone");
    const related = (query: string): Promise<Page> => client.json<Page>("GET", `indicators/related?${query}`);
    expect(values((await related("indicators=45.33.2.79")).items)).toEqual(["45.33.2.79", "a.example.org", "bob@evil.com"]);
    expect(values((await related("indicators=45.33.2.79&indicators=45.33.2.80")).items)).toEqual(["45.33.2.79", "45.33.2.80", "a.example.org", "bob@evil.com"]);
    expect(await related("indicators=45.33.2.79,%20unknown.example.org")).toMatchObject({ totalElements: 3, items: [{ guid: expect.stringContaining("|") }, {}, {}] });
    expect((await related("indicators=abc")).items).toEqual([]);
    now += 91 * 86_400_000;
    client = await kit.client("app", { [kit.incidents]: "full" });
    expect((await related("indicators=45.33.2.79")).items).toEqual([]);
  });

  it("are found for a thousand values in one address of a hundred thousand characters", async () => {
    await client.report("45.33.2.79 with a.example.org");
    const many = Array.from({ length: 1_000 }, (_, index) => `indicators=${"x".repeat(80)}${index}.example.org`).join("&");
    expect(values((await client.json<Page>("GET", `indicators/related?${many}&indicators=45.33.2.79`)).items)).toEqual(["45.33.2.79", "a.example.org"]);
    const tooLong = await client.call("GET", `indicators/related?indicators=${"x".repeat(200 * 1024)}`);
    expect([tooLong.status, JSON.parse(tooLong.body)]).toEqual([414, expect.objectContaining({ status: 414, error: "URI Too Long" })]);
  });
});

describe("indicators without a report", () => {
  const submit = (of = client) =>
    of.call("POST", "indicators", {
      enclaveIds: [kit.incidents],
      content: [
        { value: "1.5.8.7", indicatorType: null, priorityLevel: null, firstSeen: 1_543_000_000_000, lastSeen: 1_543_400_000_000, source: "s", sightings: 3, notes: "n", tags: null, enclaveIds: null },
        { value: "1.5.8.9", firstSeen: 1_543_000_000_000, lastSeen: 1_543_400_000_000, source: "s", notes: "" },
        { value: "blah.com", tags: [{ name: "own", guid: null, enclaveId: kit.incidents }] },
      ],
      tags: [{ name: "t", id: null, enclaveId: kit.incidents }],
    });

  it("are known at once, and seen again when they come again", async () => {
    expect(await submit()).toMatchObject({ status: 200, body: "" });
    await submit();
    const metadata = (query: string): Promise<Item[]> => client.json("GET", `indicators/metadata?${query}`);
    expect(await client.json("POST", "indicators/metadata", [{ value: "1.5.8.7", indicatorType: "IP" }])).toEqual([
      {
        guid: "IP|1.5.8.7", indicatorType: "IP", value: "1.5.8.7", priorityLevel: "LOW", correlationCount: 0, sightings: 6, noteCount: 1, notes: ["n"], source: "s",
        firstSeen: 1_543_000_000_000, lastSeen: 1_543_400_000_000, enclaveIds: [kit.incidents], tags: [{ guid: "t", name: "t", enclaveId: kit.incidents }],
      },
    ]); // prettier-ignore
    expect(await metadata("values=1.5.8.7&values=1.5.8.9&types=IP")).toHaveLength(2);
    expect(await metadata("values=1.5.8.7,1.5.8.9&types=URL")).toHaveLength(0);
    expect(await metadata("values=1.5.8.7&values=1.5.8.9")).toHaveLength(2);
    expect(await client.json("GET", "indicators/1.5.8.7/metadata")).toHaveLength(1);
    expect(await client.json("POST", "indicators/metadata", [{ value: "1.5.8.7", indicatorType: null }, { value: "unknown.example.org", indicatorType: null }])).toHaveLength(1);
    expect(values((await client.json<Page>("GET", "indicators?from=0")).items)).toEqual(["1.5.8.7", "1.5.8.9", "blah.com"]);
    expect(values((await client.json<Page>("GET", "indicators?from=0&tagIds=own")).items)).toEqual(["blah.com"]);
    expect(values((await client.json<Page>("GET", "indicators/latest")).items)).toEqual(["blah.com"]);
    expect(await client.json("GET", "indicators/details?indicatorValues=1.5.8.7")).toMatchObject([{ value: "1.5.8.7", correlationCount: 0, whitelisted: false }]);
    const summaries = await client.json<Page>("POST", "indicators/summaries", ["1.5.8.7"]);
    expect(summaries).toMatchObject({ totalElements: 1, items: [{ value: "1.5.8.7", type: "IP", enclaveId: kit.incidents, source: { key: "s", name: "s" }, severityLevel: 1, score: { name: "confidence", value: "30" } }] });
  });

  it("that are none are refused, all of them, with their place", async () => {
    for (const [content, reason] of [[[{ value: "1.5.8.7" }, { value: "no indicator" }], "value 2"], [[{ value: 7 }], "indicator 1"], ["x", "content"], [[{ value: "1.5.8.7", sightings: -1 }], "sightings"]] as const) {
      const answer = await client.call("POST", "indicators", { enclaveIds: [kit.incidents], content });
      expect([answer.status, (JSON.parse(answer.body) as { message: string }).message]).toEqual([400, expect.stringContaining(reason)]);
    }
    const many = Array.from({ length: 10_001 }, (_, index) => ({ value: `h${index}.example.org` }));
    expect((await client.call("POST", "indicators", { enclaveIds: [kit.incidents], content: many })).status).toBe(413);
    expect(await search("1.5.8.7")).toEqual([]);
  });

  it("carry tags by both generations of the call, raw URLs in the path included", async () => {
    await submit();
    const tag = (name: string) => ({ guid: name, name, enclaveId: kit.incidents });
    expect(await client.json("POST", "indicators/tags", { value: "blah.com", tag: { name: "triage", enclaveId: kit.incidents } })).toEqual(tag("triage"));
    expect(await client.json("POST", `indicators/http://x.example.org/y//z/tags?name=c2&enclaveId=${kit.incidents}`, "")).toEqual(tag("c2"));
    expect((await client.json<{ name: string }[]>("GET", "indicators/tags")).map(({ name }) => name)).toEqual(["c2", "own", "t", "triage"]);
    expect(await client.call("DELETE", "indicators/tags/triage?value=blah.com")).toMatchObject({ status: 200, body: "" });
    expect(await client.call("DELETE", "indicators/http://x.example.org/y//z/tags/c2")).toMatchObject({ status: 200, body: "" });
    expect((await client.json<{ name: string }[]>("GET", `indicators/tags?enclaveIds=${kit.incidents}`)).map(({ name }) => name)).toEqual(["own", "t"]);
    expect((await client.call("POST", "indicators/tags", { value: "blah.com", tag: { name: "x", enclaveId: kit.partners } })).status).toBe(403);
  });
});

describe("trending indicators", () => {
  it("are those of most reports; families and vulnerabilities only when asked for", async () => {
    await client.report("45.33.2.79 a.example.org Emotet CVE-2017-0144");
    await client.report("45.33.2.79 Emotet");
    expect((await client.json<Item[]>("GET", "indicators/community-trending?daysBack=1")).map(({ value, correlationCount }) => [value, correlationCount])).toEqual([["45.33.2.79", 2], ["a.example.org", 1]]);
    expect(await client.json("GET", "indicators/community-trending?type=MALWARE&daysBack=90")).toMatchObject([{ value: "EMOTET", correlationCount: 2 }]);
    expect(await client.json("GET", "indicators/community-trending?type=CVE")).toMatchObject([{ value: "CVE-2017-0144" }]);
  });
});

describe("the whitelist", () => {
  it("takes the indicators out of every term, and takes them out of everything told, also in what came before", async () => {
    const guid = await client.report("45.33.2.79 with a.example.org");
    expect(await client.json("POST", "whitelist", ["not_malicious.com", "really_not_malicious.net", "nothing", " "])).toHaveLength(2);
    expect(await client.json("POST", "whitelist", ["45.33.2.79"])).toEqual([{ guid: "IP|45.33.2.79", indicatorType: "IP", value: "45.33.2.79" }]);
    expect(values((await client.json<Page>("GET", `reports/${guid}/indicators`)).items)).toEqual(["a.example.org"]);
    expect((await client.json<Page>("GET", `reports/${guid}/indicators?applyWhitelist=False`)).items).toContainEqual(expect.objectContaining({ value: "45.33.2.79", whitelisted: true }));
    expect(await search("45.33.2.79")).toEqual([]);
    expect((await client.json<Page>("GET", "indicators/related?indicators=a.example.org")).items.map(({ value }) => value)).toEqual(["a.example.org"]);
    expect((await client.json<Page>("GET", "indicators/related?indicators=45.33.2.79")).items).toEqual([]);
    expect(await client.json("GET", "whitelist?pageSize=1000")).toMatchObject({ totalElements: 3, hasNext: false });
    for (const [value, type] of [["45.33.2.79", "IP"], ["not_malicious.com", ""], ["really_not_malicious.net", "URL"]] as const)
      expect(await client.call("DELETE", `whitelist?value=${value}&indicatorType=${type}`)).toMatchObject({ status: 200, body: "" });
    expect(await search("45.33.2.79")).toHaveLength(1);
    expect((await client.call("POST", "whitelist", { not: "a list" })).status).toBe(400);
  });
});
