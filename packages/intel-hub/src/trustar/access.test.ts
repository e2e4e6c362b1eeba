import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EnclaveLevel } from "../schema.js";
import { startTrustarHub, type TrustarHub } from "./trustar.test-kit.js";

let kit: TrustarHub;
let now = 1_700_000_000_000;
afterEach(() => kit.stop());

describe("a token", () => {
  beforeEach(async () => {
    now = 1_700_000_000_000;
    kit = await startTrustarHub({ now: () => now });
  });

  it("is given for key and secret, by form or query, the same until it ends", async () => {
    const { apiKey, apiSecret = "" } = await kit.hub.trustar.ensureAccount({ name: "app" });
    expect(apiSecret.length).toBeGreaterThanOrEqual(43);
    const first = await kit.oauth(apiKey, apiSecret);
    expect(first).toMatchObject({ status: 200, headers: { "content-type": expect.stringContaining("application/json") } });
    const token = JSON.parse(first.body) as { access_token: string };
    expect(token).toEqual({ access_token: expect.stringMatching(/^[0-9a-f-]{36}$/), token_type: "bearer", expires_in: 599, scope: "read" });
    now += 300_000;
    expect(JSON.parse((await kit.oauth(apiKey, apiSecret, "", "?grant_type=client_credentials")).body)).toEqual({ ...token, expires_in: 299 });
    now += 300_001;
    const ping = (bearer: string) => kit.send("GET", "/api/1.3/ping", { authorization: `Bearer ${bearer}` });
    const expired = await ping(token.access_token);
    expect([expired.status, JSON.parse(expired.body)]).toEqual([400, { error: "invalid_request", error_description: "Expired oauth2 access token" }]);
    const next = JSON.parse((await kit.oauth(apiKey, apiSecret)).body) as { access_token: string };
    expect(next.access_token).not.toBe(token.access_token);
    expect(await ping(next.access_token)).toMatchObject({ status: 200, body: "pong\n" });
    for (const bearer of [token.access_token, "nonsense", ""]) {
      const answer = await ping(bearer);
      expect([answer.status, JSON.parse(answer.body)]).toEqual([400, { error: "invalid_request", error_description: "Invalid oauth2 access token" }]);
    }
    expect(JSON.stringify(kit.logged)).not.toContain(apiSecret);
  });

  it("is refused for a wrong secret, an unknown or revoked key, a locked account and another grant", async () => {
    const { apiKey, apiSecret = "" } = await kit.hub.trustar.ensureAccount({ name: "app" });
    for (const [key, secret] of [[apiKey, "wrong"], ["unknown", apiSecret], [apiKey, ""], ["", ""]] as const) {
      const answer = await kit.oauth(key, secret);
      expect([answer.status, JSON.parse(answer.body)]).toEqual([401, { error: "unauthorized", error_description: expect.any(String) }]);
    }
    expect((await kit.send("POST", "/oauth/token", { "content-type": "application/x-www-form-urlencoded" }, "grant_type=client_credentials")).status).toBe(401);
    expect((await kit.oauth(apiKey, apiSecret, "grant_type=password")).status).toBe(400);
    const { access_token: token } = JSON.parse((await kit.oauth(apiKey, apiSecret)).body) as { access_token: string };
    const renewed = await kit.hub.trustar.ensureAccount({ name: "app" });
    expect((await kit.oauth(apiKey, apiSecret)).status).toBe(401);
    expect((await kit.send("GET", "/api/1.3/ping", { authorization: `Bearer ${token}` })).status).toBe(400);
    expect(await kit.hub.trustar.ensureAccount({ name: "app", apiKey: renewed.apiKey })).toEqual({ apiKey: renewed.apiKey });
    expect((await kit.oauth(renewed.apiKey, renewed.apiSecret ?? "")).status).toBe(200);
  });

  it("answers ping, version and quotas, and nothing at addresses that are no part of 1.3", async () => {
    const client = await kit.client("app", { [kit.incidents]: "full" });
    expect(await client.call("GET", "version")).toMatchObject({ status: 200, body: "1.3\n", headers: { "content-type": expect.stringContaining("text/plain"), "trace-id": expect.any(String) } });
    expect(await client.json("GET", "request-quotas")).toEqual([{ guid: expect.any(String), maxRequests: 1_000_000, usedRequests: 1, timeWindow: 86_400_000, lastResetTime: expect.any(Number), nextResetTime: expect.any(Number) }]);
    for (const [method, path] of [["POST", "triage/submissions"], ["POST", "redaction/report"], ["GET", "nowhere"], ["PATCH", "reports/x"], ["GET", "reports/x/alter-tags"], ["POST", "indicators/x"]] as const) {
      const answer = await client.call(method, path, method === "GET" ? undefined : {});
      expect([path, answer.status, JSON.parse(answer.body)]).toEqual([path, 404, expect.objectContaining({ status: 404, error: "Not Found", message: expect.any(String) })]);
    }
  });
});

it("too many calls are told how long to wait, in milliseconds; submissions do not count by the day", async () => {
  now = 1_700_000_000_000;
  kit = await startTrustarHub({ now: () => now, trustar: { limits: { requestsPerDay: 2, requestsPerMinute: 5 } } });
  const client = await kit.client("app", { [kit.incidents]: "full" });
  await client.report("x");
  await client.call("GET", "ping");
  await client.call("GET", "ping");
  const byDay = await client.call("GET", "ping");
  expect([byDay.status, JSON.parse(byDay.body)]).toEqual([429, { message: expect.stringContaining("Request limit exceeded"), waitTime: Math.ceil((now + 1) / 86_400_000) * 86_400_000 - now }]);
  await client.report("x");
  await client.report("x");
  const byMinute = await client.call("POST", "reports", { title: "x", reportBody: "y", enclaveIds: [kit.incidents] });
  expect([byMinute.status, JSON.parse(byMinute.body)]).toEqual([429, { message: expect.any(String), waitTime: Math.ceil((now + 1) / 60_000) * 60_000 - now }]);
  now += 60_000;
  await client.report("x");
});

it("an account may read, submit and change as its level says, and knows nothing of the rest", async () => {
  kit = await startTrustarHub();
  const owner = await kit.client("owner", { [kit.incidents]: "full" });
  const guid = await owner.report("45.33.2.79", { externalTrackingId: "R1" });
  const allowed: Readonly<Record<EnclaveLevel, readonly [read: number, create: number, update: number]>> = { none: [404, 403, 404], view: [200, 403, 403], submission: [200, 200, 403], full: [200, 200, 200] };
  for (const [level, [read, create, update]] of Object.entries(allowed) as [EnclaveLevel, readonly [number, number, number]][]) {
    const user = await kit.client(`user-${level}`, { [kit.incidents]: level });
    const status = async (method: string, path: string, body?: unknown): Promise<number> => (await user.call(method, path, body)).status;
    expect([level, await status("GET", `reports/${guid}`), await status("GET", "reports/R1?idType=external"), await status("GET", `reports/${guid}/indicators`)]).toEqual([level, read, read, read]);
    expect([level, await status("POST", "reports", { title: "x", reportBody: "y", enclaveIds: [kit.incidents] })]).toEqual([level, create]);
    expect([level, await status("POST", "indicators", { content: [{ value: "45.33.2.81" }], enclaveIds: [kit.incidents] })]).toEqual([level, create]);
    expect([level, await status("PUT", `reports/${guid}`, { title: "x", reportBody: "45.33.2.79" }), await status("POST", `reports/${guid}/alter-tags`, { addedTags: [{ name: "a" }] })]).toEqual([level, update, update]);
    const seen = read === 200 ? 1 : 0;
    const items = async (path: string): Promise<number> => (await user.json<{ items: unknown[] }>("GET", path)).items.length;
    expect([level, await items("indicators/search?searchTerm=45.33.2.79"), await items("indicators/related?indicators=45.33.2.79"), await items("reports/correlated?indicators=45.33.2.79")]).toEqual([level, seen, seen, seen]);
    expect(await user.json<unknown[]>("GET", "indicators/metadata?values=45.33.2.79")).toHaveLength(seen);
    expect(await items(`reports/search?searchTerm=45.33.2.79&enclaveIds=${kit.incidents}`)).toBe(seen);
    expect((await user.json<{ id: string }[]>("GET", "enclaves")).some(({ id }) => id === kit.incidents)).toBe(seen === 1);
    expect([level, await status("POST", `reports/move/${guid}?destEnclaveId=${kit.partners}`, "")]).toEqual([level, update === 200 ? 403 : update]);
  }
  expect((await owner.call("POST", "reports", { title: "x", reportBody: "y", enclaveIds: ["6f0c6a52-4c0e-4b53-9f57-2f6e8a1d7c11"] })).status).toBe(403);
});
