/** A row with an identity. */
interface Identified {
  id: number;
}

/** What is on screen: the rows as they were when the person last asked, brought up to date in place. */
export interface Shown<Row> {
  rows: readonly Row[];
  /** Rows that no longer match; they stay where they are, dimmed. */
  gone: ReadonlySet<number>;
  /** How many matching rows wait behind "n new". */
  waiting: number;
  /** Rows whose content changed with this answer. */
  changed: ReadonlySet<number>;
}

/**
 * Brings the shown rows up to date without moving any (console.md P2).
 * @param before what is on screen.
 * @param page what the page would show now.
 * @param size most rows of a page; rows that fill the end of a full page come from the next one and are not new.
 * @param elsewhere rows of `before` that still match but are now on another page.
 */
export function bringUpToDate<Row extends Identified>(before: Shown<Row>, page: readonly Row[], size: number, elsewhere: readonly Row[], same: (one: Row, other: Row) => boolean): Shown<Row> {
  const now = new Map([...elsewhere, ...page].map((row) => [row.id, row]));
  const shownIds = new Set(before.rows.map((row) => row.id));
  const gone = new Set<number>();
  const changed = new Set<number>();
  const rows = before.rows.map((row) => {
    const current = now.get(row.id);
    if (current === undefined) {
      gone.add(row.id);
      return row;
    }
    if (!same(row, current)) changed.add(row.id);
    return current;
  });
  const lastKnown = page.findLastIndex((row) => shownIds.has(row.id));
  const full = before.rows.length >= size;
  const waiting = page.filter((row, index) => !shownIds.has(row.id) && (!full || index < lastKnown)).length;
  return { rows, gone, changed, waiting };
}
