import { SoarkitError } from "@soarkit/protocol";
import { sleep } from "@soarkit/runtime";
import { connectSoar, type SoarClient, type SoarConnectionOptions } from "@soarkit/soar-client";

const firstWaitMs = 500;
const longestWaitMs = 60_000;

/** True when trying again later makes sense without anybody changing anything. */
export function mayPass(error: unknown): boolean {
  return error instanceof SoarkitError && error.definition.retryable;
}

/**
 * Logs in; tries again with growing pauses of at most a minute while the platform is away.
 *
 * @throws SoarkitError when a person has to change something first; the signal's reason when aborted
 */
export async function connectWithRetries(options: SoarConnectionOptions, signal: AbortSignal, onFailure: (error: Error) => void): Promise<SoarClient> {
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    try {
      return await connectSoar({ ...options, signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!mayPass(error)) throw error;
      onFailure(error as Error);
      options.log.warn({ err: error, wait }, "The SOAR platform cannot be reached; trying again");
      await sleep(wait, signal);
    }
  }
}
