import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHub, type TestHub } from "../hub.test-kit.js";

let kit: TestHub;
let token: string;
beforeAll(async () => {
  kit = await startTestHub();
  token = await kit.token();
});
afterAll(() => kit.stop());

const settings = { threat_type: "malware", severity: "high", confidence: 90, tlp: "TLP:AMBER", tags: "resilient", auto_approve: "yes" };
const rows = (body: string): Record<string, unknown>[] => JSON.parse(body) as Record<string, unknown>[];
const found = async (query: string, size: unknown = 100): Promise<Record<string, unknown>[]> => rows((await kit.query(token, { query, type: "json", size })).body);
const file = (intel: string, more: object = {}) => kit.importIntel({ token, intel_str: intel, ...settings, ...more });

describe("an import", () => {
  it("files an IP address as adware, which has no itype, all the same", async () => {
    expect((await file("185.10.0.4", { threat_type: "adware" })).status).toBe(200);
    expect(await found("value = '185.10.0.4'", 10)).toMatchObject([{ itype: "suspicious_ip" }]);
  });

  it("makes a record each time, newest first, and job IDs that rise", async () => {
    const jobs: string[] = [];
    for (const confidence of [10, 20, 30]) jobs.push((await file("185.20.0.1", { confidence })).body);
    expect(new Set(jobs).size).toBe(3);
    expect([...jobs].sort()).toEqual(jobs);
    expect((await found("value='185.20.0.1'")).map(({ confidence }) => confidence)).toEqual([30, 20, 10]);
  });

  it("takes several values in one text and types them", async () => {
    const hash = "7D2A6F3A5E4B1C0D9E8F7A6B5C4D3E2F";
    await file(`185.21.0.1, EVIL-one.machete-report.com\nhxxp://evil-one[.]machete-report[.]com/A;bad@evil-one.machete-report.com\n${hash}`, { tags: "several" });
    const records = await found("detail=several");
    expect(records.map(({ type, indicator }) => `${String(type)} ${String(indicator)}`).sort()).toEqual([
      "domain evil-one.machete-report.com",
      "email bad@evil-one.machete-report.com",
      "ip 185.21.0.1",
      `md5 ${hash.toLowerCase()}`,
      "url http://evil-one.machete-report.com/A",
    ]);
  });

  it("takes a file", async () => {
    const boundary = "----form";
    const part = (name: string, value: string, more = "") => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const body = `${part("import_params", JSON.stringify({ token, ...settings, tags: "from a file" }))}${part("file", "185.22.0.1\n185.22.0.2\n", '; filename="list.txt"')}--${boundary}--\r\n`;
    const answer = await kit.send("POST", "/api/v1/import_intel", { "content-type": `multipart/form-data; boundary=${boundary}` }, body);
    expect(answer.status).toBe(200);
    expect(await found("detail='from a file'")).toHaveLength(2);
  });

  it("with force keeps a path and a MAC address whole, and a query finds them as they are written", async () => {
    const values = ["c:\\Users\\Public\\Evil.exe", "/usr/bin/evil", "00:1b:44:11:3a:b7"];
    expect((await file(values[0] ?? "")).status).toBe(400);
    const job = /(\d{14})/.exec((await file(values.join("\n"), { force: true, tags: "insisted" })).body)?.[1];
    const status = await kit.send("POST", "/api/v1/import_status", { "content-type": "application/json" }, JSON.stringify({ token, job_id: job }));
    expect((JSON.parse(status.body) as { values: unknown[] }).values).toMatchObject(values.map((value, index) => ({ value, type: index < 2 ? "file_path" : "mac", state: "stored" })));
    for (const value of values) expect(await found(`value = '${value.replaceAll("\\", "\\\\")}'`)).toMatchObject([{ indicator: value, detail: "insisted" }]);
    expect((await file("185.25.0.9", { force: "perhaps" })).phrase).toContain("force must be yes or no");
  });

  it("waits for approval when auto_approve is no", async () => {
    expect((await file("185.23.0.1", { auto_approve: "no" })).status).toBe(200);
    expect(await found("value='185.23.0.1'")).toEqual([]);
  });

  it("with the same key files nothing twice, and tells what became of it", async () => {
    const first = await file("185.24.0.1\n00:1a:2b:3c:4d:5e", { import_key: "inc-2095/1" });
    const second = await file("185.24.0.1", { import_key: "inc-2095/1" });
    expect(second.body).toBe(first.body);
    expect(await found("value='185.24.0.1'")).toHaveLength(1);
    const status = await kit.send("POST", "/api/v1/import_status", { "content-type": "application/json" }, JSON.stringify({ token, import_key: "inc-2095/1" }));
    expect(JSON.parse(status.body)).toEqual({
      job_id: /\d{14}/.exec(first.body)?.[0],
      state: "stored",
      values: [
        { value: "185.24.0.1", type: "ip", itype: "mal_ip", state: "stored" },
        { value: "00:1a:2b:3c:4d:5e", type: "mac", itype: "", state: "dropped", reason: "unsupported value type MAC address" },
      ],
    });
    const unknown = await kit.send("POST", "/api/v1/import_status", {}, JSON.stringify({ token, job_id: "20000101000000" }));
    expect(unknown.status).toBe(404);
  });

  it.each([
    ["a MAC address", { intel_str: "00:1a:2b:3c:4d:5e" }, "unsupported value type MAC address"],
    ["a Windows path", { intel_str: "c:\\a\\b.exe" }, "send the file's hash"],
    ["a Unix path", { intel_str: "/usr/bin/x" }, "send the file's hash"],
    ["a file name", { intel_str: "setup.exe" }, "send the file's hash"],
    ["ten thousand characters", { intel_str: "a".repeat(10_000) }, "longer than 2,048 characters"],
    ["nothing", { intel_str: "  " }, "intel_str is empty"],
    ["an unknown threat type", { threat_type: "mal_ip" }, "threat_type must be one of adware, apt"],
    ["an unknown severity", { severity: "huge" }, "severity must be one of low, medium, high, very-high"],
    ["a confidence of 101", { confidence: 101 }, "confidence must be a whole number from 0 to 100"],
    ["half a confidence", { confidence: "12.5" }, "confidence must be a whole number from 0 to 100"],
    ["an unknown TLP", { tlp: "TLP:PURPLE" }, "tlp must be one of TLP:RED"],
    ["an unknown approval", { auto_approve: "perhaps" }, "auto_approve must be yes or no"],
  ])("of %s is refused, and the reason phrase says why", async (_what, params, reason) => {
    const answer = await file("185.25.0.1", params);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(reason);
    expect(answer.phrase).toContain(reason);
    expect(answer.phrase).toMatch(/^[\x20-\x7e]+$/);
    expect(await found("value='185.25.0.1'")).toEqual([]);
  });

  it("narrows TLP 2.0 and never widens it", async () => {
    await file("185.26.0.1", { tlp: "TLP:AMBER+STRICT" });
    await file("185.26.0.2", { tlp: "TLP:CLEAR" });
    expect(await found("value='185.26.0.1' OR value='185.26.0.2'")).toMatchObject([{ tlp: "TLP:WHITE" }, { tlp: "TLP:RED" }]);
  });

  it.each([
    ["half a JSON text", '{"token": "x", "intel_str": "1.2'],
    ["a Python call", "__import__('os').system('id')"],
    ["a Python dict with a call", "{'token': open('/etc/passwd').read()}"],
    ["a list", "[1, 2]"],
  ])("with %s as import_params is refused", async (_what, params) => {
    const answer = await kit.send("POST", "/api/v1/import_intel", { "content-type": "application/x-www-form-urlencoded" }, new URLSearchParams({ import_params: params }).toString());
    expect(answer.status).toBe(400);
    expect(answer.phrase).toContain("import_params");
  });
});

describe("queries", () => {
  beforeAll(async () => {
    await file("185.30.0.1", { threat_type: "ddos", severity: "very-high", confidence: 99 });
    await file("185.30.0.2", { severity: "low", confidence: 5 });
    await file("7d2a6f3a5e4b1c0d9e8f7a6b5c4d3e2f", { severity: "high", tags: "hash" });
  });
  const values = async (query: string, size?: unknown): Promise<unknown[]> => (await found(query, size)).map(({ indicator }) => indicator);

  it("find a bare value, and a bare word in a record's detail", async () => {
    expect(await values("185.30.0.2")).toEqual(["185.30.0.2"]);
    expect(await values("hash")).toEqual(["7d2a6f3a5e4b1c0d9e8f7a6b5c4d3e2f"]);
  });

  it("find an upper-case hash, though it is stored in lower case", async () => {
    expect(await values("value = '7D2A6F3A5E4B1C0D9E8F7A6B5C4D3E2F' and detail=hash")).toEqual(["7d2a6f3a5e4b1c0d9e8f7a6b5c4d3e2f"]);
  });

  it.each([[10], ["10"], [null], [undefined]])("take a size of %j", async (size) => {
    expect(await values("value='185.30.0.1'", size)).toEqual(["185.30.0.1"]);
  });

  it.each([[0], [-1], ["many"], [1.5], [{}]])("refuse a size of %j", async (size) => {
    const answer = await kit.query(token, { query: "confidence>0", type: "json", size });
    expect(answer).toMatchObject({ status: 400, phrase: expect.stringContaining("size must be") });
  });

  it("take a thousand values at once", async () => {
    const any = Array.from({ length: 1_000 }, (_, index) => `value='185.99.${index >> 8}.${index & 255}'`).join(" OR ");
    expect(await values(`${any} OR value='185.30.0.1'`)).toEqual(["185.30.0.1"]);
  });
});

describe("what is written in a query stays a value", () => {
  it.each([
    ["value = 'x'' OR confidence > 0'"],
    ["value = 'x\\' OR confidence > 0'"],
    [`value = "x' OR confidence > 0 --"`],
    ["value = 'x; DROP TABLE indicators; --'"],
    ["value = 'x%'"],
    ["value contains '%'"],
    ["detail = '_esilient'"],
    ["1.2.3.4' OR confidence > 0"],
    ["' OR 1=1 --"],
    ["%"],
  ])("%s finds nothing", async (query) => {
    const answer = await kit.query(token, { query, type: "json", size: 10 });
    expect(answer).toMatchObject({ status: 200, body: "[]" });
  });

  it("and the store is whole afterwards", async () => {
    expect(await found("value='185.30.0.1'")).toHaveLength(1);
  });

  it("except for * as wildcard", async () => {
    expect((await found("value='185.30.*'")).length).toBe(2);
    expect(await found("value='185.30.\\*'")).toEqual([]);
  });
});

describe("errors", () => {
  it.each([
    ["value = 'x", "position 9: the quote that opens here is not closed"],
    ["colour=red", "there is no field colour"],
    ["confidence>high", "whole number"],
    ["date_last>yesterday", "is a time such as"],
    ["(value='x'", "closes the one at position 1"],
    ["value='x' confidence>0", "expected AND, OR or the end"],
    ["value>5", "has no order"],
    ["", "query is missing"],
  ])("name what is wrong with the query %j, in the reason phrase too", async (query, reason) => {
    const answer = await kit.query(token, { query, type: "json", size: 10 });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(reason);
    expect(answer.phrase).toContain(reason);
  });

  it("answer 403 to a wrong token and a wrong password", async () => {
    expect((await kit.query("nonsense", { query: "confidence>0", type: "json" })).status).toBe(403);
    expect((await file("185.1.1.1", { token: "nonsense" })).status).toBe(403);
    expect(await kit.login("admin", "wrong")).toMatchObject({ status: 403, phrase: expect.stringContaining("User name or password is wrong") });
    expect((await kit.login("nobody", "wrong")).status).toBe(403);
  });

  it("answer 400 to half a JSON body, an empty one and a list", async () => {
    for (const body of ['{"username": "adm', "", "[]"]) expect((await kit.send("POST", "/api/v1/login", { "content-type": "application/json" }, body)).status).toBe(400);
  });

  it("never carry a token or a password into the log", () => {
    const log = kit.logged.join("");
    expect(log).not.toContain(token);
    expect(log).not.toContain(kit.password);
  });
});
