import { describe, expect, it } from "vitest";
import { IncidentQueue } from "./incident-queue.js";

describe("work on one incident", () => {
  it("is one piece at a time, also after a failure; other incidents are not held up", async () => {
    const queue = new IncidentQueue<string>();
    const order: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => { open = resolve; });
    const first = queue.exclusive(1, async () => {
      await gate;
      order.push("first");
      throw new Error("broken");
    });
    const second = queue.exclusive(1, () => Promise.resolve(order.push("second")));
    await queue.exclusive(2, () => Promise.resolve(order.push("other")));
    open();
    await expect(first).rejects.toThrow("broken");
    await second;
    expect(order).toEqual(["other", "first", "second"]);
  });

  it("that asks for the same and has not begun becomes one piece; what comes later is another", async () => {
    const queue = new IncidentQueue<number>();
    const runs: number[][] = [];
    const work = (participants: readonly number[]): Promise<string> => {
      runs.push([...participants]);
      return Promise.resolve(`run ${runs.length}`);
    };
    const burst = await Promise.all(Array.from({ length: 50 }, (_, index) => queue.join(1, index, false, work)));
    expect(runs).toHaveLength(1);
    expect(runs[0]).toHaveLength(50);
    expect(new Set(burst)).toEqual(new Set(["run 1"]));
    expect(await queue.join(1, 99, false, work)).toBe("run 2");
  });

  it("begins at once when a person waits", async () => {
    const queue = new IncidentQueue<string>();
    const byItself = queue.join(1, "by itself", false, (all) => Promise.resolve(all.join()));
    const asked = queue.join(1, "asked", true, () => Promise.reject(new Error("joined the other")));
    expect([await byItself, await asked]).toEqual(["by itself,asked", "by itself,asked"]);
  });

  it("that fails, fails for everybody who waits for it", async () => {
    const queue = new IncidentQueue<number>();
    const all = [1, 2, 3].map((one) => queue.join(1, one, false, () => Promise.reject(new Error("down"))));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });
});
