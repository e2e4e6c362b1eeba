import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@soarkit/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal } from "./journal.js";

const log = createLogger({ name: "test", level: "silent" });
const call = (key: string, body = "{}") => ({ key, destination: "actions.201.fn", correlationId: "invid:1", functionName: "fn", body });
const day = 24 * 60 * 60 * 1000;

describe("the journal", () => {
  let folder: string;
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "soarkit-journal-"));
    journal = await Journal.open(folder, log);
  });
  afterEach(async () => {
    await journal.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("knows a call again, also after a restart", async () => {
    expect((await journal.arrive(call("a"))).known).toBe(false);
    await journal.change("a", { state: "result", reply: "{}" });
    await journal.close();
    journal = await Journal.open(folder, log);
    expect(await journal.arrive(call("a"))).toMatchObject({ known: true, row: { state: "result", reply: "{}", deliveries: 2 } });
  });

  it("tells a redelivery from another call with the same correlation id", async () => {
    await journal.arrive(call("a"));
    await journal.change("a", { state: "acknowledged", reply: "{}" });
    expect(await journal.arrive(call("a", '{"other":1}'))).toMatchObject({ known: false, row: { state: "received", reply: null, deliveries: 1 } });
    expect(await journal.arrive(call("a", '{"other":1}'))).toMatchObject({ known: true });
  });

  it("writes what is asked for in one turn together, and keeps the order of a call's changes", async () => {
    const arrivals = await Promise.all(Array.from({ length: 500 }, (_, index) => journal.arrive(call(`k${index}`))));
    expect(new Set(arrivals.map(({ row }) => row.id)).size).toBe(500);
    await Promise.all([journal.change("k1", { state: "running" }), journal.change("k1", { intent: '"x"' }), journal.change("k1", { state: "result" })]);
    expect(await journal.byKey("k1")).toMatchObject({ state: "result", intent: '"x"' });
    expect(await journal.countByState()).toEqual({ received: 499, result: 1 });
  });

  it("forgets the contents of finished calls after 30 days and the calls after 90, and nothing that is unfinished", async () => {
    await journal.arrive(call("done"));
    await journal.arrive(call("open"));
    await journal.change("done", { state: "acknowledged", reply: "{}", intent: "1" });
    await journal.change("open", { state: "result", reply: "{}" });
    await journal.forgetOld(Date.now() + 31 * day);
    expect(await journal.byKey("done")).toMatchObject({ state: "acknowledged", reply: null, intent: null });
    await journal.forgetOld(Date.now() + 91 * day);
    expect(await journal.byKey("done")).toBeUndefined();
    expect(await journal.byKey("open")).toMatchObject({ reply: "{}" });
  });
});
