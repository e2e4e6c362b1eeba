import { createAppHttp } from "@soarkit/app-sdk";
import { TaxiiServer } from "@soarkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLoadKit, type LoadKit } from "../loads/loads.test-kit.js";
import type { FeedEntry } from "./feeds.js";

const minute = 60_000;
let now = Date.UTC(2026, 5, 1);
let kit: LoadKit;
let server: TaxiiServer;
const startHub = (dataDir?: string): Promise<LoadKit> => startLoadKit({ ...(dataDir === undefined ? {} : { dataDir }), now: () => now, outgoing: (settings) => createAppHttp(settings) });
beforeEach(async () => {
  server = await TaxiiServer.start();
  kit = await startHub();
});
afterEach(async () => {
  await kit.stop();
  await server.stop();
});

const feeds = async (): Promise<FeedEntry[]> => (JSON.parse((await kit.call("GET", "/api/hub/feeds")).body) as { entities: FeedEntry[] }).entities;
const poll = async (id: number): Promise<FeedEntry> => JSON.parse((await kit.call("POST", `/api/hub/feeds/${id}/poll`)).body) as FeedEntry;
const add = async (interval: number): Promise<number> => {
  const { id } = JSON.parse((await kit.call("POST", "/api/hub/feeds", { name: "Partner", url: server.url, interval_minutes: interval })).body) as FeedEntry;
  expect(await poll(id)).toMatchObject({ failures: 0, last_error: "", last_success: now, next_poll: now + interval * minute });
  return id;
};

describe("a feed whose server is away", () => {
  it.each([
    [60, [0.5, 1, 2, 4, 8, 16, 32, 60, 60]],
    [5, [0.5, 1, 2, 4, 8, 16, 32, 60, 60]],
    [1_440, [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 1_440, 1_440]],
  ])("and is polled every %d minutes waits twice as long after each failure, up to its interval or an hour", async (interval, waits) => {
    const id = await add(interval);
    const { port } = server;
    await server.stop();
    for (const [index, wait] of waits.entries()) {
      now += minute;
      expect(await poll(id)).toMatchObject({ failures: index + 1, last_poll: now, next_poll: now + wait * minute, last_error: expect.stringContaining(`127.0.0.1:${port}`) });
    }
    server = await TaxiiServer.start(port);
    now += minute;
    expect(await poll(id)).toMatchObject({ failures: 0, last_error: "", last_success: now, next_poll: now + interval * minute });
  });

  it("is tried again by itself when its time has come, not before, also after a new start of the hub", async () => {
    const id = await add(60);
    const { port } = server;
    await server.stop();
    expect(await poll(id)).toMatchObject({ failures: 1, next_poll: now + 30_000 });
    server = await TaxiiServer.start(port);
    const { folder } = kit;
    now += 20_000;
    await kit.hub.stop();
    kit = await startHub(folder);
    expect(await feeds()).toMatchObject([{ failures: 1, polling: false }]);
    expect(server.asked).toEqual([]);
    now += 10_000;
    await expect.poll(feeds, { timeout: 20_000 }).toMatchObject([{ failures: 0, last_error: "", last_success: now, polling: false }]);
  });

  it("is polled when somebody asks for it, and a paused one waits for that alone", async () => {
    const id = await add(60);
    const before = server.asked.length;
    expect((await kit.call("POST", `/api/hub/feeds/${id}/pause`)).status).toBe(200);
    const { folder } = kit;
    now += 24 * 60 * minute;
    await kit.hub.stop();
    kit = await startHub(folder);
    expect(await feeds()).toMatchObject([{ state: "paused", polling: false }]);
    expect(server.asked).toHaveLength(before);
    expect(await poll(id)).toMatchObject({ state: "paused", last_poll: now, failures: 0 });
    expect(server.asked.length).toBeGreaterThan(before);
  });
});
