import type { LoadRow } from "./store.js";

/** A load as callers see it. Times are milliseconds since the epoch, 0 for not yet. */
export interface LoadView extends Omit<LoadRow, "settings" | "types" | "error" | "line" | "account_id"> {
  /** What it was started with, as given; empty before it started. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Records by type. */
  readonly types: Readonly<Record<string, number>>;
  /** Part that is read, 0 to 1. */
  readonly share: number;
  /** One sentence about how it stands. */
  readonly summary: string;
  readonly error: string;
}

/** A load as callers see it. */
export function loadView(row: LoadRow): LoadView {
  const { settings, types, line: _line, account_id: _account, ...rest } = row;
  return {
    ...rest,
    settings: settings === "" ? {} : (JSON.parse(settings) as Record<string, unknown>),
    types: JSON.parse(types) as Record<string, number>,
    share: row.state === "done" ? 1 : row.total === 0 ? 0 : Math.min(1, row.position / row.total),
    summary: summaryOf(row),
  };
}

function summaryOf({ state, added, changed, known, ended, skipped, error }: LoadRow): string {
  if (state === "failed") return error;
  const number = (value: number): string => value.toLocaleString("en");
  const parts = [`${number(added)} added`, ...(changed > 0 ? [`${number(changed)} changed`] : []), `${number(known)} known already`, ...(ended > 0 ? [`${number(ended)} ended`] : []), `${number(skipped)} left out`];
  if (state === "done" && added + changed + ended === 0) return known === 0 ? `Nothing found; ${number(skipped)} left out` : `Nothing new: ${parts.slice(1).join(", ")}`;
  return parts.join(", ");
}
