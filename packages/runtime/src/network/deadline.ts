/** Thrown by {@link withDeadline} when the time is over. */
export class DeadlinePassed extends Error {
  override readonly name = "DeadlinePassed";
}

/**
 * Runs work with a signal that is aborted when the time is over or one of the given signals is. Listeners are taken
 * off again, so that signals which live as long as the process do not gather them.
 *
 * @param ms - milliseconds for the work
 * @throws DeadlinePassed, the reason of an aborted signal, or what the work throws
 */
export async function withDeadline<T>(ms: number, signals: readonly (AbortSignal | undefined)[], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => { controller.abort(new DeadlinePassed(`no end within ${ms} ms`)); }, ms);
  const given = signals.filter((signal) => signal !== undefined);
  const listeners = given.map((signal) => () => { controller.abort(signal.reason); });
  given.forEach((signal, index) => {
    const listener = listeners[index];
    if (signal.aborted) controller.abort(signal.reason);
    else if (listener) signal.addEventListener("abort", listener, { once: true });
  });
  try {
    controller.signal.throwIfAborted();
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? (controller.signal.reason as unknown) : error;
  } finally {
    clearTimeout(timer);
    given.forEach((signal, index) => {
      const listener = listeners[index];
      if (listener) signal.removeEventListener("abort", listener);
    });
  }
}
