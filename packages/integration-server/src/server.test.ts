import { defineFunction, ExpectedFailure, fail, succeed } from "@soarkit/app-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apiSecret, SoarRig } from "./test-support/soar-rig.js";
import { testApp, testFunction } from "./test-support/test-app.js";

const until = { timeout: 15_000, interval: 5 };

describe("the integration server", () => {
  let rig: SoarRig;
  beforeEach(async () => {
    rig = await new SoarRig().start();
    rig.configLines = ["[fn_test]", "test_password = canary-app-password"];
  });
  afterEach(async () => { await rig.stop(); });

  const finalOf = async (correlation: string) => {
    await vi.waitFor(() => { expect(rig.finals(correlation)).toHaveLength(1); }, until);
    return rig.finals(correlation)[0];
  };
  const allAcknowledged = () => vi.waitFor(() => { expect(rig.store.left()).toBe(0); }, until);

  it("runs a function and replies with the documents' envelope", async () => {
    const echo = testFunction("echo", "repeat", (inputs) => succeed({ given: inputs }, { more: true, version: "not to be replaced" }));
    await rig.server([testApp(echo)]).start();
    const inputs = { test_value: "${HOME} and ^name stay", test_count: 3, test_mode: { id: 53, name: "fast" } };
    const reply = await finalOf(rig.call("echo", inputs, 1));
    const content = { given: { test_value: "${HOME} and ^name stay", test_count: 3, test_mode: "fast" } };
    expect(reply).toEqual({
      correlation: "invid:1",
      message_type: 0,
      message: "Completed",
      complete: true,
      results: {
        more: true,
        version: "1.0",
        success: true,
        reason: null,
        content,
        raw: JSON.stringify(content),
        inputs,
        metrics: {
          version: "1.0",
          package: "fn-test-app",
          package_version: "1.2.3",
          host: expect.any(String),
          execution_time_ms: expect.any(Number),
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
        },
      },
    });
    await allAcknowledged();
  });

  it("shows status messages in their order, before the result", async () => {
    const talk = testFunction("talk", "repeat", async (_inputs, context) => {
      await context.status("one");
      await context.status("two", "warning");
      return succeed(null);
    });
    await rig.server([testApp(talk)]).start();
    const correlation = rig.call("talk", { test_value: "x" }, 1);
    await finalOf(correlation);
    expect(rig.replies(correlation).map(({ message, message_type, complete }) => [message_type, message, complete])).toEqual([[0, "one", false], [2, "two", false], [0, "Completed", true]]);
  });

  it("answers an expected failure with a result, so that the post-process script runs", async () => {
    const functions = [
      testFunction("thrown", "repeat", () => { throw new ExpectedFailure("STAXX refused the login."); }),
      testFunction("returned", "repeat", () => fail("STAXX is down.", { outcome: "down" })),
    ];
    await rig.server([testApp(...functions)]).start();
    const thrown = await finalOf(rig.call("thrown", { test_value: "x" }, 1));
    expect(thrown).toMatchObject({ message_type: 0, complete: true, results: { success: false, reason: "STAXX refused the login.", content: null, raw: "null" } });
    expect(rig.replies("invid:1")[0]).toMatchObject({ message_type: 1, message: "STAXX refused the login.", complete: false });
    expect(await finalOf(rig.call("returned", { test_value: "x" }, 2))).toMatchObject({ message_type: 0, results: { success: false, reason: "STAXX is down.", outcome: "down" } });
    const mistyped = await finalOf(rig.call("returned", { test_value: "x", test_count: 12 }, 3));
    expect(mistyped?.results).toMatchObject({ success: false, reason: "The input test_count cannot be used: 12 is out of range. It is a whole number from 0 to 9." });
    await allAcknowledged();
  });

  it("answers in the plain form for functions that say so: the content itself, or an error beside the additions", async () => {
    const plain = (name: string, handler: () => ReturnType<typeof succeed>) => defineFunction({ name, displayName: name, description: "", inputs: {}, inDoubt: "repeat", resultForm: "plain", handler });
    const functions = [plain("good", () => succeed({ report: 7 }, { more: true })), plain("bad", () => fail("The report is not there.", { outcome: "none" })), plain("list", () => succeed([1, 2]))];
    await rig.server([testApp(...functions)]).start();
    expect(await finalOf(rig.call("good", {}, 1))).toMatchObject({ message_type: 0, message: "Completed", results: { report: 7, more: true } });
    expect((await finalOf(rig.call("bad", {}, 2)))?.results).toEqual({ error: "The report is not there.", outcome: "none" });
    expect((await finalOf(rig.call("list", {}, 3)))?.results).toEqual([1, 2]);
  });

  it("breaks a call for a bug, an unknown function and a message that is none, and goes on", async () => {
    const bug = testFunction("bug", "repeat", () => { throw new TypeError("canary-internal-detail"); });
    await rig.server([testApp(bug)]).start();
    const broken = await finalOf(rig.call("bug", { test_value: "x" }, 1));
    expect(broken).toMatchObject({ message_type: 1, complete: true });
    expect(broken?.message).toMatch(/The function bug stopped on an unexpected error \(reference [0-9a-f-]{36}\)/);
    const reference = /reference ([0-9a-f-]{36})/.exec(broken?.message ?? "")?.[1] ?? "none";
    expect(rig.logLines.some((line) => line.includes(reference) && line.includes("canary-internal-detail"))).toBe(true);
    expect((await finalOf(rig.call("stranger", {}, 2)))?.message).toContain("No app of this integration server provides the function stranger");
    rig.put("not json", "invid:3");
    expect(await finalOf("invid:3")).toMatchObject({ message_type: 1 });
    rig.put('{"inputs": {}}', "invid:4");
    expect((await finalOf("invid:4"))?.message).toContain("function");
    await allAcknowledged();
  });

  it("breaks a call when the app's section is missing, and says how to add it", async () => {
    rig.configLines = [];
    await rig.server([testApp(testFunction("echo", "repeat", () => succeed(1)))]).start();
    const reply = await finalOf(rig.call("echo", { test_value: "x" }, 1));
    expect(reply).toMatchObject({ message_type: 1, message: expect.stringContaining("soarkit config -u -l fn-test-app") });
  });

  it("gives up a function that takes longer than function_timeout", async () => {
    rig.configLines.push("function_timeout = 0.05");
    const hang = testFunction("hang", "repeat", () => new Promise(() => undefined));
    await rig.server([testApp(hang)]).start();
    const reply = await finalOf(rig.call("hang", { test_value: "x" }, 1));
    expect(reply?.results).toMatchObject({ success: false, reason: expect.stringContaining("did not finish within 0.05 seconds") });
  });

  it("runs 1,000 waiting functions at once", async () => {
    let waiting = 0;
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => { open = resolve; });
    const wait = testFunction("wait", "repeat", async () => {
      if (++waiting === 1000) open();
      await gate;
      return succeed(null);
    });
    await rig.server([testApp(wait)]).start();
    for (let id = 1; id <= 1000; id++) rig.call("wait", { test_value: "x" }, id);
    await vi.waitFor(() => { expect(rig.store.replies).toHaveLength(1000); }, until);
    await allAcknowledged();
  });

  it("runs no more at once than num_workers says", async () => {
    rig.configLines.unshift("num_workers = 3", "stomp_prefetch_limit = 50");
    let running = 0;
    let most = 0;
    const busy = testFunction("busy", "repeat", async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return succeed(null);
    });
    await rig.server([testApp(busy)]).start();
    for (let id = 1; id <= 30; id++) rig.call("busy", { test_value: "x" }, id);
    await allAcknowledged();
    expect(most).toBe(3);
  });

  it("serves the other functions when one is missing on the platform, and that one when it is imported", async () => {
    rig.missing.add("later");
    const functions = [testFunction("now", "repeat", () => succeed(1)), testFunction("later", "repeat", () => succeed(2))];
    const server = rig.server([testApp(...functions)], { lookAgainMs: 10 });
    await server.start();
    expect(server.status().functions).toEqual([
      { name: "now", app: "fn-test-app", destination: "fn_test", problem: undefined },
      { name: "later", app: "fn-test-app", destination: undefined, problem: expect.stringContaining("soarkit customize -l fn-test-app") },
    ]);
    await finalOf(rig.call("now", { test_value: "x" }, 1));
    rig.missing.clear();
    await vi.waitFor(() => { expect(server.status().functions.every(({ destination }) => destination === "fn_test")).toBe(true); }, until);
  });

  it("waits in the background for a platform that is away, and refuses to start with a login that is refused", async () => {
    rig.restStatus = 401;
    await expect(rig.server([testApp()]).start()).rejects.toMatchObject({ code: "SOAR_UNAUTHORIZED" });
    rig.restStatus = 503;
    const server = rig.server([testApp()]);
    const started = server.start();
    await vi.waitFor(() => { expect(server.status().problem).toContain("(503)"); }, until);
    rig.restStatus = undefined;
    await started;
    await server.ready;
    expect(server.status()).toMatchObject({ state: "running", connected: true });
  });

  it("keeps secrets out of every log line and reply", async () => {
    const leak = testFunction("leak", "repeat", async (_inputs, context) => {
      context.log.info({ config: context.config }, `the password is ${context.config.test_password}`);
      await context.status(`status with ${context.config.test_password}`);
      throw new ExpectedFailure(`refused for ${context.config.test_password}`);
    });
    await rig.server([testApp(leak)]).start();
    await finalOf(rig.call("leak", { test_value: "x" }, 1));
    await allAcknowledged();
    const everything = [...rig.logLines, ...rig.store.replies.map(({ body }) => body)].join("\n");
    expect(everything).toContain("the password is");
    expect(everything).not.toContain("canary-app-password");
    expect(everything).not.toContain(apiSecret);
  });
});
