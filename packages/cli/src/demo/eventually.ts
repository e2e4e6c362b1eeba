import { sleep } from "@soarkit/runtime";

/** How long the demo waits for one thing before it gives up. */
const patienceMs = 120_000;
const lookEveryMs = 100;

/** Looks until something is there. @throws Error naming what was waited for */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} seconds in vain for ${what}.`);
    await sleep(lookEveryMs);
  }
}
