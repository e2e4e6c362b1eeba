import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

interface Page<T = { value: string; indicatorType: string }> {
  items: T[];
  pageNumber: number;
  pageSize: number;
  totalElements: number;
  hasNext: boolean;
}
interface Report {
  id: string;
  title: string;
  reportBody: string | null;
  updated: number;
  [key: string]: unknown;
}
const named = ({ items }: Page): string[] => items.map(({ indicatorType, value }) => `${indicatorType} ${value}`).sort();

describe("a report", () => {
  it("is answered with its id as text, and read by this id and by its submitter's", async () => {
    const answer = await client.call("POST", "reports", { title: "T", reportBody: "C2 at 45.33.2.79", enclaveIds: [kit.incidents], externalTrackingId: "RESILIENT2101", timeBegan: 1_543_400_000 });
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": expect.stringContaining("text/plain"), "trace-id": expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    expect(answer.body).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const report = await client.json<Report>("GET", `reports/${answer.body}`);
    expect(report).toEqual({ id: answer.body, title: "T", reportBody: "C2 at 45.33.2.79", timeBegan: 1_543_400_000_000, created: expect.any(Number), updated: expect.any(Number), externalUrl: null, distributionType: "ENCLAVE", enclaveIds: [kit.incidents], externalTrackingId: "RESILIENT2101" });
    for (const path of ["reports/RESILIENT2101?idType=external", "reports/RESILIENT2101", `reports/${answer.body}?idType=internal&includeNotes=False`]) expect(await client.json("GET", path)).toEqual(report);
  });

  it("that is not there is answered with 404 and a message, whatever its id looks like", async () => {
    for (const path of ["RESILIENT2101?idType=external", "6f0c6a52-4c0e-4b53-9f57-2f6e8a1d7c11", "a+b/c==?idType=external", "x%20y/indicators", "x/tags", "x/status"]) {
      const answer = await client.call("GET", `reports/${path}`);
      expect(answer.status, path).toBe(404);
      expect(JSON.parse(answer.body)).toMatchObject({ status: 404, error: "Not Found", message: expect.stringContaining("was not found"), timestamp: expect.any(Number) });
    }
    expect((await client.call("DELETE", "reports/RESILIENT2101?idType=external")).status).toBe(404);
    expect((await client.call("PUT", "reports/RESILIENT2101?idType=external", { title: "a", reportBody: "b" })).status).toBe(404);
  });

  it("may have any text as its submitter's id", async () => {
    for (const id of ["YWJjZA==", "a+b/c==", "with blank", "späť", "a/tags/b"]) {
      const guid = await client.report("x", { externalTrackingId: id });
      const raw = id.replaceAll(" ", "%20").replaceAll("ä", "%C3%A4").replaceAll("ť", "%C5%A5");
      if (!id.includes("/tags/")) expect(await client.json("GET", `reports/${raw}?idType=external`), id).toMatchObject({ id: guid });
      expect(await client.json("GET", `reports/${encodeURIComponent(id)}?idType=external`).catch(() => "tag"), id).toSatisfy((got) => got === "tag" || (got as Report).id === guid);
    }
  });

  it("is there once for each of its submitter's ids", async () => {
    await client.report("x", { externalTrackingId: "R1" });
    const again = await client.call("POST", "reports", { title: "T", reportBody: "y", enclaveIds: [kit.incidents], externalTrackingId: "R1" });
    expect(again.status).toBe(400);
    expect(JSON.parse(again.body)).toMatchObject({ message: expect.stringContaining("R1 is already") });
    const other = await kit.client("partner", { [kit.partners]: "full" });
    await other.report("x", { externalTrackingId: "R1" });
  });

  it("has its indicators at once: typed, without private addresses and without the host of a mail address", async () => {
    const guid = await client.report("C2 45[.]33[.]2[.]79, 10.0.0.4, bob@evil.com, hxxps://evil[.]com/gate, bare.example.org, invoice.exe, d41d8cd98f00b204e9800998ecf8427e, WannaCry");
    const page = await client.json<Page>("GET", `reports/${guid}/indicators?pageNumber=0`);
    expect(named(page)).toEqual(["EMAIL_ADDRESS bob@evil.com", "IP 45.33.2.79", "MALWARE WANNACRY", "MD5 d41d8cd98f00b204e9800998ecf8427e", "SOFTWARE invoice.exe", "URL bare.example.org", "URL https://evil.com/gate"]);
    expect(page).toMatchObject({ pageNumber: 0, pageSize: 100, totalElements: 7, hasNext: false });
    expect(page.items[0]).toEqual({ guid: expect.stringMatching(/^[A-Z0-9_]+\|/), indicatorType: expect.any(String), value: expect.any(String), weight: 1, reason: "", whitelisted: false });
    expect(await client.json("GET", `reports/${guid}/indicators?pageNumber=3&pageSize=2`)).toMatchObject({ pageNumber: 3, pageSize: 2, totalElements: 7, hasNext: false, items: [{}] });
    expect(await client.json("GET", `reports/${guid}/indicators?pageNumber=2&pageSize=2`)).toMatchObject({ hasNext: true });
  });

  it("updated is read anew: what left its text is gone, and its submitter's id stays", async () => {
    const guid = await client.report("45.33.2.79 and 45.33.2.80", { externalTrackingId: "R1" });
    const before = await client.json<Report>("GET", `reports/${guid}`);
    const answer = await client.call("PUT", `reports/${guid}?idType=internal`, { ...before, title: "New", reportBody: "45.33.2.80 and 45.33.2.81", id: guid, externalTrackingId: null, timeBegan: null });
    expect(answer).toMatchObject({ status: 200, body: "" });
    expect(named(await client.json("GET", `reports/${guid}/indicators`))).toEqual(["IP 45.33.2.80", "IP 45.33.2.81"]);
    const after = await client.json<Report>("GET", `reports/R1?idType=external`);
    expect(after).toMatchObject({ title: "New", created: before["created"], timeBegan: before["timeBegan"] });
    expect(after.updated).toBeGreaterThan(before.updated);
    expect((await client.json<Page>("POST", "indicators/search", { searchTerm: "45.33.2.79" })).items).toEqual([]);
  });

  it("updated by its submitter's id without saying so is found (SOAR connectors send no idType)", async () => {
    await client.report("x", { externalTrackingId: "R1" });
    expect((await client.call("PUT", "reports/R1", { title: "New", reportBody: "y" })).status).toBe(200);
  });

  it("deleted is gone with everything that it said", async () => {
    const guid = await client.report("45.33.2.79", { externalTrackingId: "R1" });
    await client.call("POST", `reports/${guid}/alter-tags`, { addedTags: [{ name: "a" }], removedTags: [] });
    expect(await client.call("DELETE", "reports/R1?idType=external")).toMatchObject({ status: 200, body: "" });
    expect((await client.call("GET", `reports/${guid}`)).status).toBe(404);
    expect((await client.json<Page>("POST", "indicators/search", { searchTerm: "45.33.2.79" })).items).toEqual([]);
    await client.report("again", { externalTrackingId: "R1" });
  });

  it("to everybody lies in the community's enclave", async () => {
    const guid = await client.report("x", { distributionType: "COMMUNITY", enclaveIds: [] });
    expect(await client.json("GET", `reports/${guid}`)).toMatchObject({ distributionType: "COMMUNITY" });
    const other = await kit.client("other", { [kit.partners]: "view" });
    expect(await other.json("GET", `reports/${guid}`)).toMatchObject({ id: guid });
  });

  it("that is none is refused with its reason", async () => {
    const refusals: readonly (readonly [unknown, string])[] = [
      [{ reportBody: "x" }, "title"],
      [{ title: "x" }, "reportBody"],
      [{ title: "x", reportBody: null }, "reportBody"],
      [{ title: 7, reportBody: "x" }, "title"],
      [{ title: " ", reportBody: "x" }, "title"],
      [{ title: "x", reportBody: "y", timeBegan: "soon" }, "timeBegan"],
      [{ title: "x", reportBody: "y", externalUrl: "h".repeat(501) }, "externalUrl"],
      [{ title: "x", reportBody: "y", distributionType: "ALL" }, "distributionType"],
      [{ title: "x", reportBody: "y", distributionType: "ENCLAVE", enclaveIds: [] }, "enclaveIds"],
      [{ title: "x", reportBody: "y", enclaveIds: [7] }, "enclaveIds"],
      [[], "JSON object"],
      ["", "JSON object"],
      ['{"title":"x","repo', "not JSON"],
    ];
    for (const [body, reason] of refusals) {
      const answer = await client.call("POST", "reports", body);
      expect([answer.status, (JSON.parse(answer.body) as { message: string }).message]).toEqual([400, expect.stringContaining(reason)]);
    }
  });

  it("of a million characters, with NUL and any script, is kept whole and read whole", async () => {
    const filler = "Ein Bericht über 悪意のある コード \u202e 😀\n";
    const body = `start 45.33.2.1\n${filler.repeat(30_000)}middle 45.33.2.2\n${"word ".repeat(20_000)}end 45.33.2.3`;
    expect(body.length).toBeGreaterThan(1_000_000);
    const guid = await client.report(`${body}\0`);
    expect((await client.json<Report>("GET", `reports/${guid}`)).reportBody).toBe(`${body}\uFFFD`);
    expect(named(await client.json("GET", `reports/${guid}/indicators`))).toEqual(["IP 45.33.2.1", "IP 45.33.2.2", "IP 45.33.2.3"]);
  });

  it("with more than 2,000 indicators, or too large, is refused with 413 and nothing is kept", async () => {
    const many = Array.from({ length: 2_001 }, (_, index) => `host${index}.example.com`).join(" ");
    const answer = await client.call("POST", "reports", { title: "x", reportBody: many, enclaveIds: [kit.incidents] });
    expect([answer.status, (JSON.parse(answer.body) as { message: string }).message]).toEqual([413, expect.stringContaining("2001 indicators")]);
    const huge = await client.call("POST", "reports", { title: "x", reportBody: "y".repeat(11 * 1024 * 1024), enclaveIds: [kit.incidents] });
    expect([huge.status, JSON.parse(huge.body)]).toEqual([413, expect.objectContaining({ status: 413, error: "Payload Too Large" })]);
    expect((await client.json<Page>("POST", "reports/search", {})).totalElements).toBe(0);
  });
});

describe("tags of reports", () => {
  it("are the same to both generations of clients", async () => {
    const guid = await client.report("x");
    expect(await client.call("POST", `reports/${guid}/tags?idType=internal&name=a+b&enclaveId=${kit.incidents}`, "")).toMatchObject({ status: 200, body: "a b" });
    expect(await client.json("POST", `reports/${guid}/alter-tags`, { addedTags: [{ name: "malicious" }], removedTags: [] })).toEqual({ id: guid });
    const tag = (name: string) => ({ guid: name, name, enclaveId: kit.incidents });
    expect(await client.json("GET", `reports/${guid}/tags`)).toEqual([tag("a b"), tag("malicious")]);
    expect(await client.json("GET", "reports/tags")).toEqual([tag("a b"), tag("malicious")]);
    expect(await client.call("DELETE", `reports/${guid}/tags/a%20b?idType=internal`)).toMatchObject({ status: 200, body: "" });
    await client.json("POST", `reports/${guid}/alter-tags?idType=internal`, { addedTags: [], removedTags: [{ name: "malicious" }] });
    expect(await client.json("GET", `reports/${guid}/tags`)).toEqual([]);
    expect((await client.call("POST", `reports/${guid}/tags?name=${"x".repeat(91)}`, "")).status).toBe(400);
  });

  it("find reports: all that are asked for, none that is excluded", async () => {
    const [one, two] = [await client.report("x"), await client.report("y")];
    await client.json("POST", `reports/${one}/alter-tags`, { addedTags: [{ name: "a" }, { name: "b" }] });
    await client.json("POST", `reports/${two}/alter-tags`, { addedTags: [{ name: "a" }] });
    const ids = async (query: string): Promise<string[]> => (await client.json<Page<Report>>("GET", `reports?distributionType=COMMUNITY&enclaveIds=${kit.incidents}&${query}`)).items.map(({ id }) => id);
    expect(await ids("tags=a&tags=b")).toEqual([one]);
    expect(await ids("tags=a,b")).toEqual([one]);
    expect(await ids("tags=a&excludedTags=b")).toEqual([two]);
  });
});

describe("reports by time", () => {
  it("come last changed first, both ends included, and a window of years is clipped", async () => {
    const first = await client.report("x");
    const second = await client.report("y");
    const { updated } = await client.json<Report>("GET", `reports/${first}`);
    expect((await client.json<Page<Report>>("GET", "reports")).items.map(({ id }) => id)).toEqual([second, first]);
    expect((await client.json<Page<Report>>("GET", `reports?from=${updated}&to=${updated}`)).items.map(({ id }) => id)).toEqual([first]);
    expect((await client.json<Page<Report>>("GET", `reports?from=1&to=${now}`)).items).toHaveLength(2);
    now += 15 * 86_400_000;
    const later = await kit.client("app", { [kit.incidents]: "full" });
    expect((await later.json<Page<Report>>("GET", `reports?from=1&to=${now}`)).items).toHaveLength(0);
  });

  it("never lose one that changed at the same moment as another", async () => {
    const frozen = await startTrustarHub({ now: () => 1_700_000_000_000 });
    try {
      const user = await frozen.client("app", { [frozen.incidents]: "full" });
      for (let index = 0; index < 103; index += 1) await user.report(`x${index}`);
      expect((await user.json<Page<Report>>("GET", "reports")).items).toHaveLength(103);
    } finally {
      await frozen.stop();
    }
  });

  it("are searched by words, values and ids, without their text", async () => {
    const guid = await client.report("The gate is at 45[.]33[.]2[.]79", { title: "Machete report", externalTrackingId: "R1" });
    await client.report("another");
    for (const term of ["machete", "gate is", "45.33.2.79", "R1"]) {
      const search = await client.json<Page<Report>>("POST", `reports/search?enclaveIds=${kit.incidents}`, { searchTerm: term }).catch((error: unknown) => String(error));
      if (term.length < 3) expect(search).toContain("at least 3");
      else expect(search, term).toMatchObject({ items: [{ id: guid, reportBody: null }], totalElements: 1, hasNext: false });
    }
    expect(await client.json("GET", "reports/search?searchTerm=Machete&pageSize=1")).toMatchObject({ items: [{ id: guid }], pageSize: 1 });
    expect(await client.json("GET", "reports/search?searchTerm=100%25")).toMatchObject({ items: [] });
  });
});

describe("copying and moving", () => {
  it("keep text and tags", async () => {
    const user = await kit.client("both", { [kit.incidents]: "full", [kit.partners]: "full" });
    const guid = await user.report("45.33.2.79", { title: "T", externalTrackingId: "R9" });
    await user.json("POST", `reports/${guid}/alter-tags`, { addedTags: [{ name: "a" }] });
    const copy = await user.json<{ id: string }>("POST", `reports/copy/${guid}?destEnclaveId=${kit.partners}&copyFromProvidedSubmission=False`, "null");
    expect(copy).toEqual({ id: expect.any(String), submissionVersion: 1 });
    expect(await user.json("GET", `reports/${copy.id}`)).toMatchObject({ title: "T", reportBody: "45.33.2.79", enclaveIds: [kit.partners] });
    expect(await user.json("GET", `reports/${copy.id}/tags`)).toMatchObject([{ name: "a" }]);
    const other = await user.json<{ id: string }>("POST", `reports/copy/${guid}?destEnclaveId=${kit.partners}&copyFromProvidedSubmission=True`, { title: "Redacted", reportBody: "nothing", enclaveIds: [kit.incidents], tags: ["b"] });
    expect(await user.json("GET", `reports/${other.id}/tags`)).toMatchObject([{ name: "b" }]);
    expect(await user.json("POST", `reports/move/${guid}?destEnclaveId=${kit.partners}`, "")).toEqual({ id: guid, submissionVersion: 2 });
    expect(await user.json("GET", "reports/R9?idType=external")).toMatchObject({ id: guid, enclaveIds: [kit.partners] });
    expect(await user.json("GET", `reports/${guid}/status`)).toEqual({ id: guid, status: "SUBMISSION_SUCCESS", errorMessage: "" });
  });
});

describe("correlated reports", () => {
  it("are those of the last 90 days that hold any of the values", async () => {
    const one = await client.report("45.33.2.79");
    const two = await client.report("45.33.2.80");
    expect(await client.json("GET", "reports/correlate?indicators=45.33.2.79&indicators=45.33.2.80")).toEqual([two, one]);
    expect(await client.json("GET", "reports/correlated?indicators=45.33.2.79,%2045.33.2.99&distributionType=COMMUNITY")).toMatchObject({ items: [{ id: one, reportBody: "45.33.2.79" }], totalElements: 1, hasNext: false });
    expect(await client.json("GET", "reports/correlate?indicators=abc")).toEqual([]);
    now += 91 * 86_400_000;
    const later = await kit.client("app", { [kit.incidents]: "full" });
    expect(await later.json("GET", "reports/correlate?indicators=45.33.2.79")).toEqual([]);
  });
});
