import { type FunctionContext, type InDoubtPolicy, needsPerson, succeed } from "@soarkit/app-sdk";
import { SoarkitError } from "@soarkit/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SoarRig } from "./test-support/soar-rig.js";
import { testApp, testFunction } from "./test-support/test-app.js";

const until = { timeout: 15_000, interval: 5 };
const never = new Promise<never>(() => undefined);

describe("a call that was interrupted", () => {
  let rig: SoarRig;
  beforeEach(async () => {
    rig = await new SoarRig().start();
    rig.configLines = ["[fn_test]"];
  });
  afterEach(async () => { await rig.stop(); });

  const finals = (correlation: string, count = 1) => vi.waitFor(() => { expect(rig.finals(correlation)).toHaveLength(count); }, until);
  const allAcknowledged = () => vi.waitFor(() => { expect(rig.store.left()).toBe(0); }, until);

  it("is answered from the journal when its result was on disk: the function does not run twice", async () => {
    let runs = 0;
    const app = testApp(testFunction("count", "repeat", () => succeed(++runs)));
    let takeReply: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => { takeReply = resolve; });
    vi.spyOn(rig.store, "receive").mockImplementationOnce(() => {
      takeReply();
      return never;
    });
    const first = rig.server([app]);
    await first.start();
    rig.call("count", { test_value: "x" }, 1);
    await asked;
    await first.stop({ drainMs: 0 });
    expect(rig.store.replies).toEqual([]);
    expect(rig.store.left()).toBe(1);
    await rig.server([app]).start();
    await finals("invid:1");
    expect(rig.finals("invid:1")[0]?.results).toMatchObject({ success: true, content: 1 });
    await allAcknowledged();
    expect(runs).toBe(1);
  });

  const interrupted = async (policy: InDoubtPolicy, withIntent: boolean) => {
    const seen: Pick<FunctionContext, "inDoubt" | "intent" | "key">[] = [];
    let begun: () => void = () => undefined;
    const started = new Promise<void>((resolve) => { begun = resolve; });
    const app = testApp(testFunction("effect", policy, async (_inputs, context) => {
      seen.push({ inDoubt: context.inDoubt, intent: context.intent, key: context.key });
      if (seen.length > 1) return succeed("second run");
      if (withIntent) await context.beforeEffect({ filing: "203.0.113.7" });
      begun();
      return await never;
    }));
    const first = rig.server([app]);
    await first.start();
    rig.call("effect", { test_value: "x" }, 1);
    await started;
    await first.stop({ drainMs: 0 });
    const second = rig.server([app]);
    await second.start();
    return { seen, second };
  };

  it("runs again as if new when it had not announced an effect", async () => {
    const { seen } = await interrupted("ask", false);
    await finals("invid:1");
    expect(seen[1]).toMatchObject({ inDoubt: false, intent: undefined });
    await allAcknowledged();
  });

  it.each(["repeat", "check"] as const)("runs again knowing of the doubt, with the same key, when the function says %s", async (policy) => {
    const { seen } = await interrupted(policy, true);
    await finals("invid:1");
    expect(seen[1]).toEqual({ inDoubt: true, intent: { filing: "203.0.113.7" }, key: seen[0]?.key });
    expect(seen[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    await allAcknowledged();
  });

  it("waits for a person when the function says ask, and runs again when told so", async () => {
    const { seen, second } = await interrupted("ask", true);
    await vi.waitFor(() => { expect(rig.replies("invid:1")).toHaveLength(1); }, until);
    const [message] = await second.messages.list();
    expect(message).toMatchObject({ function: "effect", correlationId: "invid:1", intent: { filing: "203.0.113.7" } });
    expect(rig.replies("invid:1")[0]).toMatchObject({ message_type: 1, complete: false, message: expect.stringContaining(`soarkit messages retry ${message!.id}`) });
    expect(rig.store.left()).toBe(1);
    await second.messages.retry(message!.id);
    await finals("invid:1");
    expect(seen).toHaveLength(2);
    expect(seen[1]).toMatchObject({ inDoubt: true, intent: { filing: "203.0.113.7" } });
    await allAcknowledged();
    await expect(second.messages.retry(message!.id)).rejects.toMatchObject({ code: "MESSAGE_NOT_IN_DOUBT" });
  });

  it("waits for a person when the function itself finds that nobody can know, and tells it what that person said", async () => {
    const decisions: (string | undefined)[] = [];
    let begun: () => void = () => undefined;
    const started = new Promise<void>((resolve) => { begun = resolve; });
    const app = testApp(testFunction("effect", "check", async (_inputs, context) => {
      decisions.push(context.decision);
      if (context.inDoubt && context.decision === undefined) throw needsPerson("203.0.113.7 was filed", "Look at the pending imports.");
      await context.beforeEffect({ filing: "203.0.113.7" });
      if (decisions.length > 1) return succeed("filed");
      begun();
      return await never;
    }));
    const first = rig.server([app]);
    await first.start();
    rig.call("effect", { test_value: "x" }, 1);
    await started;
    await first.stop({ drainMs: 0 });
    const second = rig.server([app]);
    await second.start();
    await vi.waitFor(async () => { expect(await second.messages.list()).toHaveLength(1); }, until);
    const [message] = await second.messages.list();
    expect(message?.question).toBe("The server was interrupted while this ran, and nobody can tell whether 203.0.113.7 was filed. Look at the pending imports.");
    await vi.waitFor(() => { expect(rig.replies("invid:1")).toHaveLength(1); }, until);
    expect(rig.replies("invid:1")[0]).toMatchObject({ message_type: 1, complete: false, message: expect.stringMatching(new RegExp(`pending imports\\. Then run: soarkit messages retry ${message!.id} `)) });
    expect(rig.store.left()).toBe(1);
    await second.stop({ drainMs: 0 });
    const third = rig.server([app]);
    await third.start();
    await third.messages.retry(message!.id);
    await finals("invid:1");
    expect(decisions).toEqual([undefined, undefined, "retry"]);
    expect(rig.finals("invid:1")[0]?.results).toMatchObject({ success: true, content: "filed" });
    await allAcknowledged();
  });

  it("ends with an error when that person gives it up", async () => {
    const { seen, second } = await interrupted("ask", true);
    await vi.waitFor(async () => { expect(await second.messages.list()).toHaveLength(1); }, until);
    await second.messages.drop((await second.messages.list())[0]!.id);
    await finals("invid:1");
    expect(rig.finals("invid:1")[0]).toMatchObject({ message_type: 1, message: expect.stringContaining("a person gave it up") });
    await allAcknowledged();
    expect(seen).toHaveLength(1);
    expect(await second.messages.list()).toEqual([]);
  });

  it("is in doubt, never new, when the broker gave it to another server before", async () => {
    const queue = "actions.201.fn_test";
    rig.call("effect", { test_value: "x" }, 1);
    await rig.store.delivering(queue, [1]);
    let doubt: boolean | undefined;
    const app = testApp(testFunction("effect", "check", (_inputs, context) => {
      doubt = context.inDoubt;
      return succeed(null);
    }));
    await rig.server([app]).start();
    await finals("invid:1");
    expect(doubt).toBe(true);
  });

  it("goes on over a lost link and is answered on the next one", async () => {
    let runs = 0;
    let finish: () => void = () => undefined;
    const app = testApp(testFunction("slow", "repeat", async () => {
      runs++;
      await new Promise<void>((resolve) => { finish = resolve; });
      return succeed("done");
    }));
    const server = rig.server([app]);
    await server.start();
    rig.call("slow", { test_value: "x" }, 1);
    await vi.waitFor(() => { expect(runs).toBe(1); }, until);
    await rig.stopBroker();
    await vi.waitFor(() => { expect(server.status().connected).toBe(false); }, until);
    finish();
    await rig.startBroker();
    await finals("invid:1");
    await allAcknowledged();
    expect(runs).toBe(1);
  });

  it("is told to the platform when its result is refused", async () => {
    let runs = 0;
    let refused = 0;
    rig.store.refuse = (message) => (message.body.length > 2000 && ++refused ? new SoarkitError("STOMP_BODY_TOO_LARGE", { limit: 2000 }) : undefined);
    const app = testApp(testFunction("large", "repeat", () => {
      runs++;
      return succeed("x".repeat(5000));
    }));
    await rig.server([app]).start();
    rig.call("large", { test_value: "x" }, 1);
    await finals("invid:1");
    expect(rig.finals("invid:1")[0]).toMatchObject({ message_type: 1, message: expect.stringContaining("The function large has a result, but the SOAR platform did not take it") });
    await allAcknowledged();
    expect(runs).toBe(1);
    expect(refused).toBe(5);
  });

  it("is let finish when the server stops, while new ones stay with the broker", async () => {
    const runs: string[] = [];
    let finish: () => void = () => undefined;
    const app = testApp(testFunction("slow", "repeat", async (inputs) => {
      runs.push(inputs.test_value);
      if (inputs.test_value === "first") await new Promise<void>((resolve) => { finish = resolve; });
      return succeed(null);
    }));
    const server = rig.server([app]);
    await server.start();
    rig.call("slow", { test_value: "first" }, 1);
    await vi.waitFor(() => { expect(runs).toEqual(["first"]); }, until);
    const stopped = server.stop({ drainMs: 15_000 });
    expect(server.status().state).toBe("draining");
    rig.call("slow", { test_value: "second" }, 2);
    await vi.waitFor(() => { expect(rig.logLines.some((line) => line.includes("invid:2"))).toBe(true); }, until);
    finish();
    await stopped;
    expect(rig.finals("invid:1")).toHaveLength(1);
    expect(runs).toEqual(["first"]);
    await rig.server([app]).start();
    await finals("invid:2");
    expect(rig.finals("invid:1")).toHaveLength(1);
    expect(runs).toEqual(["first", "second"]);
  });

  it("lets go of a handler that does not look at its signal when the time to drain is over", async () => {
    let signal: AbortSignal | undefined;
    const app = testApp(testFunction("deaf", "repeat", async (_inputs, context) => {
      signal = context.signal;
      return await never;
    }));
    const server = rig.server([app]);
    await server.start();
    rig.call("deaf", { test_value: "x" }, 1);
    await vi.waitFor(() => { expect(signal).toBeDefined(); }, until);
    await server.stop({ drainMs: 1 });
    expect(signal?.aborted).toBe(true);
    expect(rig.store.left()).toBe(1);
    expect(rig.store.replies).toEqual([]);
  });
});
