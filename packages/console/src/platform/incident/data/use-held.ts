import { useRef, useState } from "react";

/** A list that does not grow under the reader's hands. */
export interface Held<T> {
  /** What is shown: everything known before, as it is now. */
  shown: T[];
  /** How many new entries wait behind the bar. */
  waiting: number;
  /** Shows them. */
  show: () => void;
}

/** Splits a list into what is shown and how many entries wait. `known` holds the ids that were shown before. */
export function hold<T>(entries: readonly T[], idOf: (entry: T) => number, known: ReadonlySet<number>): { shown: T[]; waiting: number } {
  const shown = entries.filter((entry) => known.has(idOf(entry)));
  return { shown, waiting: entries.length - shown.length };
}

/**
 * Keeps entries that arrive while `holding` behind a bar; without holding they are shown at once. Entries that went or
 * changed show so at once in either case.
 * @param subject what the list belongs to; another subject starts anew.
 * @param isOwn entries that the person just made: never held back.
 */
export function useHeld<T>(entries: readonly T[] | undefined, idOf: (entry: T) => number, holding: boolean, subject: string | number, isOwn?: (entry: T) => boolean): Held<T> {
  const known = useRef<{ subject: string | number; ids: Set<number> } | undefined>(undefined);
  const [, render] = useState(0);
  const all = entries ?? [];
  const showAll = () => {
    known.current = { subject, ids: new Set(all.map(idOf)) };
  };
  if (entries !== undefined) {
    if (known.current?.subject !== subject || !holding) showAll();
    else for (const entry of all) if (isOwn?.(entry) === true) known.current.ids.add(idOf(entry));
  }
  return {
    ...hold(all, idOf, known.current?.ids ?? new Set()),
    show: () => {
      showAll();
      render((count) => count + 1);
    },
  };
}
