import { renderExport } from "@soarkit/app-sdk";
import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStaxxApp } from "./app.js";
import { configSchema } from "./config/config.js";
import { answerLikePlatform, answerLikeStaxx, answerWithArtifacts, documentedJob, documentedRecord, documentedRecords, importPath, loginPath, queryPath } from "./testing/documented-answers.js";
import { ReplayServer } from "./testing/replay-server.js";
import { AppRunner, type Ended } from "./testing/run-app.js";
import { testAuthority } from "./testing/certificate.js";

const log = createLogger({ name: "test", level: "silent" });
const settings = { staxx_auto_approve: "yes", staxx_confidence: "33", staxx_indicator_type: "malware", staxx_severity: "low", staxx_tlp: "AMBER" };
const definition = createStaxxApp();
let staxx: ReplayServer;
let platform: ReplayServer;
let soar: SoarClient;
let app: AppRunner;

beforeEach(async () => {
  staxx = answerLikeStaxx(await new ReplayServer().start());
  platform = answerLikePlatform(await new ReplayServer().start(), { type: "IP Address", value: "1.2.3.4" });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
  app = new AppRunner(staxx, soar, log);
});
afterEach(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

const file = (value = "1.2.3.4", more: Record<string, unknown> = {}): Promise<Ended> => app.call("staxx_import", { ...settings, staxx_indicator: value, ...more });
const find = (value = "1.2.3.4", more: Record<string, unknown> = {}): Promise<Ended> => app.call("staxx_query", { staxx_indicator: value, ...more });
const sent = (index = 0): Record<string, unknown> => JSON.parse(new URLSearchParams(staxx.to(importPath)[index]?.body).get("import_params") ?? "{}") as Record<string, unknown>;
const asked = (): Record<string, unknown> => JSON.parse(staxx.to(queryPath)[0]?.body ?? "{}") as Record<string, unknown>;
const artifact = (type: string, value: string): unknown => answerLikePlatform(platform, { type, value });
const verdict = ({ result }: Ended): unknown => (result.additions["outcome"] as { values: { verdict: string }[] }).values[0]?.verdict;
const fieldOf = (key: string) => renderExport(definition).fields?.find(({ export_key: found }) => found === key);

describe("what the document promises (staxx-api §5)", () => {
  it("adds an artifact's value as an indicator, with the documented parameters", async () => {
    await file();
    expect(Object.keys(sent())).toEqual(["token", "intel_str", "threat_type", "severity", "confidence", "tlp", "tags", "auto_approve"]);
    expect(sent()).toMatchObject({ intel_str: "1.2.3.4", threat_type: "malware", severity: "low", confidence: 33, tlp: "TLP:AMBER", auto_approve: "yes" });
  });

  it("searches for a value, ten results unless told otherwise, and asks for one more to know whether there are more", async () => {
    await find();
    expect(asked()).toMatchObject({ query: "value = '1.2.3.4'", type: "json", size: 11 });
  });

  it("takes staxx_max_results from 1 to 5000, also from the rule's dialog", async () => {
    expect((await find("1.2.3.4", { staxx_max_results: 5001 })).result.reason).toContain("from 1 to 5000");
    await find("1.2.3.4", { staxx_max_results: 5000 });
    expect(asked()).toMatchObject({ size: 5001 });
    expect(definition.customizations().workflows.find(({ programmaticName }) => programmaticName === "example_staxx_indicator_search")?.steps[0]?.preScript).toContain("rule.properties.staxx_max_results");
  });

  it("reads both names of the confidence, and selects as label or as {id, name}", async () => {
    await file("1.2.3.4", { staxx_tlp: { id: 3, name: "GREEN" }, staxx_confidence: undefined, staxx_confidence_lvl: 77 });
    expect(sent()).toMatchObject({ confidence: 77, tlp: "TLP:GREEN" });
  });

  it("takes a confidence from 0 to 100, 0 included, and the dialog demands it", async () => {
    await file("1.2.3.4", { staxx_confidence: "0" });
    expect(sent()).toMatchObject({ confidence: 0 });
    expect((await file("1.2.3.4", { staxx_confidence: "101" })).result.success).toBe(false);
    expect(fieldOf("actioninvocation/confidence_level")?.required).toBe("always");
  });

  it("asks for approval by default, and calls an import that waits for it pending, not added", async () => {
    const ended = await file("1.2.3.4", { staxx_auto_approve: undefined });
    expect(sent()).toMatchObject({ auto_approve: "no" });
    expect(verdict(ended)).toBe("pending");
  });

  it("files as TLP:RED by default, and never widens a label of TLP 2.0", async () => {
    await file("1.2.3.4", { staxx_tlp: undefined });
    await file("1.2.3.4", { staxx_tlp: "AMBER+STRICT" });
    await file("1.2.3.4", { staxx_tlp: "CLEAR" });
    expect([0, 1, 2].map((index) => sent(index)["tlp"])).toEqual(["TLP:RED", "TLP:RED", "TLP:WHITE"]);
  });

  it("lists the 18 indicator types in their order, and the four severities", () => {
    expect(fieldOf("__function/staxx_indicator_type")?.values?.map(({ label }) => label)).toEqual([
      "adware", "apt", "bot", "brute", "c2", "compromised", "ddos", "dyn_dns", "exfil", "exploit", "hack_tool", "anomalous", "malware", "p2p", "parked", "data_leakage", "phish", "anonymization",
    ]);
    expect(fieldOf("__function/staxx_severity")?.values?.map(({ label }) => label)).toEqual(["low", "medium", "high", "very-high"]);
  });

  it("keeps the text of an import with its trailing blank, and puts the job id beside it", async () => {
    const { result } = await file();
    expect(result.content).toBe(documentedJob);
    expect(result.additions["outcome"]).toMatchObject({ job_id: "20200812163012" });
  });

  it("ends an expected failure as a result with its reason, so that a note is written", async () => {
    staxx.answer(queryPath, { status: 500, body: "" });
    expect((await find()).result).toMatchObject({ success: false, content: null, reason: expect.stringContaining("500") });
    for (const { steps } of definition.customizations().workflows) expect(steps[0]?.postScript).toMatch(/failed: \{\}/);
  });

  it("brings the two documented pairs of rule and workflow, and one for a whole incident", () => {
    expect(definition.customizations().rules.map(({ name, workflow, objectType }) => [name, workflow, objectType])).toEqual([
      ["Example: Anomali Staxx Import", "example_staxx_indicator_import", "artifact"],
      ["Example: Anomali Staxx Query", "example_staxx_indicator_search", "artifact"],
      ["Example: Anomali Staxx Import All", "example_staxx_incident_import", "incident"],
    ]);
  });

  it("reads the documented keys of the configuration, and the section of the older app", () => {
    expect(configSchema.safeParse({ staxx_ip: "10.10.10.10", staxx_port: "8080", staxx_user: "someuser", staxx_password: "somepass", http_proxy: "http://p:1", https_proxy: "http://p:2" }).success).toBe(true);
    expect(definition.config.legacySections).toEqual(["staxx"]);
  });

  it("does not support Unicode in values, but sends internationalised names as punycode", async () => {
    artifact("DNS Name", "bücher.machete-report.com");
    await file("bücher.machete-report.com");
    expect(sent()).toMatchObject({ intel_str: "xn--bcher-kva.machete-report.com" });
    artifact("String", "пример");
    expect((await file("пример")).result.reason).toContain("Nothing was sent");
  });

  it.each([["MAC Address", "00:1b:44:11:3a:b7"], ["File Path", "c:\\path\\file.exe"], ["File Path", "/usr/bin/x"]])("refuses what STAXX would drop or cut: %s %s", async (type, value) => {
    artifact(type, value);
    expect((await file(value)).result.reason).toContain("Nothing was sent to Anomali STAXX.");
    expect(staxx.requests).toEqual([]);
  });

  it("shows in the action status what it does at each step, and reads back what became of the value", async () => {
    staxx.answer(queryPath, { body: [] }, { body: [documentedRecord] });
    const ended = await file();
    expect(ended.statuses).toEqual([
      "Looking for 1.2.3.4 in Anomali STAXX",
      "Importing 1.2.3.4 as malware, severity low, confidence 33, TLP:AMBER, auto approve yes",
      "Anomali STAXX took the import as job 20200812163012; reading it back",
      "1.2.3.4: stored. STAXX shows it as mal_ip",
    ]);
  });

  it("takes the place of fn_send_to_staxx", () => {
    expect(definition.replaces?.[0]).toMatchObject({ packageName: "fn_send_to_staxx", section: "staxx", rules: ["Example: Send to Staxx", "Example: Query Staxx Indicators"] });
  });

  it("hands every record of a value back, newest first as STAXX sends them", async () => {
    staxx.answer(queryPath, { body: documentedRecords });
    const { result } = await find();
    expect(result.content).toEqual(documentedRecords);
    expect(result.additions).toMatchObject({ returned: 3, more: false });
  });

  it("names the permissions that the document demands", () => {
    expect(definition.permissions).toEqual(["org_data.read", "org_data.edit", "function.read"]);
  });
});

describe("what this app guarantees (staxx-api §3.8)", () => {
  it("no value changes a query", async () => {
    artifact("String", "x");
    for (const value of ["x' OR confidence > 0", 'x" OR confidence > 0', "x\\", "evil.com*"]) expect((await find(value)).result.success).toBe(false);
    expect(staxx.to(queryPath)).toEqual([]);
  });

  it.each([["DNS Name", " EVIL.com. ", "evil.com"], ["URL", "hxxps://evil[.]com/A", "https://evil.com/A"]])("a value is found however it is written: %s %j", async (type, value, normal) => {
    artifact(type, value);
    await find(value);
    expect(asked()).toMatchObject({ query: `value = '${normal}'` });
  });

  it("credentials are sent only to a server whose certificate is trusted", async () => {
    const ended = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" }, { trusted: false });
    expect(ended.result.reason).toContain("certificate");
    expect(staxx.requests).toEqual([]);
  });

  it("one login serves many calls, and is renewed once when STAXX forgot it", async () => {
    await find();
    await file();
    expect(staxx.to(loginPath)).toHaveLength(1);
    staxx.answer(queryPath, { status: 403, body: "" }, { body: [] });
    expect((await find()).result.success).toBe(true);
    expect(staxx.to(loginPath)).toHaveLength(2);
  });

  it("one click files all artifacts of an incident", async () => {
    answerWithArtifacts(platform, [{ type: "DNS Name", value: "a.com" }, { type: "DNS Name", value: "b.com" }]);
    await app.call("staxx_import", { ...settings, staxx_incident_id: 2095 });
    expect(sent()).toMatchObject({ intel_str: "a.com\nb.com" });
  });

  it("a wrong password is called that, and not an outage", async () => {
    staxx.answer(loginPath, { status: 403, body: "no" });
    const { reason } = (await file()).result;
    expect(reason).toContain("refused the login of admin");
    expect(reason).not.toMatch(/down|slow|reach/);
  });

  it("a password that must be changed first is explained", async () => {
    staxx.answer(loginPath, { body: { message: "Password change required" } });
    expect((await file()).result.reason).toContain("wants the password of admin changed");
  });

  it("a failed import is called an import", async () => {
    staxx.answer(importPath, { status: 400, phrase: "Bad Request", body: "no" });
    expect((await file()).result.reason).toContain("refused the import");
  });

  it("a value is called stored only when STAXX shows it", async () => {
    expect(verdict(await file())).toBe("pending");
    staxx.answer(queryPath, { body: [] }, { body: [{ ...documentedRecord, tlp: "TLP:RED" }] });
    expect(verdict(await file())).toBe("different settings");
  });

  it("the result carries what was sent, whatever the dialog said", async () => {
    expect((await file("1.2.3.4", { staxx_confidence: "7" })).result.additions["outcome"]).toMatchObject({ sent: { confidence: 7, tlp: "AMBER", severity: "low", indicator_type: "malware", auto_approve: "yes" } });
    expect(definition.customizations().workflows[0]?.steps[0]?.postScript).not.toContain("rule.properties");
  });

  it("notes escape every value", () => {
    for (const { steps } of definition.customizations().workflows) expect(steps[0]?.postScript).toContain("from html import escape");
  });

  it.each([[[{ ...documentedRecord, tlp: null, confidence: null, date_last: null }], true], [{ error: "x" }, false], [["x"], false]])("an odd answer of STAXX breaks nothing: %j", async (body, success) => {
    staxx.answer(queryPath, { body });
    const { result } = await find();
    expect(result.success).toBe(success);
    if (!success) expect(result.reason).toContain("STAXX");
  });

  it("rules are not offered on passwords and files, and nothing of a password leaves when they are", async () => {
    for (const rule of definition.customizations().rules.filter(({ objectType }) => objectType === "artifact")) expect(rule.conditions[0]?.value).not.toContain("Password");
    artifact("Password", "looks-like.example.com");
    expect((await file("looks-like.example.com")).result.success).toBe(false);
    expect((await file("looks-like.example.com", { staxx_force: "yes" })).result.success).toBe(false);
    expect(staxx.requests).toEqual([]);
  });

  it("a search says when there is more than it shows", async () => {
    staxx.answer(queryPath, { body: documentedRecords });
    expect((await find("1.2.3.4", { staxx_max_results: 2 })).result.additions).toMatchObject({ returned: 2, more: true });
  });

  it("no duplicate is filed: the same settings are known already", async () => {
    staxx.answer(queryPath, { body: [documentedRecord] });
    expect(verdict(await file())).toBe("already there");
    expect(staxx.to(importPath)).toEqual([]);
  });

  it("scanners, spam, sinkholes and Tor can be filed by configuration, and a type that does not fit the value is warned about", async () => {
    await app.call("staxx_import", { ...settings, staxx_indicator: "1.2.3.4", staxx_indicator_type: "scan" }, { config: { indicator_types: "full" } });
    expect(sent()).toMatchObject({ threat_type: "scan" });
    expect((await file("1.2.3.4", { staxx_indicator_type: "adware" })).statuses.join()).toContain("adware has no form for values of type ip");
  });

  it("what is filed leads back to the incident", async () => {
    await file();
    expect(sent()["tags"]).toBe(`resilient,${soar.incidentUrl(2095)}`);
  });

  it("dates carry their zone", async () => {
    staxx.answer(queryPath, { body: documentedRecords });
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" }, { config: { server_timezone: "Europe/Berlin" } });
    expect(result.additions["outcome"]).toMatchObject({ times: ["2020-08-12T08:05:58.000Z", "2020-08-12T08:03:52.000Z", "2020-08-12T08:02:29.000Z"] });
  });
});
