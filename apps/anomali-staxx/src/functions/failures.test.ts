import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLikePlatform, answerLikeStaxx, importPath, loginPath, queryPath } from "../testing/documented-answers.js";
import { ReplayServer } from "../testing/replay-server.js";
import { AppRunner, type CallSettings, type Ended } from "../testing/run-app.js";
import { testAuthority } from "../testing/certificate.js";

const written: string[] = [];
const destination = new PassThrough().on("data", (chunk: Buffer) => written.push(chunk.toString("utf8")));
const log = createLogger({ name: "test", level: "trace", destination });
let staxx: ReplayServer;
let platform: ReplayServer;
let soar: SoarClient;
let app: AppRunner;

const importInputs = { staxx_auto_approve: "yes", staxx_confidence: "50", staxx_indicator: "evil.com", staxx_indicator_type: "malware", staxx_severity: "low", staxx_tlp: "AMBER" };

beforeEach(async () => {
  written.splice(0);
  staxx = answerLikeStaxx(await new ReplayServer().start()).answer(loginPath, { body: { token_id: "canary-token" } });
  platform = answerLikePlatform(await new ReplayServer().start(), { type: "DNS Name", value: "evil.com" });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "canary-api-secret", ca: testAuthority, log });
  app = new AppRunner(staxx, soar, log);
});
afterEach(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

async function both(settings: CallSettings = {}): Promise<Ended[]> {
  return [await app.call("staxx_query", { staxx_indicator: "evil.com" }, settings), await app.call("staxx_import", importInputs, settings)];
}

/** Every text a person or a log could see. */
function everything(ended: readonly Ended[]): string {
  return [...ended.map((one) => JSON.stringify(one)), ...written].join("\n");
}

describe("what goes wrong is told apart", () => {
  it.each<[string, (server: ReplayServer) => unknown, CallSettings, string[]]>([
    ["wrong password", (server) => server.answer(loginPath, { status: 403, body: "bad credentials" }), {}, ["refused the login of admin", "staxx_password"]],
    ["a login answer without a token", (server) => server.answer(loginPath, { body: {} }), {}, ["refused the login of admin", "staxx_password"]],
    ["a password that must be changed first", (server) => server.answer(loginPath, { status: 403, body: "Password change required" }), {}, ["wants the password of admin changed", "with a browser"]],
    ["a server that fails at the login", (server) => server.answer(loginPath, { status: 503, phrase: "Service Unavailable", body: "starting" }), {}, ["failed at the login (503 Service Unavailable: starting)", "Try again later"]],
    ["a certificate that is not trusted", () => undefined, { trusted: false }, ["certificate", "cafile", "verify"]],
    ["a server that does not answer in time", (server) => server.answer(queryPath, { silent: true }), { timeoutMs: 200 }, ["did not answer within"]],
    ["a refused query, with its reason", (server) => server.answer(queryPath, { status: 400, phrase: "Bad Request", body: "unknown field at position 3" }), {}, ["refused the query (400 Bad Request: unknown field at position 3)"]],
    ["a page instead of JSON", (server) => server.answer(queryPath, { body: "<html>hello</html>", type: "text/html" }), {}, ["answered the query with something that is not JSON", "staxx_ip"]],
    ["an object instead of a list", (server) => server.answer(queryPath, { body: { error: "x" } }), {}, ["not a list of records"]],
    ["a list of texts", (server) => server.answer(queryPath, { body: ["x"] }), {}, ["something else than records"]],
  ])("%s", async (_name, prepare, settings, texts) => {
    prepare(staxx);
    const ended = await both(settings);
    for (const { result } of ended) {
      expect(result.success).toBe(false);
      for (const text of texts) expect(result.reason).toContain(text);
    }
    expect(staxx.to(importPath)).toEqual([]);
    expect(everything(ended)).not.toMatch(/canary/);
  });

  it("a server that cannot be reached", async () => {
    await staxx.stop();
    const ended = await both();
    for (const { result } of ended) expect(result.reason).toContain("cannot be reached");
    expect(everything(ended)).not.toMatch(/canary/);
  });

  it("a refused import is not called a query, and its text is not shown as markup", async () => {
    staxx.answer(importPath, { status: 400, phrase: "Bad Request", body: "<b>unsupported value</b> canary-token" });
    const ended = await app.call("staxx_import", importInputs);
    expect(ended.result.reason).toBe("Anomali STAXX refused the import (400 Bad Request: unsupported value ***).");
    expect(everything([ended])).not.toMatch(/canary/);
  });

  it("a refusal's own reason phrase is shown", async () => {
    staxx.answer(importPath, { status: 422, phrase: "unsupported value type MAC address", body: "" });
    const { result } = await app.call("staxx_import", importInputs);
    expect(result.reason).toBe("Anomali STAXX refused the import (422 unsupported value type MAC address).");
  });

  it("an import that is answered with something else than a job", async () => {
    staxx.answer(importPath, { body: "welcome" });
    const { result } = await app.call("staxx_import", importInputs);
    expect(result.reason).toContain("something else than an import job");
  });
});

describe("secrets", () => {
  it("stand in no status, result, intent or log line of a good call either", async () => {
    const ended = await both();
    expect(staxx.to(importPath)[0]?.body).toContain("canary-token");
    expect(everything(ended)).not.toMatch(/canary/);
  });
});
