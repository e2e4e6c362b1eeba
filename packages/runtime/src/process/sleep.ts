import { setTimeout as wait } from "node:timers/promises";

/** Waits. @param milliseconds how long. @throws the signal's reason when it is aborted first. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error;
  }
}
