import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerLikePlatform, answerLikeStaxx, documentedRecords, loginPath, queryPath } from "../testing/documented-answers.js";
import { ReplayServer } from "../testing/replay-server.js";
import { AppRunner } from "../testing/run-app.js";
import { testAuthority } from "../testing/certificate.js";

const log = createLogger({ name: "test", level: "silent" });
let staxx: ReplayServer;
let platform: ReplayServer;
let soar: SoarClient;
let app: AppRunner;

beforeEach(async () => {
  staxx = answerLikeStaxx(await new ReplayServer().start()).answer(queryPath, { body: documentedRecords });
  platform = answerLikePlatform(await new ReplayServer().start(), { type: "IP Address", value: "1.2.3.4" });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
  app = new AppRunner(staxx, soar, log);
});
afterEach(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

describe("staxx_query", () => {
  it("asks for one more than the default of 10 and hands the records back as received", async () => {
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    expect(staxx.to(queryPath)[0]?.body).toBe('{"token":"b64-token-1","query":"value = \'1.2.3.4\'","type":"json","size":11}');
    expect(result.content).toEqual(documentedRecords);
    expect(result.additions).toMatchObject({ more: false, returned: 3 });
  });

  it("says that there are more than it was allowed to return", async () => {
    const { result, statuses } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4", staxx_max_results: 2 });
    expect(JSON.parse(staxx.to(queryPath)[0]?.body ?? "")).toMatchObject({ size: 3 });
    expect(result.content).toEqual(documentedRecords.slice(0, 2));
    expect(result.additions).toMatchObject({ more: true, returned: 2 });
    expect(statuses.at(-1)).toBe("Anomali STAXX returned 2 records and has more");
  });

  it("gives the dates their zone", async () => {
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4", staxx_max_results: 1 }, { config: { server_timezone: "Europe/Berlin" } });
    expect(result.additions["outcome"]).toEqual({ value: "1.2.3.4", type: "ip", dates: ["2020-08-12 10:05:58 AM (Europe/Berlin)"], times: ["2020-08-12T08:05:58.000Z"] });
  });

  it.each([0, -1, 5001, 1.5, "many"])("refuses staxx_max_results = %s by name", async (size) => {
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4", staxx_max_results: size });
    expect(result.reason).toContain("staxx_max_results");
    expect(result.reason).toContain("from 1 to 5000");
    expect(staxx.requests).toEqual([]);
  });

  it("runs again after an interruption, because asking changes nothing", async () => {
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" }, { inDoubt: true });
    expect(result.success).toBe(true);
  });

  it("finds nothing without calling that a failure", async () => {
    staxx.answer(queryPath, { body: [] });
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    expect(result).toMatchObject({ success: true, content: [], additions: { more: false, returned: 0 } });
  });
});

describe("the kept login", () => {
  it("serves further calls", async () => {
    await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    expect(staxx.to(loginPath)).toHaveLength(1);
  });

  it("is opened once for calls that come at the same time", async () => {
    await Promise.all(Array.from({ length: 5 }, () => app.call("staxx_query", { staxx_indicator: "1.2.3.4" })));
    expect(staxx.to(loginPath)).toHaveLength(1);
    expect(staxx.to(queryPath)).toHaveLength(5);
  });

  it("is renewed once when a call is answered with 403", async () => {
    staxx.answer(loginPath, { body: { token_id: "old" } }, { body: { token_id: "new" } }).answer(queryPath, (request) => (request.body.includes('"old"') ? { status: 403, body: "expired" } : { body: documentedRecords }));
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    expect(result.success).toBe(true);
    expect(staxx.requests.map((request) => request.path)).toEqual([loginPath, queryPath, loginPath, queryPath]);
    await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    expect(staxx.to(loginPath)).toHaveLength(2);
  });

  it("is not renewed for ever when the account may not search", async () => {
    staxx.answer(queryPath, { status: 403, phrase: "Forbidden", body: "search is not allowed" });
    const { result } = await app.call("staxx_query", { staxx_indicator: "1.2.3.4" });
    expect(result.reason).toContain("refused the query after a fresh login");
    expect(staxx.to(loginPath)).toHaveLength(2);
    expect(staxx.to(queryPath)).toHaveLength(2);
  });
});
