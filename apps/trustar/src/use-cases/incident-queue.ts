/** Work that has not begun yet, and who waits for it. */
interface Gathering<P> {
  readonly participants: P[];
  readonly result: Promise<string>;
  /** Puts the beginning off, because something more came. */
  readonly touch: () => void;
  /** Begins as soon as what runs for the incident has ended. */
  readonly hurry: () => void;
}

/** Milliseconds without a further event after which gathered work begins, and the longest wait for that. */
const quietMs = 200;
const longestMs = 1_000;

/**
 * One piece of work at a time per incident. Work that brings a report up to date reads the incident as it is then, so
 * all that asks for it before it begins is one piece: a burst of events becomes one update. Nothing is kept here that
 * a crash could lose: each waiting event is a message that the broker still holds.
 */
export class IncidentQueue<P> {
  readonly #tails = new Map<number, Promise<unknown>>();
  readonly #gathering = new Map<number, Gathering<P>>();

  /** Runs work when everything before it for the incident has ended. */
  exclusive<T>(incidentId: number, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(incidentId) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#tails.set(incidentId, mine);
    const forget = (): void => { if (this.#tails.get(incidentId) === mine) this.#tails.delete(incidentId); };
    mine.then(forget, forget);
    return mine;
  }

  /**
   * Joins work that has not begun, or starts some.
   *
   * @param atOnce - a person waits: what was gathered begins now
   * @param work - gets everybody who joined, the first one first
   */
  join(incidentId: number, participant: P, atOnce: boolean, work: (participants: readonly P[]) => Promise<string>): Promise<string> {
    const present = this.#gathering.get(incidentId);
    if (present !== undefined) {
      present.participants.push(participant);
      if (atOnce) present.hurry();
      else present.touch();
      return present.result;
    }
    const participants = [participant];
    const { quiet, touch, hurry } = quietTime();
    const result = quiet.then(() => this.exclusive(incidentId, () => {
      this.#gathering.delete(incidentId);
      return work(participants);
    }));
    this.#gathering.set(incidentId, { participants, result, touch, hurry });
    if (atOnce) hurry();
    return result;
  }
}

function quietTime(): { quiet: Promise<void>; touch: () => void; hurry: () => void } {
  let end = (): void => undefined;
  const quiet = new Promise<void>((resolve) => { end = resolve; });
  const longest = setTimeout(() => { end(); }, longestMs);
  let timer = setTimeout(() => { end(); }, quietMs);
  return {
    quiet: quiet.then(() => {
      clearTimeout(longest);
      clearTimeout(timer);
    }),
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(() => { end(); }, quietMs);
    },
    hurry: () => { end(); },
  };
}
