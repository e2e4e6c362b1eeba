import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLikePlatform, answerLikeStaxx, documentedJob, documentedRecord, importPath, loginPath, queryPath, statusPath } from "../testing/documented-answers.js";
import { ReplayServer } from "../testing/replay-server.js";
import { AppRunner } from "../testing/run-app.js";
import { testAuthority } from "../testing/certificate.js";

const domain = "xcv.com";
const inputs = {
  staxx_auto_approve: { id: 607, name: "yes" },
  staxx_confidence: "34",
  staxx_indicator: domain,
  staxx_indicator_type: { id: 588, name: "adware" },
  staxx_severity: { id: 580, name: "low" },
  staxx_tlp: { id: 586, name: "GREEN" },
};
const stored = { ...documentedRecord, indicator: domain, type: "domain", itype: "adware_domain", tlp: "TLP:GREEN", confidence: 34, id: "anomali:indicator-1" };

const log = createLogger({ name: "test", level: "silent" });
let staxx: ReplayServer;
let platform: ReplayServer;
let soar: SoarClient;
let app: AppRunner;

beforeEach(async () => {
  staxx = answerLikeStaxx(await new ReplayServer().start());
  platform = answerLikePlatform(await new ReplayServer().start(), { type: "DNS Name", value: domain });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
  app = new AppRunner(staxx, soar, log);
});
afterEach(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

function outcomeOf(additions: Readonly<Record<string, unknown>>): { job_id: string | null; values: { value: string; type: string; verdict: string; detail: string }[]; sent: Record<string, unknown>; warnings: string[] } {
  return additions["outcome"] as ReturnType<typeof outcomeOf>;
}

describe("what an import sends", () => {
  it("looks first, then sends one form field of JSON with the incident's link among the tags", async () => {
    staxx.answer(queryPath, { body: [] }, { body: [stored] });
    const { result } = await app.call("staxx_import", inputs);
    expect(result.reason).toBeNull();
    expect(staxx.requests.map((request) => request.path)).toEqual([loginPath, queryPath, importPath, queryPath]);
    expect(staxx.to(loginPath)[0]?.body).toBe('{"username":"admin","password":"canary-password"}');
    expect(staxx.to(queryPath)[0]?.body).toBe('{"token":"b64-token-1","query":"value = \'xcv.com\'","type":"json","size":100}');
    const sent = staxx.to(importPath)[0]!;
    expect(sent.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    const form = new URLSearchParams(sent.body);
    expect([...form.keys()]).toEqual(["import_params"]);
    expect(form.get("import_params")).toBe(
      `{"token":"b64-token-1","intel_str":"xcv.com","threat_type":"adware","severity":"low","confidence":34,"tlp":"TLP:GREEN","tags":"resilient,${soar.incidentUrl(2095)}","auto_approve":"yes"}`,
    );
  });

  it("reads the documented names and the newest ones, labels and {id, name}", async () => {
    const newest = { staxx_auto_approve: "yes", staxx_confidence_lvl: 34, staxx_indicator: domain, staxx_indicator_type: "adware", staxx_severity: "low", staxx_tlp: "GREEN" };
    await app.call("staxx_import", inputs);
    await app.call("staxx_import", newest);
    const [first, second] = staxx.to(importPath).map((request) => request.body);
    expect(second).toBe(first);
  });

  it.each([
    ["TLP:AMBER+STRICT", "TLP:RED"],
    ["AMBER+STRICT", "TLP:RED"],
    ["CLEAR", "TLP:WHITE"],
    ["tlp:amber", "TLP:AMBER"],
  ])("maps the label %s to %s, never to a wider one", async (label, tlp) => {
    await app.call("staxx_import", { ...inputs, staxx_tlp: label });
    expect(JSON.parse(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params") ?? "")).toMatchObject({ tlp });
  });

  it("accepts Anomali's full list of threat types by configuration only", async () => {
    const refused = await app.call("staxx_import", { ...inputs, staxx_indicator_type: "spam" });
    expect(refused.result.reason).toContain("indicator_types = full");
    expect(staxx.requests).toEqual([]);
    await app.call("staxx_import", { ...inputs, staxx_indicator_type: "spam" }, { config: { indicator_types: "full" } });
    expect(staxx.to(importPath)[0]?.body).toContain("spam");
  });
});

describe("inputs of an import", () => {
  it.each([
    ["staxx_confidence", undefined, "0 to 100"],
    ["staxx_confidence", "", "0 to 100"],
    ["staxx_confidence", "101", "0 to 100"],
    ["staxx_confidence", "-1", "0 to 100"],
    ["staxx_confidence", "33.5", "0 to 100"],
    ["staxx_confidence", "high", "0 to 100"],
    ["staxx_severity", "worst", "low, medium, high, very-high"],
    ["staxx_tlp", "PINK", "RED, AMBER, GREEN, WHITE"],
    ["staxx_auto_approve", "maybe", "yes, no"],
    ["staxx_indicator_type", undefined, "adware, apt, bot"],
    ["staxx_indicator_type", "nonsense", "adware, apt, bot"],
  ])("%s = %s is refused by name with what is accepted", async (field, value, accepted) => {
    const { result } = await app.call("staxx_import", { ...inputs, [field]: value });
    expect(result.success).toBe(false);
    expect(result.reason).toContain(field);
    expect(result.reason).toContain(accepted);
    expect(staxx.requests).toEqual([]);
  });

  it.each(["0", "100", " 7 "])("takes the confidence %s", async (confidence) => {
    const { result } = await app.call("staxx_import", { ...inputs, staxx_confidence: confidence });
    expect(outcomeOf(result.additions).sent["confidence"]).toBe(Number(confidence));
  });
});

describe("verdicts", () => {
  it("stored: the value was not there and is read back", async () => {
    staxx.answer(queryPath, { body: [] }, { body: [stored] });
    const { result } = await app.call("staxx_import", inputs);
    expect(result.content).toBe(documentedJob);
    expect(outcomeOf(result.additions)).toEqual({
      job_id: "20200812163012",
      values: [{ value: domain, type: "domain", verdict: "stored", detail: "STAXX shows it as adware_domain" }],
      sent: { confidence: 34, indicator_type: "adware", tlp: "GREEN", severity: "low", auto_approve: "yes", tags: ["resilient", soar.incidentUrl(2095)] },
      warnings: [],
    });
  });

  it("already there: the same settings are known, nothing is sent", async () => {
    staxx.answer(queryPath, { body: [stored] });
    const { result, intents } = await app.call("staxx_import", inputs);
    expect(outcomeOf(result.additions)).toMatchObject({ job_id: null, values: [{ verdict: "already there" }] });
    expect(staxx.to(importPath)).toEqual([]);
    expect(intents).toEqual([]);
  });

  it("changed: other settings were there, which is said before and after", async () => {
    staxx.answer(queryPath, { body: [{ ...stored, confidence: 90, id: "anomali:indicator-0" }] }, { body: [stored, { ...stored, confidence: 90, id: "anomali:indicator-0" }] });
    const { result, statuses } = await app.call("staxx_import", inputs);
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "changed", detail: "Before, STAXX had confidence 90 instead of 34" });
    expect(statuses.join("\n")).toContain("with other settings: confidence 90 instead of 34");
  });

  it("different settings: STAXX stored something else than what was sent", async () => {
    staxx.answer(queryPath, { body: [] }, { body: [{ ...stored, itype: "mal_domain" }] });
    const { result } = await app.call("staxx_import", inputs);
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "different settings", detail: "STAXX shows type mal_domain instead of adware_domain" });
  });

  it("pending: approval is needed and a real STAXX cannot be asked", async () => {
    const { result } = await app.call("staxx_import", { ...inputs, staxx_auto_approve: "no" });
    expect(result.content).toBe(documentedJob);
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "pending", detail: expect.stringContaining("cannot be verified here") });
    expect(staxx.to(queryPath)).toHaveLength(1);
  });

  it("pending: approved at once but not visible in time", async () => {
    const { result } = await app.call("staxx_import", inputs);
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "pending", detail: expect.stringContaining("not visible yet") });
  });

  it("warns when threat type and value type do not go together, and accepts the type that STAXX chooses", async () => {
    platform.answer("/rest/orgs/201/incidents/2095/artifacts/12", { body: { id: 12, type: "IP Address", value: "1.2.3.4" } });
    staxx.answer(queryPath, { body: [] }, { body: [{ ...documentedRecord, confidence: 34, tlp: "TLP:GREEN" }] });
    const { result } = await app.call("staxx_import", { ...inputs, staxx_indicator: "1.2.3.4" });
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "stored", detail: "STAXX shows it as mal_ip" });
    expect(outcomeOf(result.additions).warnings).toEqual([expect.stringContaining("adware has no form for values of type ip")]);
  });
});

describe("a hub that advertises its extensions", () => {
  const entry = { value: domain, type: "domain", itype: "adware_domain", state: "stored" };
  beforeEach(() => {
    staxx.answer(loginPath, { body: { token_id: "t", extensions: ["import_key", "import_status"] } }).answer(statusPath, { body: { job_id: "20200812163012", state: "stored", values: [entry] } });
  });

  it("gets the call's key with the import and is asked for its state", async () => {
    staxx.answer(queryPath, { body: [] }, { body: [stored] });
    const { result, intents } = await app.call("staxx_import", inputs, { key: "call-7" });
    expect(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params")).toContain('"import_key":"call-7"');
    expect(staxx.to(statusPath)[0]?.body).toBe('{"token":"t","import_key":"call-7"}');
    expect(intents).toEqual([{ server: `https://127.0.0.1:${staxx.port}`, importKey: "call-7", values: [{ value: domain, type: "domain" }], known: [], taken: [] }]);
    expect(outcomeOf(result.additions).values[0]?.verdict).toBe("stored");
  });

  it("says pending with certainty", async () => {
    staxx.answer(statusPath, { body: { job_id: "20200812163012", state: "pending", values: [{ ...entry, state: "pending" }] } });
    const { result } = await app.call("staxx_import", { ...inputs, staxx_auto_approve: "no" });
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "pending", detail: "It waits for approval on the pages of STAXX" });
  });

  it("a dropped value is a failure with the hub's reason", async () => {
    staxx.answer(statusPath, { body: { job_id: "20200812163012", state: "stored", values: [{ ...entry, state: "dropped", reason: "on the list of well-known sites" }] } });
    const { result } = await app.call("staxx_import", inputs);
    expect(result).toMatchObject({ success: false, reason: "Anomali STAXX dropped xcv.com: on the list of well-known sites." });
  });

  it("repeats an in-doubt import with the key of the first run, without taking its record for an older one", async () => {
    staxx.answer(queryPath, { body: [stored] });
    const intent = { server: `https://127.0.0.1:${staxx.port}`, importKey: "call-7", values: [{ value: domain, type: "domain" }], known: [], taken: [] };
    const { result } = await app.call("staxx_import", inputs, { inDoubt: true, intent, key: "call-7" });
    expect(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params")).toContain('"import_key":"call-7"');
    expect(outcomeOf(result.additions)).toMatchObject({ job_id: "20200812163012", values: [{ verdict: "stored" }] });
  });

  it("uses the call's own key when an in-doubt import has no intent on disk", async () => {
    staxx.answer(queryPath, { body: [stored] });
    await app.call("staxx_import", inputs, { inDoubt: true, key: "call-7" });
    expect(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params")).toContain('"import_key":"call-7"');
  });

  it("sends once more with the same key when the answer is lost", async () => {
    staxx.answer(queryPath, { body: [] }, { body: [stored] }).answer(importPath, { hangUp: true }, { body: documentedJob });
    const { result } = await app.call("staxx_import", inputs);
    expect(result.success).toBe(true);
    const bodies = staxx.to(importPath).map((request) => request.body);
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
  });
});

describe("an in-doubt import on a STAXX without the extension", () => {
  const intent = { server: "https://127.0.0.1", importKey: null, values: [{ value: domain, type: "domain" }], known: [], taken: [] };

  it("finds the record of the first run and sends nothing", async () => {
    staxx.answer(queryPath, { body: [stored] });
    const { result } = await app.call("staxx_import", inputs, { inDoubt: true, intent });
    expect(outcomeOf(result.additions).values[0]).toMatchObject({ verdict: "stored", detail: expect.stringContaining("not sent again") });
    expect(staxx.to(importPath)).toEqual([]);
  });

  it("sends when no such record exists", async () => {
    await app.call("staxx_import", inputs, { inDoubt: true, intent });
    expect(staxx.to(importPath)).toHaveLength(1);
  });

  it("leaves the decision to a person when the import waits for approval", async () => {
    await expect(app.call("staxx_import", { ...inputs, staxx_auto_approve: "no" }, { inDoubt: true, intent })).rejects.toThrow(/nobody can tell whether xcv.com reached.*pending imports/);
    expect(staxx.to(importPath)).toEqual([]);
  });

  it("sends without asking again when that person said to do it all the same", async () => {
    const { result } = await app.call("staxx_import", { ...inputs, staxx_auto_approve: "no" }, { inDoubt: true, intent, decision: "retry" });
    expect(result.success).toBe(true);
    expect(staxx.to(importPath)).toHaveLength(1);
  });

  it("says that nobody knows when the answer to the import is lost", async () => {
    staxx.answer(importPath, { hangUp: true });
    const { result } = await app.call("staxx_import", inputs);
    expect(result.reason).toContain("It is not known whether STAXX took xcv.com");
    expect(staxx.to(importPath)).toHaveLength(1);
  });
});

describe("TLP of the artifact and its incident", () => {
  it("stops an artifact tagged above max_tlp before anything leaves", async () => {
    answerLikePlatform(platform, { type: "DNS Name", value: domain, tags: [{ tag_handle: { id: 1, name: "tlp:red" }, value: null }] });
    for (const call of ["staxx_import", "staxx_query"]) {
      const { result } = await app.call(call, inputs);
      expect(result.reason).toContain("artifact is marked TLP:RED");
    }
    expect(staxx.requests).toEqual([]);
    const allowed = await app.call("staxx_import", inputs, { config: { max_tlp: "RED" } });
    expect(allowed.result.success).toBe(true);
  });

  it("takes the incident's field when the artifact has no tag, and warns when the chosen label is wider", async () => {
    answerLikePlatform(platform, { type: "DNS Name", value: domain }, { tlp: "AMBER" });
    const { statuses } = await app.call("staxx_import", inputs);
    expect(statuses.join("\n")).toContain("incident is marked TLP:AMBER, and it is filed as TLP:GREEN");
    answerLikePlatform(platform, { type: "DNS Name", value: domain }, { tlp: "AMBER+STRICT" });
    expect((await app.call("staxx_import", inputs)).result.reason).toContain("incident is marked TLP:AMBER+STRICT");
  });
});
