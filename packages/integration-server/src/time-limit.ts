import { setMaxListeners } from "node:events";

/** How long work may take. */
export interface TimeLimit {
  /** Ends the work before its time. */
  readonly stopped: AbortSignal;
  /** Undefined for no limit. */
  readonly milliseconds: number | undefined;
  /** Why it ends when the time is over. */
  readonly late: () => Error;
}

/**
 * Runs work with a signal that is aborted at the end of its time, when the server stops, and once the work has ended: so
 * nothing goes on in the background. Work that does not look at its signal holds up nobody.
 *
 * @throws what the work throws, or the reason of the end
 */
export async function withinTime<T>({ stopped, milliseconds, late }: TimeLimit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const stop = (): void => { ended.abort(stopped.reason); };
  stopped.addEventListener("abort", stop, { once: true });
  const timer = milliseconds === undefined ? undefined : setTimeout(() => { ended.abort(late()); }, milliseconds);
  try {
    stopped.throwIfAborted();
    return await Promise.race([work(ended.signal), abortion(ended.signal)]);
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener("abort", stop);
    ended.abort(new Error("the call has ended"));
  }
}

/** Rejects with the signal's reason. */
function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => { reject(signal.reason as Error); }, { once: true });
  });
}
