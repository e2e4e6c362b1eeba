import { renderExport } from "@soarkit/app-sdk";
import { describe, expect, it } from "vitest";
import { createStaxxApp } from "./app.js";
import { configSchema } from "./config/config.js";
import { documentedJob, documentedRecord, documentedRecords, queryPath } from "./testing/documented-answers.js";
import { useTwoServers, verdictOf } from "./testing/two-servers.js";

const definition = createStaxxApp();
const at = useTwoServers();
const fieldOf = (key: string) => renderExport(definition).fields?.find(({ export_key: found }) => found === key);

/**
 * One test for each row of staxx-api §5, in its order. What needs the whole of Soarkit stands in packages/testing/src/whole-system:
 * the envelope, the note, selftest with permissions, upgrade and uninstall in staxx-app.system.test.ts, proxies in
 * staxx-proxy.system.test.ts, values in values.system.test.ts, logs in secrets.system.test.ts.
 */
describe("what the document promises", () => {
  it("adds an artifact's value as an indicator, with the documented parameters", async () => {
    await at.file();
    expect(Object.keys(at.sent())).toEqual(["token", "intel_str", "threat_type", "severity", "confidence", "tlp", "tags", "auto_approve"]);
    expect(at.sent()).toMatchObject({ intel_str: "1.2.3.4", threat_type: "malware", severity: "low", confidence: 33, tlp: "TLP:AMBER", auto_approve: "yes" });
  });

  it("searches for a value, ten results unless told otherwise, and asks for one more to know whether there are more", async () => {
    await at.find();
    expect(at.asked()).toMatchObject({ query: "value = '1.2.3.4'", type: "json", size: 11 });
  });

  it("takes staxx_max_results from 1 to 5000, also from the rule's dialog", async () => {
    expect((await at.find("1.2.3.4", { staxx_max_results: 5001 })).result.reason).toContain("from 1 to 5000");
    await at.find("1.2.3.4", { staxx_max_results: 5000 });
    expect(at.asked()).toMatchObject({ size: 5001 });
    expect(definition.customizations().workflows.find(({ programmaticName }) => programmaticName === "example_staxx_indicator_search")?.steps[0]?.preScript).toContain("rule.properties.staxx_max_results");
  });

  it("reads both names of the confidence, and selects as label or as {id, name}", async () => {
    await at.file("1.2.3.4", { staxx_tlp: { id: 3, name: "GREEN" }, staxx_confidence: undefined, staxx_confidence_lvl: 77 });
    expect(at.sent()).toMatchObject({ confidence: 77, tlp: "TLP:GREEN" });
  });

  it("takes a confidence from 0 to 100, 0 included, and the dialog demands it", async () => {
    await at.file("1.2.3.4", { staxx_confidence: "0" });
    expect(at.sent()).toMatchObject({ confidence: 0 });
    expect((await at.file("1.2.3.4", { staxx_confidence: "101" })).result.success).toBe(false);
    expect(fieldOf("actioninvocation/confidence_level")?.required).toBe("always");
  });

  it("asks for approval by default, and calls an import that waits for it pending, not added", async () => {
    const ended = await at.file("1.2.3.4", { staxx_auto_approve: undefined });
    expect(at.sent()).toMatchObject({ auto_approve: "no" });
    expect(verdictOf(ended)).toBe("pending");
  });

  it("files as TLP:RED by default, and never widens a label of TLP 2.0", async () => {
    await at.file("1.2.3.4", { staxx_tlp: undefined });
    await at.file("1.2.3.4", { staxx_tlp: "AMBER+STRICT" });
    await at.file("1.2.3.4", { staxx_tlp: "CLEAR" });
    expect([0, 1, 2].map((index) => at.sent(index)["tlp"])).toEqual(["TLP:RED", "TLP:RED", "TLP:WHITE"]);
  });

  it("lists the 18 indicator types in their order, and the four severities", () => {
    expect(fieldOf("__function/staxx_indicator_type")?.values?.map(({ label }) => label)).toEqual([
      "adware", "apt", "bot", "brute", "c2", "compromised", "ddos", "dyn_dns", "exfil", "exploit", "hack_tool", "anomalous", "malware", "p2p", "parked", "data_leakage", "phish", "anonymization",
    ]);
    expect(fieldOf("__function/staxx_severity")?.values?.map(({ label }) => label)).toEqual(["low", "medium", "high", "very-high"]);
  });

  it("keeps the text of an import with its trailing blank, and puts the job id beside it", async () => {
    const { result } = await at.file();
    expect(result.content).toBe(documentedJob);
    expect(result.additions["outcome"]).toMatchObject({ job_id: "20200812163012" });
  });

  it("ends an expected failure as a result with its reason, so that a note is written", async () => {
    at.staxx.answer(queryPath, { status: 500, body: "" });
    expect((await at.find()).result).toMatchObject({ success: false, content: null, reason: expect.stringContaining("500") });
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
    at.artifact("DNS Name", "bücher.machete-report.com");
    await at.file("bücher.machete-report.com");
    expect(at.sent()).toMatchObject({ intel_str: "xn--bcher-kva.machete-report.com" });
    at.artifact("String", "пример");
    expect((await at.file("пример")).result.reason).toContain("Nothing was sent");
  });

  it.each([["MAC Address", "00:1b:44:11:3a:b7"], ["File Path", "c:\\path\\file.exe"], ["File Path", "/usr/bin/x"]])("refuses what STAXX would drop or cut: %s %s", async (type, value) => {
    at.artifact(type, value);
    expect((await at.file(value)).result.reason).toContain("Nothing was sent to Anomali STAXX.");
    expect(at.staxx.requests).toEqual([]);
  });

  it("shows in the action status what it does at each step, and reads back what became of the value", async () => {
    at.staxx.answer(queryPath, { body: [] }, { body: [documentedRecord] });
    const ended = await at.file();
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
    at.staxx.answer(queryPath, { body: documentedRecords });
    const { result } = await at.find();
    expect(result.content).toEqual(documentedRecords);
    expect(result.additions).toMatchObject({ returned: 3, more: false });
  });

  it("names the permissions that the document demands", () => {
    expect(definition.permissions).toEqual(["org_data.read", "org_data.edit", "function.read"]);
  });
});
