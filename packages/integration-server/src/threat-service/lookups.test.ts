import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AppThreatSearcher, defineThreatSearcher, ExpectedFailure, found, hit, lookupFailed, notReady, textProperty, type ThreatLookup, type ThreatSearcherSpec } from "@soarkit/app-sdk";
import { sleep } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { type ThreatAnswer, type ThreatRig, useThreatRigs } from "../test-support/threat-rig.js";

const start = useThreatRigs();

function searcher(search: ThreatSearcherSpec<unknown>["search"], more: Partial<ThreatSearcherSpec<unknown>> = {}): AppThreatSearcher {
  return defineThreatSearcher({ path: "test", types: ["net.ip", "file.content"], search, ...more });
}

const artifact = (value: string) => ({ type: "net.ip", value });
const named = (value: string) => hit(textProperty("Value", value));
const echo = (lookups: readonly ThreatLookup[]) => Promise.resolve(lookups.map(({ texts }) => found(named(texts[0] ?? ""))));

/** Asks as a platform does until there is a final answer. */
async function final(rig: ThreatRig, id: string, timeoutMs = 10_000): Promise<ThreatAnswer> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await rig.get(`/cts/test/${id}`);
    if (answer.status !== 303 || Date.now() > end) return answer;
    await sleep(50);
  }
}

describe("look-ups", () => {
  it("that are equal and under way are one search; the cache answers afterwards", async () => {
    const seen: number[] = [];
    const rig = await start([searcher(async (lookups) => {
      seen.push(lookups.length);
      await sleep(200);
      return await echo(lookups);
    })]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => rig.post("/cts/test", artifact("1.1.1.1"))));
    expect(answers.every(({ status, body }) => status === 200 && body.hits?.length === 1)).toBe(true);
    expect((await rig.post("/cts/test", artifact("1.1.1.1"))).status).toBe(200);
    expect(seen).toEqual([1]);
    const metrics = await (await fetch(rig.url("/metrics"))).text();
    expect(metrics).toContain('soarkit_threat_lookups_total{service="test",from="joined"} 19');
    expect(metrics).toContain('soarkit_threat_lookups_total{service="test",from="cache"} 1');
    expect(metrics).toContain('soarkit_threat_lookups{state="cached"} 1');
  });

  it("that arrive together go to the searcher in lists of its size", async () => {
    const sizes: number[] = [];
    const rig = await start([searcher((lookups) => {
      sizes.push(lookups.length);
      return echo(lookups);
    }, { maximumBatch: 10 })]);
    const answers = await Promise.all(Array.from({ length: 25 }, (_, index) => rig.post("/cts/test", artifact(`1.1.1.${index}`))));
    expect(answers.map(({ body }) => JSON.stringify(body.hits))).toEqual(answers.map((_, index) => JSON.stringify([named(`1.1.1.${index}`)])));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    expect(sizes.length).toBeLessThan(10);
  });

  it("that take longer than two seconds are fetched later", async () => {
    const rig = await start([searcher(async (lookups) => {
      await sleep(2_500);
      return await echo(lookups);
    })], { first_retry_secs: "7" });
    const began = performance.now();
    const { status, body } = await rig.post("/cts/test", artifact("1.1.1.1"));
    expect(performance.now() - began).toBeLessThan(2_450);
    expect({ status, retry: body.retry_secs, hits: body.hits }).toEqual({ status: 303, retry: 7, hits: [] });
    expect(await final(rig, body.id ?? "")).toMatchObject({ status: 200, body: { hits: [named("1.1.1.1")] } });
  });

  it("that fail are made again by the service, and never answered as no hit", async () => {
    let calls = 0;
    const rig = await start([searcher((lookups) => (++calls < 3 ? Promise.reject(new ExpectedFailure("The server is away.")) : echo(lookups)))]);
    const { status, body } = await rig.post("/cts/test", artifact("1.1.1.1"));
    expect(status).toBe(303);
    expect(rig.service.status().services[0]?.problem).toBe("The server is away.");
    expect(await final(rig, body.id ?? "")).toMatchObject({ status: 200, body: { hits: [named("1.1.1.1")] } });
    expect(calls).toBe(3);
    expect(rig.service.status().services[0]?.problem).toBeUndefined();
  });

  it("that are not ready show what is known and are asked for again when the searcher says", async () => {
    let calls = 0;
    const rig = await start([searcher((lookups) => Promise.resolve(lookups.map(() => (++calls < 3 ? notReady([named(`half ${calls}`)], 0.05) : found(named("whole"))))))]);
    const { status, body } = await rig.post("/cts/test", artifact("1.1.1.1"));
    expect({ status, hits: body.hits }).toEqual({ status: 303, hits: [named("half 1")] });
    expect(await final(rig, body.id ?? "")).toMatchObject({ status: 200, body: { hits: [named("whole")] } });
  });

  it("that are asked for max_retries times are given up with 503; posted again they begin anew", async () => {
    let away = true;
    const rig = await start([searcher((lookups) => (away ? Promise.reject(new ExpectedFailure("The server is away.")) : echo(lookups)))], { max_retries: "3" });
    const { body } = await rig.post("/cts/test", artifact("1.1.1.1"));
    const path = `/cts/test/${body.id ?? ""}`;
    expect([(await rig.get(path)).status, (await rig.get(path)).status, (await rig.get(path)).status]).toEqual([303, 303, 303]);
    const last = await rig.get(path);
    expect(last).toMatchObject({ status: 503, body: { id: body.id, code: "THREAT_LOOKUP_FAILED", hits: [] } });
    expect(last.body.message).toContain("The server is away.");
    expect(last.headers.get("retry-after")).toBe("60");
    expect(rig.service.status().pending).toBe(0);
    away = false;
    expect(await rig.post("/cts/test", artifact("1.1.1.1"))).toMatchObject({ status: 200, body: { hits: [named("1.1.1.1")] } });
  });

  it("of which one is poison do not fail the others for ever", async () => {
    const rig = await start([searcher((lookups) => (lookups.some(({ value }) => value === "6.6.6.6") ? Promise.reject(new Error("a bug")) : echo(lookups)), { maximumBatch: 4 })]);
    const [good, bad] = await Promise.all([rig.post("/cts/test", artifact("1.1.1.1")), rig.post("/cts/test", artifact("6.6.6.6"))]);
    expect([good.status, bad.status]).toEqual([303, 303]);
    expect(await final(rig, good.body.id ?? "")).toMatchObject({ status: 200, body: { hits: [named("1.1.1.1")] } });
    expect(rig.service.status().services[0]?.problem ?? "").not.toContain("a bug");
  });

  it("of a list can fail alone", async () => {
    const rig = await start([searcher((lookups) => Promise.resolve(lookups.map(({ value }) => (value === "6.6.6.6" ? lookupFailed("unlucky") : found()))), { maximumBatch: 10 })]);
    const [good, bad] = await Promise.all([rig.post("/cts/test", artifact("1.1.1.1")), rig.post("/cts/test", artifact("6.6.6.6"))]);
    expect([good.status, bad.status]).toEqual([200, 303]);
  });

  it("of a searcher that never answers end at its time limit", async () => {
    const rig = await start([searcher(() => new Promise(() => undefined), { timeLimitSeconds: 0.1 })]);
    expect((await rig.post("/cts/test", artifact("1.1.1.1"))).status).toBe(303);
    expect(rig.service.status().services[0]?.problem).toBe("The threat searcher test did not answer within 0.1 seconds. Check the system that it calls.");
  });

  it("beyond max_pending are refused with 503 and Retry-After", async () => {
    const rig = await start([searcher(() => new Promise(() => undefined))], { max_pending: "2" });
    const waiting = [rig.post("/cts/test", artifact("1.1.1.1")), rig.post("/cts/test", artifact("1.1.1.2"))];
    await sleep(100);
    const refused = await rig.post("/cts/test", artifact("1.1.1.3"));
    expect(refused).toMatchObject({ status: 503, body: { code: "THREAT_BUSY" } });
    expect(refused.headers.get("retry-after")).toBe("5");
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([303, 303]);
  });

  it("of one address beyond max_requests_per_second are refused with 503 and Retry-After, and taken again later", async () => {
    const rig = await start([searcher(echo)], { max_requests_per_second: "2" });
    const statuses: number[] = [];
    for (let index = 0; index < 15; index++) statuses.push((await rig.post("/cts/test", artifact("1.1.1.1"))).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(statuses.slice(-3)).toEqual([503, 503, 503]);
    const refused = await rig.get("/cts/test/1");
    expect(refused).toMatchObject({ status: 503, body: { code: "THREAT_TOO_MANY_REQUESTS", hits: [] } });
    expect(refused.headers.get("retry-after")).toBe("1");
    await sleep(1_000);
    expect((await rig.post("/cts/test", artifact("1.1.1.1"))).status).toBe(200);
  });

  it("of a platform with 1,000 new artifacts at once are all taken by the defaults", async () => {
    const rig = await start([searcher(echo, { maximumBatch: 100 })]);
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => rig.post("/cts/test", artifact(`1.1.${index >> 8}.${index & 255}`))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("marked with more than the searcher may send, and passwords, do not reach it", async () => {
    const seen: unknown[] = [];
    const rig = await start([searcher((lookups) => {
      seen.push(...lookups.map(({ value }) => value));
      return echo(lookups);
    }, { types: ["net.ip", "system.user.password"], maxTlp: () => "AMBER" })]);
    expect(await rig.post("/cts/test", { ...artifact("1.1.1.1"), tlp: "TLP:RED" })).toMatchObject({ status: 200, body: { hits: [] } });
    expect(await rig.post("/cts/test", { ...artifact("1.1.1.2"), tags: [{ tag_handle: "tlp:red" }, "tlp:green"] })).toMatchObject({ status: 200, body: { hits: [] } });
    expect(await rig.post("/cts/test", { type: "system.user.password", value: "canary" })).toMatchObject({ status: 200, body: { hits: [] } });
    expect((await rig.post("/cts/test", { ...artifact("1.1.1.3"), tlp: "amber" })).body.hits).toHaveLength(1);
    expect(seen).toEqual(["1.1.1.3"]);
  });
});

describe("the content of file artifacts", () => {
  it("goes to searchers that want it, whole, and is removed afterwards", async () => {
    const contents: string[] = [];
    const rig = await start([searcher(async (lookups) => await Promise.all(lookups.map(async ({ file }) => {
      contents.push(file === undefined ? "none" : await readFile(file.path, "latin1"));
      return found(named(String(file?.size)));
    })), { wantsFiles: true })]);
    expect((await rig.ask("OPTIONS", "/cts/test")).body).toEqual({ upload_file: true });
    const content = "MZ\0ü".repeat(100_000);
    const ids = new Set<unknown>();
    for (const text of [content, content, "another"]) {
      const body = new FormData();
      body.append("artifact", JSON.stringify({ type: "file.content", value: null }));
      body.append("file", new Blob([Buffer.from(text, "latin1")], { type: "application/octet-stream" }), "sample.exe");
      const answer = await rig.ask("POST", "/cts/test", { body });
      expect(answer).toMatchObject({ status: 200, body: { hits: [named(String(text.length))] } });
      ids.add(answer.body.id);
    }
    expect(contents).toEqual([content, "another"]);
    expect(ids.size).toBe(2);
    await expect.poll(() => readdirSync(join(rig.dataDir, "threat-files"))).toEqual([]);
  });

  it("is kept back by upload_file = 0", async () => {
    const rig = await start([searcher((lookups) => Promise.resolve(lookups.map(({ file }) => found(named(String(file?.size))))), { wantsFiles: true })], { upload_file: "0" });
    expect((await rig.ask("OPTIONS", "/cts/test")).body).toEqual({ upload_file: false });
    const body = new FormData();
    body.append("artifact", JSON.stringify({ type: "file.content" }));
    body.append("file", new Blob(["x"]), "sample.exe");
    expect((await rig.ask("POST", "/cts/test", { body })).body.hits).toEqual([named("undefined")]);
  });
});

describe("a restart", () => {
  it("keeps the answers and goes on with what was under way", async () => {
    const seen: unknown[] = [];
    let ready = false;
    const rig = await start([searcher((lookups) => {
      seen.push(...lookups.map(({ value }) => value));
      return Promise.resolve(lookups.map(({ value }) => (value === "1.1.1.1" || ready ? found(named(String(value))) : notReady([named("half")], 3_600))));
    })]);
    await rig.post("/cts/test", artifact("1.1.1.1"));
    const { body } = await rig.post("/cts/test", artifact("1.1.1.2"));
    await rig.restart();
    expect(rig.service.status()).toMatchObject({ pending: 1, cached: 1 });
    expect(await rig.post("/cts/test", artifact("1.1.1.1"))).toMatchObject({ status: 200, body: { hits: [named("1.1.1.1")] } });
    expect(await rig.get(`/cts/test/${body.id ?? ""}`)).toMatchObject({ status: 303, body: { hits: [named("half")] } });
    expect(seen).toEqual(["1.1.1.1", "1.1.1.2"]);
    ready = true;
  });

  it("in the middle of a search makes it once more", async () => {
    let calls = 0;
    const rig = await start([searcher((lookups) => (++calls === 1 ? new Promise(() => undefined) : echo(lookups)))]);
    const { status, body } = await rig.post("/cts/test", artifact("1.1.1.1"));
    expect(status).toBe(303);
    await rig.restart();
    expect(await final(rig, body.id ?? "")).toMatchObject({ status: 200, body: { hits: [named("1.1.1.1")] } });
    expect(calls).toBe(2);
  });

  it("forgets answers that are too old and services that are gone", async () => {
    const rig = await start([searcher(echo)], { cache_ttl: "300" });
    await rig.post("/cts/test", artifact("1.1.1.1"));
    expect(rig.service.status().cached).toBe(1);
    await sleep(400);
    await rig.restart();
    expect(rig.service.status()).toMatchObject({ pending: 0, cached: 0 });
  });
});

describe("the cache", () => {
  it("keeps the most recently used answers, by size", async () => {
    const seen: unknown[] = [];
    const rig = await start([searcher((lookups) => {
      seen.push(...lookups.map(({ value }) => value));
      return echo(lookups);
    })], { cache_size: "2" });
    for (const value of ["1", "2", "1", "3", "1", "2"]) await rig.post("/cts/test", artifact(value));
    expect(seen).toEqual(["1", "2", "3", "2"]);
    expect(rig.service.status().cached).toBe(2);
  });

  it("asks again after cache_ttl milliseconds", async () => {
    let calls = 0;
    const rig = await start([searcher((lookups) => {
      calls++;
      return echo(lookups);
    })], { cache_ttl: "200" });
    await rig.post("/cts/test", artifact("1.1.1.1"));
    await rig.post("/cts/test", artifact("1.1.1.1"));
    expect(calls).toBe(1);
    await sleep(250);
    await rig.post("/cts/test", artifact("1.1.1.1"));
    expect(calls).toBe(2);
  });

  it("keeps an answer that a platform has to fetch, however small it is", async () => {
    const rig = await start([searcher(async (lookups) => {
      if (lookups[0]?.value === "slow") await sleep(2_200);
      return await echo(lookups);
    })], { cache_size: "0", cache_ttl: "0" });
    const { status, body } = await rig.post("/cts/test", artifact("slow"));
    expect(status).toBe(303);
    expect(await final(rig, body.id ?? "")).toMatchObject({ status: 200, body: { hits: [named("slow")] } });
    expect(rig.service.status().cached).toBe(0);
  });
});
