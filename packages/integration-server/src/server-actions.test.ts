import { ExpectedFailure } from "@soarkit/app-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SoarRig } from "./test-support/soar-rig.js";
import { testAction, testApp, testAppWith } from "./test-support/test-app.js";

const until = { timeout: 15_000, interval: 5 };
const incident = { id: 2095, name: "Odd login", workspace: 1 };
const artifact = { id: 12, type: 1, value: "198.51.100.7", description: null };

describe("actions", () => {
  let rig: SoarRig;
  beforeEach(async () => {
    rig = await new SoarRig().start();
    rig.configLines = ["[fn_test]", "queue = fn_test"];
    rig.answers.set("/actions", { entities: [{ id: 45, name: "Send To There" }, { id: 46, name: "Nobody's Rule" }] });
  });
  afterEach(async () => { await rig.stop(); });

  const finalOf = async (correlation: string) => {
    await vi.waitFor(() => { expect(rig.finals(correlation)).toHaveLength(1); }, until);
    return rig.finals(correlation)[0];
  };
  const allAcknowledged = () => vi.waitFor(() => { expect(rig.store.left()).toBe(0); }, until);

  it("are called by the name of the rule with the object, its incident and the dialog's values", async () => {
    const seen: unknown[] = [];
    const action = testAction("send to there", "artifact", "repeat", async (event, context) => {
      seen.push(event.rule, event.incident.name, event.artifact.value, event.properties, event.operation, event.label("artifact", "type", event.artifact.type), context.incidentUrl);
      await context.status("half way");
      return "It is there.";
    });
    await rig.server([testAppWith([], [action])]).start();
    const labels = { artifact: { type_id: 4, fields: { type: { id: 300, values: { 1: { value: 1, label: "IP Address" } } } } }, actioninvocation: { type_id: 6, fields: { mode: { values: { 53: { value: 53, label: "fast" } } } } } };
    const correlation = rig.act(45, { object_type: 4, operation_type: "created", incident, artifact, properties: { days: 3, mode: 53 }, type_info: labels }, 1);
    expect(await finalOf(correlation)).toEqual({ correlation, message_type: 0, message: "It is there.", complete: true });
    expect(seen).toEqual([{ id: 45, name: "Send To There" }, "Odd login", "198.51.100.7", { days: 3, mode: "fast" }, "created", "IP Address", expect.stringContaining("#incidents/2095")]);
    expect(rig.replies(correlation)[0]).toMatchObject({ message: "half way", complete: false });
    await allAcknowledged();
  });

  it("carry the message's context token on every call of the platform", async () => {
    const action = testAction("Send To There", "incident", "repeat", async (event, context) => {
      await context.soar.post(`/incidents/${event.incident.id}/artifacts`, { value: "a" });
      await context.soar.post(`/incidents/${event.incident.id}/comments`, { text: "b" }, { idempotent: true });
      return "";
    });
    await rig.server([testAppWith([], [action])]).start();
    expect(await finalOf(rig.act(45, { incident }, 7))).toMatchObject({ message: "Completed" });
    expect(rig.written.map(({ contextToken }) => contextToken)).toEqual(["token-of-invid:7", "token-of-invid:7"]);
  });

  it("that fail for a reason a person can act on say so and count as failed; bugs break the call without their text", async () => {
    const actions = [
      testAction("Send To There", "incident", "repeat", () => { throw new ExpectedFailure("It is down."); }),
      testAction("Nobody's Rule", "incident", "repeat", () => { throw new TypeError("canary-internal-detail"); }),
    ];
    await rig.server([testAppWith([], actions)]).start();
    const failed = await finalOf(rig.act(45, { incident }, 1));
    expect(failed).toMatchObject({ message_type: 0, message: "Failed", results: { success: false, reason: "It is down." } });
    expect(rig.replies("invid:1")[0]).toMatchObject({ message_type: 1, message: "It is down.", complete: false });
    const broken = await finalOf(rig.act(46, { incident }, 2));
    expect(broken).toMatchObject({ message_type: 1, message: expect.stringMatching(/rule "Nobody's Rule" stopped on an unexpected error \(reference [0-9a-f-]{36}\)/) });
    await allAcknowledged();
  });

  it("nobody provides are answered with an error that names the rule", async () => {
    await rig.server([testAppWith([], [testAction("Send To There", "artifact", "repeat", () => "done")])]).start();
    expect(await finalOf(rig.act(46, { incident }, 1))).toMatchObject({ message_type: 1, message: expect.stringContaining('handles the rule "Nobody\'s Rule" on the message destination fn_test') });
    expect(await finalOf(rig.act(99, { incident }, 2))).toMatchObject({ message_type: 1, message: expect.stringContaining("has no rule 99 any more") });
    expect(await finalOf(rig.act(null, { incident }, 3))).toMatchObject({ message_type: 1, message: expect.stringContaining("does not tell which rule sent it") });
    expect(await finalOf(rig.act(45, { incident }, 4))).toMatchObject({ message_type: 1, message: expect.stringContaining("about objects of type 0") });
    expect(await finalOf(rig.act(45, { incident, object_type: 4 }, 5))).toMatchObject({ message_type: 1, message: expect.stringContaining("carries no artifact") });
    await allAcknowledged();
  });

  it("of several apps share a message destination, and an app reads the one that its configuration names", async () => {
    rig.configLines = ["[fn_test]", "queue = other_queue"];
    const first = testAppWith([], [testAction("Send To There", "incident", "repeat", () => "first")], "first-app");
    const second = testAppWith([], [testAction("Nobody's Rule", "incident", "repeat", () => "second")], "second-app");
    const server = rig.server([first, second]);
    await server.start();
    expect(server.status().actions).toEqual([
      { rule: "Send To There", app: "fn-first-app", destination: "other_queue", problem: undefined },
      { rule: "Nobody's Rule", app: "fn-second-app", destination: "other_queue", problem: undefined },
    ]);
    expect(server.status().destinations).toHaveLength(1);
    expect(await finalOf(rig.act(45, { incident }, 1, "other_queue"))).toMatchObject({ message: "first" });
    expect(await finalOf(rig.act(46, { incident }, 2, "other_queue"))).toMatchObject({ message: "second" });
  });

  it("with a message destination that cannot be one are not called, and the status says why", async () => {
    rig.configLines = ["[fn_test]", "queue = my queue!"];
    const server = rig.server([testAppWith([], [testAction("Send To There", "incident", "repeat", () => "done")])]);
    await server.start();
    expect(server.status().actions[0]).toMatchObject({ destination: undefined, problem: expect.stringContaining('"my queue!" cannot be the name of a message destination') });
  });

  it("that two apps provide on one destination are answered with an error that names both", async () => {
    const app = (name: string) => testAppWith([], [testAction("Send To There", "incident", "repeat", () => name)], name);
    await rig.server([app("first-app"), app("second-app")]).start();
    expect(await finalOf(rig.act(45, { incident }, 1))).toMatchObject({ message_type: 1, message: expect.stringContaining("is handled by") });
  });

  it("in doubt are run with what they were about to do, or ask a person, as they declare", async () => {
    const told: unknown[] = [];
    let runs = 0;
    const check = testAction("Send To There", "incident", "check", async (_event, context) => {
      if (++runs === 1) {
        await context.beforeEffect({ step: "post" });
        await new Promise(() => undefined);
      }
      told.push(context.inDoubt, context.intent, context.key);
      return "checked";
    });
    const ask = testAction("Nobody's Rule", "incident", "ask", async (_event, context) => {
      await context.beforeEffect({ step: "post" });
      await new Promise(() => undefined);
      return "";
    });
    const app = () => testAppWith([], [check, ask]);
    const first = rig.server([app()]);
    await first.start();
    const correlation = rig.act(45, { incident }, 1);
    const asked = rig.act(46, { incident }, 2);
    await vi.waitFor(() => { expect(first.status().calls.running).toBe(2); }, until);
    await first.stop({ drainMs: 50 });
    const second = rig.server([app()]);
    await second.start();
    expect(await finalOf(correlation)).toMatchObject({ message: "checked" });
    expect(told).toEqual([true, { step: "post" }, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    await vi.waitFor(async () => { expect(await second.messages.list()).toHaveLength(1); }, until);
    expect(rig.replies(asked).at(-1)).toMatchObject({ message_type: 1, complete: false, message: expect.stringContaining("soarkit messages retry") });
  });

  it("leave functions of the same destination as they are", async () => {
    await rig.server([testApp()]).start();
    expect(rig.started[0]?.status().actions).toEqual([]);
  });
});
