import { sleep } from "@soarkit/runtime";

/** How long the demo waits for one thing before it gives up. */
const patienceMs = 120_000;

/** Looks until something is there. @param everyMs pause between two looks. @throws Error naming what was waited for */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, everyMs = 100): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} seconds in vain for ${what}.`);
    await sleep(everyMs);
  }
}
