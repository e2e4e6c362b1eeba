import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { type Answer, startTestHub, type TestHub } from "../hub.test-kit.js";
import { KeptConnection, pythonDict, pythonForm, pythonJson, pythonString } from "./recorded-requests.test-kit.js";

/**
 * Requests in the form in which shipped clients of STAXX write them (staxx-api §1.2 to §1.5), on one kept connection
 * as they hold it, and the answers read as they read them.
 */
let kit: TestHub;
let wire: KeptConnection;
beforeAll(async () => {
  kit = await startTestHub();
});
afterAll(() => kit.stop());
beforeEach(async () => {
  wire = await KeptConnection.to(kit);
});
afterEach(() => wire.close());

type StaxxRecord = Record<"indicator" | "type" | "itype" | "severity" | "tlp" | "detail" | "date_last" | "id", string> & { confidence: number };

const python = (accept: string) => ["User-Agent: python-requests/2.32.3", "Accept-Encoding: gzip, deflate", `Accept: ${accept}`, "Connection: keep-alive"];
const json = "Content-Type: application/json";
const settings = { threat_type: "malware", severity: "low", confidence: 33, tlp: "TLP:AMBER", tags: "resilient", auto_approve: "yes" };
const records = (answer: Answer): StaxxRecord[] => {
  expect(answer.status, answer.body).toBe(200);
  const read: unknown = JSON.parse(answer.body);
  expect(Array.isArray(read)).toBe(true);
  return read as StaxxRecord[];
};
const tokenOf = (answer: Answer): string => {
  expect(answer.status, answer.body).toBe(200);
  return (JSON.parse(answer.body) as { token_id: string }).token_id;
};
const file = async (values: string, more: Partial<typeof settings> = {}): Promise<void> => {
  expect((await kit.importIntel({ token: await kit.token(), intel_str: values, ...settings, ...more })).status).toBe(200);
};

describe("IBM's app", () => {
  const headers = [...python("text/plain"), json];
  const login = async (): Promise<string> => tokenOf(await wire.post("/api/v1/login", headers, pythonJson({ username: kit.user, password: kit.password })));
  const query = async (token: string, value: string): Promise<StaxxRecord[]> => records(await wire.post("/api/v1/intelligence", headers, pythonJson({ token, query: `value = '${value}'`, type: "json", size: 10 })));

  it("logs in with Accept: text/plain, is answered with JSON, and can encode the token as ASCII", async () => {
    const answer = await wire.post("/api/v1/login", headers, pythonJson({ username: kit.user, password: kit.password }));
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(tokenOf(answer)).toMatch(/^[\x21-\x7e]+$/);
  });

  it.each<[string, string, (token: string, value: string) => string]>([
    ["JSON text", "185.40.0.1", (token, value) => pythonJson({ token, intel_str: value, ...settings })],
    ["the text of a Python dict", "185.40.0.2", (token, value) => pythonDict({ token: pythonString(token), intel_str: `u${pythonString(value)}`, threat_type: "u'malware'", severity: "'low'", confidence: "'33'", tlp: "'TLP:AMBER'", tags: "'resilient'", auto_approve: "'yes'" })],
    ["the text of a Python dict whose token is bytes", "185.40.0.3", (token, value) => pythonDict({ token: `b${pythonString(token)}`, intel_str: pythonString(value), threat_type: "'malware'", severity: "'low'", confidence: "33", tlp: "'TLP:AMBER'", tags: "'resilient'", auto_approve: "'yes'" })],
  ])("imports with import_params as %s, and finds what it imported with the same settings", async (_spelling, value, spell) => {
    const token = await login();
    const answer = await wire.post("/api/v1/import_intel", [...python("*/*"), "Content-Type: application/x-www-form-urlencoded"], pythonForm("import_params", spell(token, value)));
    expect(answer.status, answer.body).toBe(200);
    expect(answer.body).toMatch(/^Import intelligence job ID \d{14} $/);
    const [record] = await query(token, value);
    expect(record).toEqual({
      indicator: value, type: "ip", itype: "mal_ip", confidence: 33, severity: "low", tlp: "TLP:AMBER", classification: "public", detail: "resilient", actor: "", campaign: "",
      feed_name: "import", source: kit.user, feed_site_netloc: "localhost",
      id: expect.stringMatching(/^anomali:indicator-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      date_last: expect.stringMatching(/^\d{4}-\d{2}-\d{2} (?:0[1-9]|1[0-2]):\d{2}:\d{2} [AP]M$/),
    }); // prettier-ignore
  });

  it.each<[string, string]>([
    ["an apostrophe, which Python puts in double quotes", "http://it.machete-report.com/it's"],
    ["a name beyond ASCII, written as raw UTF-8", "http://machete-report.com/größe"],
  ])("imports a Python dict with %s", async (_what, value) => {
    const spelled = pythonDict({ token: pythonString(await login()), intel_str: pythonString(value), threat_type: "'malware'", severity: "'low'", confidence: "'33'", tlp: "'TLP:AMBER'", tags: "'spelled'", auto_approve: "'yes'" });
    const answer = await wire.post("/api/v1/import_intel", [...python("*/*"), "Content-Type: application/x-www-form-urlencoded"], pythonForm("import_params", spelled));
    expect(answer.status, answer.body).toBe(200);
    const state = await kit.query(await kit.token(), { query: "detail=spelled", type: "json" });
    expect(state.body).toContain(value.startsWith("http://it.") ? "it.machete-report.com/it" : "machete-report.com/gr");
  });

  it("reads why a call was refused from the reason phrase", async () => {
    const wrong = await wire.post("/api/v1/login", headers, pythonJson({ username: kit.user, password: "not it" }));
    expect(wrong).toMatchObject({ status: 403, phrase: expect.stringContaining("User name or password is wrong") });
    const token = await login();
    const mac = await wire.post("/api/v1/import_intel", [...python("*/*"), "Content-Type: application/x-www-form-urlencoded"], pythonForm("import_params", pythonJson({ token, intel_str: "00:1a:2b:3c:4d:5e", ...settings })));
    expect(mac).toMatchObject({ status: 400, phrase: expect.stringContaining("unsupported value type MAC address") });
  });
});

describe("Polarity", () => {
  const headers = ["content-type: application/json", "accept: application/json", "Connection: keep-alive"];
  const ask = (token: string, values: readonly string[], rest: string): Promise<Answer> =>
    wire.post("/api/v1/intelligence", headers, JSON.stringify({ token, query: `(${values.map((value) => `value='${value}'`).join(" OR ")})${rest}`, type: "json", size: 10 }));

  it("asks for ten values in parentheses with thresholds, and sorts the records by their lower-case value", async () => {
    await file("185.41.0.1", { severity: "very-high", confidence: 99 });
    await file("185.41.0.2", { severity: "low", confidence: 5 });
    const values = Array.from({ length: 10 }, (_, index) => `185.41.0.${index + 1}`);
    const found = records(await ask(await kit.token(), values, " AND confidence >= 50 AND (severity = high OR severity = very-high)"));
    expect(found.map(({ indicator }) => indicator.toLowerCase())).toEqual(["185.41.0.1"]);
    // It shows the label without its first four characters.
    expect(found[0]?.tlp.slice(4)).toBe("AMBER");
  });

  it("is answered 403 to an old token, logs in again and repeats", async () => {
    expect((await ask("an-old-token", ["185.41.0.1"], "")).status).toBe(403);
    const fresh = tokenOf(await wire.post("/api/v1/login", headers, JSON.stringify({ username: kit.user, password: kit.password })));
    expect((await ask(fresh, ["185.41.0.1"], "")).status).toBe(200);
  });
});

describe("Google SecOps", () => {
  const headers = [...python("*/*"), json];
  const ask = async (query: string, size: number): Promise<StaxxRecord[]> => records(await wire.post("/api/v1/intelligence", headers, pythonJson({ token: await kit.token(), query, type: "json", size })));

  it("tests the connection by one record of any confidence", async () => {
    await file("185.42.0.1", { confidence: 1 });
    expect(await ask("confidence>0", 1)).toHaveLength(1);
  });

  it("polls what is newer than a moment in UTC, with 'and' in small letters, and reads dates on a 12-hour clock", async () => {
    await file("185.42.0.2", { severity: "high", confidence: 71 });
    const before = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19);
    const found = await ask(`date_last>=${before} and severity!=low and confidence>=71`, 5_000);
    expect(found.map(({ indicator }) => indicator)).toContain("185.42.0.2");
    const [, date = "", hour = "", rest = "", half = ""] = /^(\S+) (\d{2}):(\d{2}:\d{2}) ([AP]M)$/.exec(found[0]?.date_last ?? "") ?? [];
    const moment = Date.parse(`${date}T${String((Number(hour) % 12) + (half === "PM" ? 12 : 0)).padStart(2, "0")}:${rest}Z`);
    expect(Math.abs(Date.now() - moment)).toBeLessThan(600_000);
    const after = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
    expect(await ask(`date_last>=${after} and severity!=low and confidence>=0`, 5_000)).toEqual([]);
  });
});

describe("OpenDXL", () => {
  it("polls the last minute of one itype without a size, with one token for all polls", async () => {
    const headers = [...python("*/*"), json];
    const token = tokenOf(await wire.post("/api/v1/login", headers, pythonJson({ username: kit.user, password: kit.password })));
    await file("185.43.0.1", { threat_type: "ddos", confidence: 80 });
    for (let poll = 0; poll < 2; poll += 1) {
      const found = records(await wire.post("/api/v1/intelligence", headers, pythonJson({ token, query: "confidence>50 and date_last>-1m and itype=ddos_ip", type: "json" })));
      expect(found.map(({ indicator, itype }) => [indicator, itype])).toEqual([["185.43.0.1", "ddos_ip"]]);
    }
  });
});

describe("the block-list script of curl and perl", () => {
  // curl calls every body that it is handed with -d a form.
  const headers = ["User-Agent: curl/7.61.1", "Accept: */*", "Content-Type: application/x-www-form-urlencoded"];

  it("gets CSV with a header, whose quoting a plain reader of RFC 4180 understands", async () => {
    await file("185.44.0.1", { severity: "very-high", confidence: 77, tags: 'say "no", twice' });
    const token = tokenOf(await wire.post("/api/v1/login", headers, `{"username":"${kit.user}","password":"${kit.password}"}`));
    const answer = await wire.post("/api/v1/intelligence", headers, `{"token":"${token}","query":"confidence>50 AND severity=very-high AND date_last>-1d AND confidence<78","type":"csv","size":100}`);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toContain("text/csv");
    const [header, line = "", end] = answer.body.split("\r\n");
    expect(header).toBe("indicator,type,itype,confidence,severity,tlp,classification,detail,actor,campaign,feed_name,source,feed_site_netloc,id,date_last");
    expect(line).toMatch(/^185\.44\.0\.1,ip,mal_ip,77,very-high,TLP:AMBER,public,"say ""no"", twice",,,import,admin,localhost,anomali:indicator-[0-9a-f-]{36},[\d: -]+ [AP]M$/);
    expect(end).toBe("");
  });
});

describe("Cortex", () => {
  it("sends a bare observable as the whole query, and takes the first record's date for the last sighting", async () => {
    await file("cortex.machete-report.com");
    await file("cortex.machete-report.com", { confidence: 90 });
    const found = records(await wire.post("/api/v1/intelligence", [...python("*/*"), json], pythonJson({ token: await kit.token(), query: "cortex.machete-report.com", type: "json" })));
    expect(found.map(({ confidence }) => confidence)).toEqual([90, 33]);
    expect(found[0]?.date_last).toMatch(/[AP]M$/);
  });
});

describe("pystaxx", () => {
  it("sends no size and gets every record", async () => {
    await file(Array.from({ length: 25 }, (_, index) => `185.45.0.${index + 1}`).join("\n"), { tags: "pystaxx" });
    const found = records(await wire.post("/api/v1/intelligence", [...python("*/*"), json], pythonJson({ token: await kit.token(), query: "detail=pystaxx", type: "json" })));
    expect(found).toHaveLength(25);
  });
});
