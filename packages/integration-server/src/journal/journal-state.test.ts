import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallState, decide, type KnownCall } from "./journal-state.js";

const states: readonly CallState[] = ["received", "running", "in_doubt", "result", "replied", "acknowledged"];
const policies = ["repeat", "check", "ask"] as const;
const anyKnown = fc.record({ state: fc.constantFrom(...states), intent: fc.option(fc.json()), inDoubt: fc.boolean(), decided: fc.boolean() });

describe("what is done with an arriving message", () => {
  it("is never a new run once a result is on disk", () => {
    fc.assert(fc.property(anyKnown, fc.boolean(), fc.constantFrom(...policies), (known, redelivered, policy) => {
      fc.pre(["result", "replied", "acknowledged"].includes(known.state));
      expect(decide(known, redelivered, policy)).toBe(known.state === "result" ? "answer" : "acknowledge");
    }));
  });

  it("is never a plain run when an effect may have taken place", () => {
    fc.assert(fc.property(fc.option(anyKnown, { nil: undefined }), fc.boolean(), fc.constantFrom(...policies), (known, redelivered, policy) => {
      const doubtful = known === undefined ? redelivered : known.inDoubt || (known.state === "running" && known.intent !== null);
      fc.pre(doubtful);
      expect(decide(known, redelivered, policy)).not.toBe("run");
    }));
  });

  it("leaves a doubt to a person when the function says ask, until that person decides", () => {
    expect(decide(undefined, true, "ask")).toBe("ask");
    expect(decide({ state: "running", intent: "{}", inDoubt: false, decided: false }, true, "ask")).toBe("ask");
    expect(decide({ state: "in_doubt", intent: null, inDoubt: true, decided: false }, true, "repeat")).toBe("ask");
    expect(decide({ state: "received", intent: null, inDoubt: true, decided: false }, true, "ask")).toBe("run-in-doubt");
    expect(decide({ state: "running", intent: "{}", inDoubt: true, decided: true }, true, "ask")).toBe("run-in-doubt");
    expect(decide({ state: "running", intent: "{}", inDoubt: true, decided: false }, true, "ask")).toBe("ask");
  });

  it("ends every call after any number of kills, with at most one announced effect that nobody was told of", () => {
    type Step = "kill" | "go";
    fc.assert(fc.property(fc.constantFrom("repeat" as const, "check" as const), fc.array(fc.constantFrom<Step>("kill", "go"), { maxLength: 40 }), (policy, steps) => {
      let known: KnownCall | undefined;
      let unaware = 0;
      let deliveries = 0;
      const script = [...steps, ...Array<Step>(10).fill("go")];
      const go = (): boolean => script.shift() !== "kill";
      while (known?.state !== "acknowledged" && deliveries < 60) {
        const decision = decide(known, deliveries > 0, policy);
        deliveries++;
        if (decision === "run" || decision === "run-in-doubt") {
          known = { state: "running", intent: known?.intent ?? null, inDoubt: decision === "run-in-doubt", decided: false };
          if (!go()) continue;
          known = { ...known, intent: '"effect"' };
          if (decision === "run") unaware++;
          if (!go()) continue;
          known = { ...known, state: "result" };
          if (!go()) continue;
        }
        known = { state: "acknowledged", intent: null, inDoubt: false, decided: false };
      }
      expect(known?.state).toBe("acknowledged");
      expect(unaware).toBeLessThanOrEqual(1);
    }));
  });
});
