import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLikePlatform, answerLikeStaxx, answerWithArtifacts, documentedJob, documentedRecord, importPath, loginPath, queryPath, statusPath } from "../testing/documented-answers.js";
import { ReplayServer } from "../testing/replay-server.js";
import { AppRunner, type Ended } from "../testing/run-app.js";
import { testAuthority } from "../testing/certificate.js";

const settings = { staxx_auto_approve: "yes", staxx_confidence: "33", staxx_indicator_type: "malware", staxx_severity: "low", staxx_tlp: "AMBER" };
const inputs = { ...settings, staxx_incident_id: 2095 };

const log = createLogger({ name: "test", level: "silent" });
let staxx: ReplayServer;
let platform: ReplayServer;
let soar: SoarClient;
let app: AppRunner;
/** Indicators that the server shows. */
let shown: { indicator: string; itype: string }[];

beforeEach(async () => {
  shown = [];
  staxx = answerLikeStaxx(await new ReplayServer().start());
  staxx.answer(queryPath, (request) => {
    const { query } = JSON.parse(request.body) as { query: string };
    const asked = [...query.matchAll(/value = '([^']*)'/g)].map((match) => match[1]);
    return { body: shown.filter(({ indicator }) => asked.includes(indicator)).map((record) => ({ ...documentedRecord, ...record, id: `anomali:indicator-${record.indicator}` })) };
  });
  staxx.answer(importPath, (request) => {
    for (const value of sent(request.body)) shown.push({ indicator: value, itype: /^[\d.]+$/.test(value) ? "mal_ip" : "mal_domain" });
    return { body: documentedJob };
  });
  platform = answerLikePlatform(await new ReplayServer().start(), { type: "DNS Name", value: "evil.com" });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
  app = new AppRunner(staxx, soar, log);
});
afterEach(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

function sent(body: string): string[] {
  return (JSON.parse(new URLSearchParams(body).get("import_params") ?? "{}") as { intel_str: string }).intel_str.split("\n");
}

function verdicts({ result }: Ended): Record<string, string> {
  const { values } = result.additions["outcome"] as { values: { value: string; verdict: string }[] };
  return Object.fromEntries(values.map(({ value, verdict }) => [value, verdict]));
}

function details({ result }: Ended): Record<string, string> {
  const { values } = result.additions["outcome"] as { values: { value: string; detail: string }[] };
  return Object.fromEntries(values.map(({ value, detail }) => [value, detail]));
}

describe("all artifacts of an incident at once", () => {
  const artifacts = [
    { type: "DNS Name", value: "Evil[.]com" },
    { type: "String", value: "evil.com" },
    { type: "IP Address", value: "203.0.114.9" },
    { type: "IP Address", value: "185.225.19.4" },
    { type: "IP Address", value: "10.0.0.5" },
    { type: "Password", value: "canary.example.com" },
    { type: "MAC Address", value: "00:1b:44:11:3a:b7" },
    { type: "DNS Name", value: "secret.com", tags: [{ tag_handle: { id: 1, name: "tlp:red" }, value: null }] },
    { type: "Email Body", value: "a body" },
  ];

  it("are sent in one job, once each, and every one has its verdict; none is left out without a word", async () => {
    shown.push({ indicator: "185.225.19.4", itype: "mal_ip" });
    answerWithArtifacts(platform, artifacts);
    const ended = await app.call("staxx_import", inputs);
    expect(ended.result).toMatchObject({ success: true, content: documentedJob });
    expect(staxx.to(importPath).map((request) => sent(request.body))).toEqual([["evil.com", "203.0.114.9"]]);
    expect(verdicts(ended)).toEqual({
      "evil.com": "stored", "203.0.114.9": "stored", "185.225.19.4": "already there",
      "10.0.0.5": "refused", "(a password)": "refused", "00:1b:44:11:3a:b7": "refused", "secret.com": "refused", "a body": "refused",
    });
    expect(details(ended)).toMatchObject({ "10.0.0.5": expect.stringContaining("private"), "secret.com": expect.stringContaining("max_tlp = AMBER"), "(a password)": expect.stringContaining("never leaves") });
    expect(ended.result.additions["outcome"]).toMatchObject({ job_id: "20200812163012", job_ids: ["20200812163012"] });
    expect(JSON.stringify([ended, staxx.requests])).not.toContain("canary.example.com");
  });

  it("send private addresses and MAC addresses when forced, and still no password and nothing above max_tlp", async () => {
    answerWithArtifacts(platform, artifacts);
    const ended = await app.call("staxx_import", { ...inputs, staxx_force: "yes" });
    expect(verdicts(ended)).toMatchObject({ "10.0.0.5": "stored", "(a password)": "refused", "secret.com": "refused", "00:1b:44:11:3a:b7": "stored" });
  });

  it("are a failure with every reason when none of them can be sent", async () => {
    answerWithArtifacts(platform, artifacts.slice(4, 7));
    const ended = await app.call("staxx_import", inputs);
    expect(ended.result).toMatchObject({ success: false, reason: expect.stringContaining("none of the 3 values now: 3 refused") });
    expect(Object.keys(details(ended))).toHaveLength(3);
    expect(staxx.requests).toEqual([]);
  });

  it("say so when the incident has none", async () => {
    answerWithArtifacts(platform, []);
    expect((await app.call("staxx_import", inputs)).result).toMatchObject({ success: false, reason: expect.stringContaining("has no artifacts") });
  });

  it("say so when the incident cannot be read", async () => {
    platform.answer("/rest/orgs/201/incidents/2095/artifacts", { status: 404, body: { success: false, message: "not found" } });
    expect((await app.call("staxx_import", inputs)).result.reason).toContain("not found");
    expect(staxx.requests).toEqual([]);
  });

  it("warn once about values that are marked more narrowly than they are filed", async () => {
    const amber = [{ tag_handle: { id: 1, name: "tlp:amber" }, value: null }];
    answerWithArtifacts(platform, [{ type: "DNS Name", value: "a.com", tags: amber }, { type: "DNS Name", value: "b.com", tags: amber }, { type: "DNS Name", value: "c.com" }]);
    const { result } = await app.call("staxx_import", { ...inputs, staxx_tlp: "GREEN" });
    expect(result.additions["outcome"]).toMatchObject({ warnings: [expect.stringMatching(/shares it more widely\. \(a\.com, b\.com\)/)] });
  });

  it("are looked for ten at a time and sent 500 to a job", async () => {
    answerWithArtifacts(platform, Array.from({ length: 501 }, (_one, index) => ({ type: "DNS Name", value: `host${index}.com` })));
    const ended = await app.call("staxx_import", inputs);
    expect(staxx.to(importPath).map((request) => sent(request.body).length)).toEqual([500, 1]);
    expect(Object.values(verdicts(ended)).filter((verdict) => verdict === "stored")).toHaveLength(501);
    expect(staxx.to(queryPath)[0]?.body.match(/value = /g)).toHaveLength(10);
    expect(ended.intents).toMatchObject([{ taken: [] }, { taken: [{ job: "20200812163012" }] }]);
  });

  it("tell what was sent when a later job fails", async () => {
    answerWithArtifacts(platform, Array.from({ length: 501 }, (_one, index) => ({ type: "DNS Name", value: `host${index}.com` })));
    staxx.answer(importPath, { body: documentedJob }, { status: 503, phrase: "Service Unavailable", body: "" });
    const ended = await app.call("staxx_import", { ...inputs, staxx_auto_approve: "no" });
    expect(ended.result.success).toBe(true);
    expect(verdicts(ended)).toMatchObject({ "host0.com": "pending", "host500.com": "not sent" });
    expect(details(ended)["host500.com"]).toContain("503");
  });
});

describe("several values in one call", () => {
  it("stand one a line and are judged each by itself", async () => {
    const ended = await app.call("staxx_import", { ...settings, staxx_indicator: "evil.com\r\n\n  hxxp://bad[.]com/x\nnot a value" });
    expect(sent(staxx.to(importPath)[0]!.body)).toEqual(["evil.com", "http://bad.com/x"]);
    expect(verdicts(ended)["not a value"]).toBe("refused");
  });

  it("are found in the text of a String artifact, and each is judged by itself", async () => {
    const text = "Seen hxxps://bad[.]com/x, then evil[.]com and 10.0.0.5 (twice evil.com)";
    answerLikePlatform(platform, { type: "String", value: text });
    const ended = await app.call("staxx_import", { ...settings, staxx_indicator: text });
    expect(sent(staxx.to(importPath)[0]!.body)).toEqual(["https://bad.com/x", "evil.com"]);
    expect(verdicts(ended)["10.0.0.5"]).toBe("refused");
  });

  it("are not looked for in the value of a type that says what it is, nor in a password", async () => {
    for (const [type, value] of [["DNS Name", "evil.com, bad.com"], ["Password", "evil.com and bad.com"]] as const) {
      answerLikePlatform(platform, { type, value });
      expect((await app.call("staxx_import", { ...settings, staxx_indicator: value })).result.reason).toContain("Nothing was sent to Anomali STAXX.");
    }
    expect(staxx.requests).toEqual([]);
  });
});

describe("an import of several values that was interrupted", () => {
  const names = ["a.com", "b.com", "c.com"];
  const values = names.map((value) => ({ value, type: "domain" }));
  beforeEach(() => {
    answerWithArtifacts(platform, names.map((value) => ({ type: "DNS Name", value })));
  });

  it("sends only what STAXX does not show, when imports are approved by themselves", async () => {
    shown.push({ indicator: "a.com", itype: "mal_domain" });
    const intent = { server: "https://127.0.0.1", importKey: null, values, known: [], taken: [] };
    const ended = await app.call("staxx_import", inputs, { inDoubt: true, intent });
    expect(staxx.to(importPath).map((request) => sent(request.body))).toEqual([["b.com", "c.com"]]);
    expect(verdicts(ended)).toEqual({ "a.com": "stored", "b.com": "stored", "c.com": "stored" });
  });

  it("asks a person about the job in doubt, and then sends it without those that were taken before", async () => {
    const intent = { server: "https://127.0.0.1", importKey: null, values: values.slice(1), known: [], taken: [{ job: "20200812163000", values: values.slice(0, 1) }] };
    const call = { ...inputs, staxx_auto_approve: "no" };
    await expect(app.call("staxx_import", call, { inDoubt: true, intent })).rejects.toThrow(/the import of 2 values \(b\.com, c\.com\) reached/);
    expect(staxx.to(importPath)).toEqual([]);
    const ended = await app.call("staxx_import", call, { inDoubt: true, intent, decision: "retry" });
    expect(staxx.to(importPath).map((request) => sent(request.body))).toEqual([["b.com", "c.com"]]);
    expect(ended.result.additions["outcome"]).toMatchObject({ job_ids: ["20200812163000", "20200812163012"] });
    expect(verdicts(ended)).toMatchObject({ "a.com": "pending" });
  });

  it("repeats the job under its key on a hub, with the values of the first run", async () => {
    staxx.answer(loginPath, { body: { token_id: "token-of-hub", extensions: ["import_key", "import_status"] } });
    staxx.answer(statusPath, { body: { job_id: "20200812163012", state: "stored", values: values.slice(0, 2).map((one) => ({ ...one, itype: "mal_domain", state: "stored" })) } });
    const intent = { server: `https://127.0.0.1:${staxx.port}`, importKey: "call-7-1", values: values.slice(0, 2), known: [], taken: [] };
    await app.call("staxx_import", inputs, { inDoubt: true, intent, key: "call-7" });
    const bodies = staxx.to(importPath).map((request) => request.body);
    expect(sent(bodies[0]!)).toEqual(["a.com", "b.com"]);
    expect(new URLSearchParams(bodies[0]).get("import_params")).toContain('"import_key":"call-7-1"');
    expect(sent(bodies[1]!)).toEqual(["c.com"]);
  });
});
