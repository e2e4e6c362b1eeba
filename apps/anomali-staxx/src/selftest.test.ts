import type { SelftestStep } from "@soarkit/app-sdk";
import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStaxxApp } from "./app.js";
import { answerLikePlatform, answerLikeStaxx, documentedRecord, loginPath, queryPath } from "./testing/documented-answers.js";
import { ReplayServer } from "./testing/replay-server.js";
import { configFor, httpFor } from "./testing/run-app.js";
import { testAuthority } from "./testing/certificate.js";

const log = createLogger({ name: "test", level: "silent" });
let staxx: ReplayServer;
let platform: ReplayServer;
let soar: SoarClient;

beforeEach(async () => {
  staxx = answerLikeStaxx(await new ReplayServer().start()).answer(queryPath, { body: [documentedRecord] });
  platform = answerLikePlatform(await new ReplayServer().start(), { type: "URL", value: "" });
  soar = await connectSoar({ host: "127.0.0.1", port: platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
});
afterEach(async () => {
  await soar.close();
  await Promise.all([staxx.stop(), platform.stop()]);
});

async function steps(config: Record<string, string> = {}, trusted = true): Promise<SelftestStep[]> {
  const http = httpFor({ trusted });
  const found: SelftestStep[] = [];
  for await (const step of createStaxxApp().selftest({ config: configFor(staxx, config), soar, http, log, signal: new AbortController().signal })) found.push(step);
  await http.close();
  return found;
}

describe("selftest", () => {
  it("logs in, asks one real question, reports certificate and dates", async () => {
    const found = await steps();
    expect(found.map((step) => step.outcome)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(found[0]?.detail).toContain("issued to Soarkit server");
    expect(JSON.parse(staxx.to(queryPath)[0]?.body ?? "")).toEqual({ token: "b64-token-1", query: "confidence>=0", type: "json", size: 1 });
    expect(found[3]?.detail).toContain("2020-08-12T10:05:58.000Z");
  });

  it("does not call a wrong password an outage", async () => {
    staxx.answer(loginPath, { status: 403, body: "no" });
    const found = await steps();
    expect(found.map((step) => step.outcome)).toEqual(["ok", "failed", "skipped", "skipped"]);
    expect(found[1]?.detail).toContain("refused the login of admin");
    expect(found[1]?.detail).not.toMatch(/reach|down|slow/);
  });

  it("names cafile when the certificate is not trusted", async () => {
    const found = await steps({}, false);
    expect(found[1]).toMatchObject({ outcome: "failed", detail: expect.stringContaining("cafile") });
  });

  it("calls a server that is off unreachable", async () => {
    await staxx.stop();
    const found = await steps();
    expect(found[0]?.outcome).toBe("failed");
    expect(found[1]?.detail).toContain("cannot be reached");
  });

  it("finds a wrong time zone by a record from the future", async () => {
    const soon = new Date(Date.now() + 2 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
    staxx.answer(queryPath, { body: [{ ...documentedRecord, date_last: soon }] });
    expect((await steps())[3]).toMatchObject({ outcome: "failed", detail: expect.stringContaining("server_timezone") });
  });

  it("says so when verification is off", async () => {
    expect((await steps({ verify: "false" }))[0]?.detail).toContain("NOT checked");
  });
});
