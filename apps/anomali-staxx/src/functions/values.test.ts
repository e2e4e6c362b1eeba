import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answerLikePlatform, answerLikeStaxx, importPath, loginPath, queryPath } from "../testing/documented-answers.js";
import { ReplayServer } from "../testing/replay-server.js";
import { AppRunner, type Ended } from "../testing/run-app.js";
import { testAuthority } from "../testing/certificate.js";

const log = createLogger({ name: "test", level: "silent" });
const staxx = new ReplayServer();
const platform = new ReplayServer();
let soar: SoarClient;

beforeAll(async () => {
  answerLikeStaxx(await staxx.start());
  answerLikePlatform(await platform.start(), { type: "String", value: "" });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
});
afterEach(() => void staxx.requests.splice(0));
afterAll(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

async function run(name: string, type: string, value: string, more: Record<string, string> = {}): Promise<Ended> {
  answerLikePlatform(platform, { type, value });
  const settings = { staxx_auto_approve: "yes", staxx_confidence: "50", staxx_indicator_type: "malware", staxx_severity: "low", staxx_tlp: "AMBER" };
  return new AppRunner(staxx, soar, log).call(name, { ...(name === "staxx_import" ? settings : {}), staxx_indicator: value, ...more });
}

describe.each(["staxx_import", "staxx_query"])("%s", (name) => {
  it.each([
    ["an empty value", "String", "", "empty"],
    ["blanks only", "DNS Name", "   ", "empty"],
    ["10 kB", "String", "a".repeat(10_240), "longer than"],
    ["a quote", "String", "1.2.3.4' OR confidence > 0", "quote"],
    ["a quote in an address", "IP Address", "1.2.3.4' OR confidence > 0", "quote"],
    ["a MAC address", "MAC Address", "00:1b:44:11:3a:b7", "MAC"],
    ["a MAC address as text", "String", "00:1b:44:11:3a:b7", "MAC"],
    ["a Windows path", "File Path", "c:\\a\\b.exe", "hash"],
    ["a Windows path as text", "String", "c:\\a\\b.exe", "hash"],
    ["a Linux path", "File Path", "/usr/bin/evil", "hash"],
    ["a password that looks like a host", "Password", "secret.example.com", "password never leaves"],
    ["a file name", "File Name", "file.exe", "hash"],
  ])("refuses %s before anything leaves", async (_what, type, value, reason) => {
    const { result } = await run(name, type, value);
    expect(result.success).toBe(false);
    expect(result.reason).toContain("Nothing was sent to Anomali STAXX.");
    expect(result.reason?.toLowerCase()).toContain(reason.toLowerCase());
    expect(staxx.requests).toEqual([]);
  });

  it.each([
    ["an internationalised name in punycode", "DNS Name", "bücher.machete-report.com", "xn--bcher-kva.machete-report.com"],
    ["an upper-case hash in lower case", "Malware SHA-256 Hash", "7D2A6F3A5E4B1C0D9E8F7A6B5C4D3E2F1A0B9C8D7D2A6F3A5E4B1C0D9E8F7A6B", "7d2a6f3a5e4b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7d2a6f3a5e4b1c0d9e8f7a6b"],
    ["a defanged URL as a URL", "URL", "hxxp://Evil[.]com/Path", "http://evil.com/Path"],
    ["a host with a closing dot without it", "DNS Name", "Evil.COM.", "evil.com"],
    ["a public address as it is", "IP Address", "185.225.19.4", "185.225.19.4"],
  ])("sends %s", async (_what, type, value, sent) => {
    const { result } = await run(name, type, value);
    expect(result.reason).toBeNull();
    expect(JSON.parse(staxx.to(queryPath)[0]?.body ?? "")).toMatchObject({ query: `value = '${sent}'` });
    if (name === "staxx_import") expect(JSON.parse(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params") ?? "")).toMatchObject({ intel_str: sent });
  });
});

describe("values of one network only", () => {
  it.each([["IP Address", "10.0.0.5"], ["IP Address", "127.0.0.1"], ["DNS Name", "printer.local"]])("%s %s is not filed unless forced, but may be asked about", async (type, value) => {
    const refused = await run("staxx_import", type, value);
    expect(refused.result.reason).toContain("Nothing was sent");
    expect(staxx.requests).toEqual([]);
    const forced = await run("staxx_import", type, value, { staxx_force: "yes" });
    expect(forced.result.success).toBe(true);
    expect(staxx.to(importPath)).toHaveLength(1);
    expect((await run("staxx_query", type, value)).result.success).toBe(true);
  });
});

describe("values that STAXX drops or cuts", () => {
  const params = (): Record<string, unknown> => JSON.parse(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params") ?? "{}") as Record<string, unknown>;
  it.each([
    ["MAC Address", "00-1B-44-11-3A-B7", "00:1b:44:11:3a:b7", "usually drops them"],
    ["String", "00:1b:44:11:3a:b7", "00:1b:44:11:3a:b7", "usually drops them"],
    ["File Path", "c:\\a b\\Evil.exe", "c:\\a b\\Evil.exe", "only the last part"],
    ["String", "/usr/bin/evil", "/usr/bin/evil", "only the last part"],
  ])("%s %s is sent whole when forced, with a warning and no claim that it is stored", async (type, value, sent, warning) => {
    const { result, statuses } = await run("staxx_import", type, value, { staxx_force: "yes" });
    expect(result.reason).toBeNull();
    expect(params()).toMatchObject({ intel_str: sent });
    expect(statuses.join("\n")).toContain(warning);
    expect(result.additions["outcome"]).toMatchObject({ values: [{ value: sent, verdict: "pending", detail: expect.stringContaining("cannot be verified here") }], warnings: [expect.stringContaining("Send Anyway (staxx_force) is yes")] });
  });

  it("wait for approval like any other when nobody approves them at once", async () => {
    const { result } = await run("staxx_import", "File Path", "c:\\a\\b.exe", { staxx_force: "yes", staxx_auto_approve: "no" });
    expect(result.additions["outcome"]).toMatchObject({ values: [{ verdict: "pending", detail: expect.stringContaining("waits for approval") }] });
  });

  it("are never asked about, forced or not, and a password never leaves", async () => {
    for (const [type, value] of [["MAC Address", "00:1b:44:11:3a:b7"], ["File Path", "c:\\a\\b.exe"]] as const) expect((await run("staxx_query", type, value)).result.reason).toContain("Nothing was sent");
    expect((await run("staxx_import", "Password", "c:\\a\\b.exe", { staxx_force: "yes" })).result.reason).toContain("password never leaves");
    expect(staxx.requests).toEqual([]);
  });
});

describe("values that nearly everybody meets", () => {
  it.each([
    ["IP Address", "8.8.8.8", "the public DNS resolver of Google (list Public DNS resolvers)"],
    ["DNS Name", "Evil[.]example.com", "reserved for examples and tests"],
    ["Malware SHA-256 Hash", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "the hash of the empty file (list Hashes of harmless files)"],
    ["String", "https://www.google.com/", "the host of a search engine"],
  ])("%s %s is not filed unless forced, but may be asked about", async (type, value, reason) => {
    const refused = await run("staxx_import", type, value);
    expect(refused.result.reason).toContain("Nothing was sent to Anomali STAXX.");
    expect(refused.result.reason).toContain(reason);
    expect(staxx.requests).toEqual([]);
    const forced = await run("staxx_import", type, value, { staxx_force: "yes" });
    expect(forced.result.success).toBe(true);
    expect(staxx.to(importPath)).toHaveLength(1);
    expect((await run("staxx_query", type, value)).result.success).toBe(true);
  });

  it("of several, each is named with its reason and the others are filed", async () => {
    const { result } = await run("staxx_import", "String", "185.225.19.4\n8.8.8.8\n1.1.1.1");
    expect(result.additions["outcome"]).toMatchObject({
      values: [{ value: "185.225.19.4" }, { value: "8.8.8.8", verdict: "refused", detail: expect.stringContaining("DNS resolver of Google") }, { value: "1.1.1.1", verdict: "refused", detail: expect.stringContaining("DNS resolver of Cloudflare") }],
    });
    expect(JSON.parse(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params") ?? "")).toMatchObject({ intel_str: "185.225.19.4" });
  });

  it("are sent with the user's insistence only to servers that know the word", async () => {
    const params = async (): Promise<unknown> => {
      staxx.requests.splice(0);
      await run("staxx_import", "IP Address", "8.8.8.8", { staxx_force: "yes" });
      return JSON.parse(new URLSearchParams(staxx.to(importPath)[0]?.body).get("import_params") ?? "");
    };
    expect(await params()).not.toHaveProperty("force");
    staxx.answer(loginPath, { body: { token_id: "b64-token-1", extensions: ["force"] } });
    expect(await params()).toHaveProperty("force", true);
    staxx.answer(loginPath, { body: { token_id: "b64-token-1" } });
  });
});

describe("an artifact that cannot be looked up", () => {
  it("leaves the value to be judged by itself", async () => {
    platform.answer("/rest/orgs/201/workflow_instances/80", { status: 403, body: { success: false, message: "no" } });
    const app = new AppRunner(staxx, soar, log);
    expect((await app.call("staxx_query", { staxx_indicator: "evil.com" })).result.success).toBe(true);
    expect((await app.call("staxx_query", { staxx_indicator: "correct horse battery" })).result.reason).toContain("Nothing was sent");
    expect(staxx.to(loginPath)).toHaveLength(1);
  });
});
