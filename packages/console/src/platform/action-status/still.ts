import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { invocationQuery } from "./queries.js";
import type { InvocationEntry } from "./types.js";

/** Rows that keep their place while the list behind them changes. */
export interface StillRows {
  rows: readonly InvocationEntry[];
  /** Rows that left the filter since they were first seen; shown dimmed. */
  gone: ReadonlySet<number>;
  /** New rows that are not shown yet. */
  waiting: number;
  /** Shows them. */
  show: () => void;
}

/** Which of the entries were seen before, which are new, which are missing now. */
export function settle(seen: ReadonlySet<number>, entries: readonly InvocationEntry[]): { kept: InvocationEntry[]; added: InvocationEntry[]; missing: number[] } {
  const now = new Set(entries.map((entry) => entry.id));
  return {
    kept: entries.filter((entry) => seen.has(entry.id)),
    added: entries.filter((entry) => !seen.has(entry.id)),
    missing: [...seen].filter((id) => !now.has(id)),
  };
}

interface Seen {
  key: string;
  ids: ReadonlySet<number>;
}

/**
 * Rows that left the filter stay and are fetched one by one, so that their end is seen; new ones come at once, or wait
 * to be shown.
 * @param key another filter begins anew
 * @param hold true lets new rows wait
 */
export function useStill(entries: readonly InvocationEntry[] | undefined, key: string, hold: boolean, incidentId: number | undefined): StillRows {
  const [seen, setSeen] = useState<Seen>();
  const known = seen?.key === key ? seen.ids : undefined;
  useEffect(() => {
    if (entries === undefined) return;
    setSeen((before) => {
      if (before?.key !== key) return { key, ids: new Set(entries.map((entry) => entry.id)) };
      if (hold || entries.every((entry) => before.ids.has(entry.id))) return before;
      return { key, ids: new Set([...before.ids, ...entries.map((entry) => entry.id)]) };
    });
  }, [entries, key, hold]);

  const { kept, added, missing } = useMemo(() => (known === undefined ? { kept: [...(entries ?? [])], added: [], missing: [] } : settle(known, entries ?? [])), [known, entries]);
  const left = useQueries({ queries: missing.map((id) => invocationQuery(id, incidentId)) }).flatMap((query) => query.data ?? []);
  const shown = [...kept, ...(hold ? [] : added), ...left].sort((one, other) => other.create_date - one.create_date || other.id - one.id);
  return {
    rows: shown,
    gone: new Set(left.map((entry) => entry.id)),
    waiting: hold ? added.length : 0,
    show: () => setSeen({ key, ids: new Set([...(known ?? []), ...(entries ?? []).map((entry) => entry.id)]) }),
  };
}
