import { createLogger } from "@soarkit/runtime";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createStaxxApp } from "./app.js";
import { answerWithArtifacts, documentedRecord, documentedRecords, documentedSettings, importPath, loginPath, queryPath } from "./testing/documented-answers.js";
import { AppRunner } from "./testing/run-app.js";
import { useTwoServers, verdictOf } from "./testing/two-servers.js";

const definition = createStaxxApp();
const at = useTwoServers();

/** One guarantee for each of B1 to B26 of staxx-api §3.8, in their order; B22 is proven from the hub's side in packages/intel-hub/src/staxx/shipped-clients.test.ts. */
describe("what this app guarantees", () => {
  it("B1 · no value changes a query", async () => {
    at.artifact("String", "x");
    for (const value of ["x' OR confidence > 0", 'x" OR confidence > 0', "x\\", "evil.com*"]) expect((await at.find(value)).result.success).toBe(false);
    expect(at.staxx.to(queryPath)).toEqual([]);
  });

  it.each([["DNS Name", " EVIL.com. ", "evil.com"], ["URL", "hxxps://evil[.]com/A", "https://evil.com/A"]])("B2 · a value is found however it is written: %s %j", async (type, value, normal) => {
    at.artifact(type, value);
    await at.find(value);
    expect(at.asked()).toMatchObject({ query: `value = '${normal}'` });
  });

  it("B3 · credentials are sent only to a server whose certificate is trusted", async () => {
    const ended = await at.app.call("staxx_query", { staxx_indicator: "1.2.3.4" }, { trusted: false });
    expect(ended.result.reason).toContain("certificate");
    expect(at.staxx.requests).toEqual([]);
  });

  it("B4 · one login serves many calls, and is renewed once when STAXX forgot it", async () => {
    await at.find();
    await at.file();
    expect(at.staxx.to(loginPath)).toHaveLength(1);
    at.staxx.answer(queryPath, { status: 403, body: "" }, { body: [] });
    expect((await at.find()).result.success).toBe(true);
    expect(at.staxx.to(loginPath)).toHaveLength(2);
  });

  it("B5 · one click files all artifacts of an incident", async () => {
    answerWithArtifacts(at.platform, [{ type: "DNS Name", value: "a.com" }, { type: "DNS Name", value: "b.com" }]);
    await at.app.call("staxx_import", { ...documentedSettings, staxx_incident_id: 2095 });
    expect(at.sent()).toMatchObject({ intel_str: "a.com\nb.com" });
  });

  it("B6 · a wrong password is called that, and not an outage", async () => {
    at.staxx.answer(loginPath, { status: 403, body: "no" });
    const { reason } = (await at.file()).result;
    expect(reason).toContain("refused the login of admin");
    expect(reason).not.toMatch(/down|slow|reach/);
  });

  it("B7 · a password that must be changed first is explained", async () => {
    at.staxx.answer(loginPath, { body: { message: "Password change required" } });
    expect((await at.file()).result.reason).toContain("wants the password of admin changed");
  });

  it("B8 · a failed import is called an import", async () => {
    at.staxx.answer(importPath, { status: 400, phrase: "Bad Request", body: "no" });
    expect((await at.file()).result.reason).toContain("refused the import");
  });

  it("B9 · a failure is a result with its reason, and every workflow writes a note of it", async () => {
    at.staxx.answer(importPath, { status: 500, body: "" });
    expect((await at.file()).result).toMatchObject({ success: false, reason: expect.stringContaining("500") });
    for (const { steps } of definition.customizations().workflows) expect(steps[0]?.postScript).toMatch(/failed: \{\}[\s\S]*incident\.addNote/);
  });

  it("B10 · a value is called stored only when STAXX shows it", async () => {
    expect(verdictOf(await at.file())).toBe("pending");
    at.staxx.answer(queryPath, { body: [] }, { body: [{ ...documentedRecord, tlp: "TLP:RED" }] });
    expect(verdictOf(await at.file())).toBe("different settings");
  });

  it("B11 · the result carries what was sent, whatever the dialog said", async () => {
    expect((await at.file("1.2.3.4", { staxx_confidence: "7" })).result.additions["outcome"]).toMatchObject({ sent: { confidence: 7, tlp: "AMBER", severity: "low", indicator_type: "malware", auto_approve: "yes" } });
    expect(definition.customizations().workflows[0]?.steps[0]?.postScript).not.toContain("rule.properties");
  });

  it("B12 · notes escape every value", () => {
    for (const { steps } of definition.customizations().workflows) expect(steps[0]?.postScript).toContain("from html import escape");
  });

  it.each([[[{ ...documentedRecord, tlp: null, confidence: null, date_last: null }], true], [{ error: "x" }, false], [["x"], false]])("B13 · an odd answer of STAXX breaks nothing: %j", async (body, success) => {
    at.staxx.answer(queryPath, { body });
    const { result } = await at.find();
    expect(result.success).toBe(success);
    if (!success) expect(result.reason).toContain("STAXX");
  });

  it("B14 · rules are not offered on passwords and files, and nothing of a password leaves when they are", async () => {
    for (const rule of definition.customizations().rules.filter(({ objectType }) => objectType === "artifact")) expect(rule.conditions[0]?.value).not.toContain("Password");
    at.artifact("Password", "looks-like.example.com");
    expect((await at.file("looks-like.example.com")).result.success).toBe(false);
    expect((await at.file("looks-like.example.com", { staxx_force: "yes" })).result.success).toBe(false);
    expect(at.staxx.requests).toEqual([]);
  });

  it("B15 · whatever an import needs is demanded by its dialog", async () => {
    const fields = definition.customizations().activityFields;
    for (const name of ["auto_approve", "confidence_level", "indicator_type", "severity_level", "tlp_color"]) expect(fields[name]?.options.required).toBe(true);
    expect((await at.file("1.2.3.4", { staxx_confidence: "" })).result.reason).toContain("staxx_confidence");
    expect(at.staxx.to(importPath)).toEqual([]);
  });

  it("B16 · a search says when there is more than it shows", async () => {
    at.staxx.answer(queryPath, { body: documentedRecords });
    expect((await at.find("1.2.3.4", { staxx_max_results: 2 })).result.additions).toMatchObject({ returned: 2, more: true });
  });

  it("B17 · no duplicate is filed: the same settings are known already", async () => {
    at.staxx.answer(queryPath, { body: [documentedRecord] });
    expect(verdictOf(await at.file())).toBe("already there");
    expect(at.staxx.to(importPath)).toEqual([]);
  });

  it("B18 · scanners, spam, sinkholes and Tor can be filed by configuration, and a type that does not fit the value is warned about", async () => {
    await at.app.call("staxx_import", { ...documentedSettings, staxx_indicator: "1.2.3.4", staxx_indicator_type: "scan" }, { config: { indicator_types: "full" } });
    expect(at.sent()).toMatchObject({ threat_type: "scan" });
    expect((await at.file("1.2.3.4", { staxx_indicator_type: "adware" })).statuses.join()).toContain("adware has no form for values of type ip");
  });

  it("B19 · without a choice nothing is shared more widely than RED, and labels of TLP 2.0 are narrowed, never widened", async () => {
    for (const tlp of [undefined, "AMBER+STRICT", "TLP:AMBER+STRICT", "CLEAR"]) await at.file("1.2.3.4", { staxx_tlp: tlp });
    expect([0, 1, 2, 3].map((index) => at.sent(index)["tlp"])).toEqual(["TLP:RED", "TLP:RED", "TLP:RED", "TLP:WHITE"]);
    expect(definition.customizations().activityFields["tlp_color"]).toMatchObject({ options: { required: true } });
  });

  it("B20 · what is filed leads back to the incident", async () => {
    await at.file();
    expect(at.sent()["tags"]).toBe(`resilient,${at.soar.incidentUrl(2095)}`);
  });

  it("B21 · neither token nor password stands in a status, a result, an intent or a line of the log", async () => {
    const lines: string[] = [];
    const log = createLogger({ name: "test", level: "trace", destination: new PassThrough().on("data", (chunk: Buffer) => lines.push(chunk.toString("utf8"))) });
    const app = new AppRunner(at.staxx, at.soar, log);
    at.staxx.answer(loginPath, { body: { token_id: "canary-token" } });
    const ended = [await app.call("staxx_query", { staxx_indicator: "1.2.3.4" }), await app.call("staxx_import", { ...documentedSettings, staxx_indicator: "1.2.3.4" })];
    at.staxx.answer(importPath, { status: 400, body: "canary-token and canary-password are not liked" });
    ended.push(await app.call("staxx_import", { ...documentedSettings, staxx_indicator: "1.2.3.4" }));
    expect([JSON.stringify(ended), ...lines].join("\n")).not.toMatch(/canary/);
  });

  it("B22, B23 · every call is one of the three documented ones, over the same checked connection, as every STAXX reads it", async () => {
    await at.find();
    await at.file();
    for (const { method, path, headers } of at.staxx.requests) {
      expect(method).toBe("POST");
      expect([loginPath, queryPath, importPath]).toContain(path);
      expect(headers["content-type"]).toMatch(path === importPath ? /^application\/x-www-form-urlencoded/ : /^application\/json/);
    }
    for (const value of Object.values(at.sent())) expect(["string", "number"]).toContain(typeof value);
  });

  it("B24 · the inputs that the shipped scripts fill are the ones that the functions take", () => {
    const taken = new Set(definition.functions.flatMap((one) => Object.keys(one.inputs)));
    for (const { steps } of definition.customizations().workflows) {
      const filled = [...(steps[0]?.preScript ?? "").matchAll(/^inputs\.(\w+) =/gm)].map((match) => match[1] ?? "");
      expect(filled.length).toBeGreaterThan(1);
      for (const name of filled) expect(taken).toContain(name);
    }
  });

  it("B25 · dates carry their zone", async () => {
    at.staxx.answer(queryPath, { body: documentedRecords });
    const { result } = await at.app.call("staxx_query", { staxx_indicator: "1.2.3.4" }, { config: { server_timezone: "Europe/Berlin" } });
    expect(result.additions["outcome"]).toMatchObject({ times: ["2020-08-12T08:05:58.000Z", "2020-08-12T08:03:52.000Z", "2020-08-12T08:02:29.000Z"] });
  });

  it("B26 · a proxy of the environment is not asked for hosts of NO_PROXY, and a configured direct switches proxies off", async () => {
    const nobody = "http://127.0.0.1:9";
    expect((await at.find("1.2.3.4", {}, { proxies: { https: nobody } })).result.reason).toContain("proxy");
    expect((await at.find("1.2.3.4", {}, { proxies: { https: nobody, noProxy: "127.0.0.1" } })).result.success).toBe(true);
    expect((await at.find("1.2.3.4", {}, { proxies: { https: "direct" } })).result.success).toBe(true);
  });
});
