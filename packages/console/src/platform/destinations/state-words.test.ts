import { describe, expect, it } from "vitest";
import { conditionOf, whyWaiting } from "./state-words.js";
import type { DestinationState } from "./types.js";

const state = (depth: number, ...inFlight: number[]): DestinationState => ({
  id: 1,
  name: "Anomali Staxx",
  programmatic_name: "fn_anomali_staxx",
  depth,
  oldest: depth > 0 ? 1 : null,
  consumers: inFlight.map((in_flight, index) => ({ name: `host-${index + 1}`, since: 1, in_flight })),
});

describe("the state of a message destination", () => {
  it("is stuck only when something waits and nobody reads", () => {
    expect([state(0), state(3), state(0, 0), state(3, 1)].map(conditionOf)).toEqual(["unread", "stuck", "idle", "working"]);
  });

  it("says what the messages wait for", () => {
    expect(whyWaiting(state(0))).toBeUndefined();
    expect(whyWaiting(state(1200))).toMatch(/^1,200 messages wait: no integration server is connected to fn_anomali_staxx\./);
    expect(whyWaiting({ ...state(1), refused: ["host-2"] })).toBe("1 message waits: host-2 is connected, but may not read it. Add its API key to this destination.");
    expect(whyWaiting(state(1, 1))).toBe("1 message waits for the answer of host-1.");
    expect(whyWaiting(state(5, 2, 1))).toBe("5 messages wait: host-1, host-2 works on 3, the others are next.");
    expect(whyWaiting(state(5, 0))).toContain("Check that its API key may read this destination");
  });
});
