import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { BrokerRig, testCertificates, type TestCertificates } from "../test-support/broker-rig.js";
import type { RawClient } from "../test-support/raw-client.js";

const queue = "actions.201.fn_demo";
let certificates: TestCertificates;

beforeAll(async () => {
  certificates = await testCertificates();
});

/** A run of readers that come, hold, acknowledge, refuse and vanish. */
class Run {
  readonly rig = new BrokerRig(certificates, { limits: { nackMs: 1 } });
  readonly readers: RawClient[] = [];
  /** Who holds which message, and under which ack id. */
  readonly held: { reader: RawClient; message: string; ack: string }[] = [];
  readonly heldTwice: string[] = [];
  sent = 0;

  async connect(prefetch: number): Promise<void> {
    const reader = await this.rig.login();
    this.readers.push(reader);
    reader.frame("SUBSCRIBE", { id: queue, destination: queue, ack: "client-individual", "prefetch-count": String(prefetch), receipt: "s" });
    await reader.next("RECEIPT", { "receipt-id": "s" });
  }

  put(): void {
    this.rig.offer(queue, String(this.sent++));
  }

  /** Takes note of what came. */
  look(): void {
    for (const reader of this.readers) {
      for (const frame of reader.frames.splice(0)) {
        const message = frame.body.toString();
        if (this.held.some((other) => other.message === message)) this.heldTwice.push(message);
        this.held.push({ reader, message, ack: frame.headers["ack"]! });
      }
    }
  }

  cut(): void {
    this.look();
    const reader = this.readers.shift();
    reader?.cut();
    for (const one of this.held.filter((other) => other.reader === reader)) this.held.splice(this.held.indexOf(one), 1);
  }

  settle(command: "ACK" | "NACK"): void {
    this.look();
    const one = this.held.shift();
    one?.reader.frame(command, { id: one.ack });
  }
}

describe("a queue whose readers come, hold, acknowledge, refuse and vanish", () => {
  it("loses no message, and gives none to two of them at one time", async () => {
    const step = fc.constantFrom("put", "put", "put", "connect", "cut", "ack", "ack", "nack", "wait");
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
        const run = new Run();
        await run.rig.start();
        try {
          for (const [index, what] of steps.entries()) {
            if (what === "put") run.put();
            else if (what === "connect") await run.connect(1 + (index % 5));
            else if (what === "cut") run.cut();
            else if (what === "ack") run.settle("ACK");
            else if (what === "nack") run.settle("NACK");
            else await new Promise((resolve) => setTimeout(resolve, 2));
          }
          await run.connect(10);
          await vi.waitFor(
            () => {
              for (let left = run.held.length + 10; left > 0; left--) run.settle("ACK");
              expect(run.rig.store.left(queue)).toEqual([]);
            },
            { timeout: 5_000, interval: 2 },
          );
          expect(run.heldTwice).toEqual([]);
        } finally {
          for (const reader of run.readers) reader.cut();
          await run.rig.stop();
        }
      }),
      { numRuns: 25 },
    );
  });
});
