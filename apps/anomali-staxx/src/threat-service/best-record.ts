import { settingsOf, type StaxxRecord, textOf } from "../staxx/records.js";
import { readStaxxDate } from "../staxx/dates.js";

const severities = ["low", "medium", "high", "very-high"];

/** The record that says most: the surest one, then the gravest, then the newest; undefined when there is none. */
export function bestRecord(records: readonly StaxxRecord[], zone: string): StaxxRecord | undefined {
  const rank = (record: StaxxRecord): readonly [number, number, string] => {
    const { confidence, severity } = settingsOf(record);
    return [Number.isFinite(confidence) ? confidence : -1, severities.indexOf(severity), readStaxxDate(textOf(record, "date_last"), zone).iso ?? ""];
  };
  let best: { record: StaxxRecord; rank: readonly [number, number, string] } | undefined;
  for (const record of records) {
    const its = rank(record);
    if (best === undefined || isGreater(its, best.rank)) best = { record, rank: its };
  }
  return best?.record;
}

function isGreater(one: readonly (number | string)[], other: readonly (number | string)[]): boolean {
  const at = one.findIndex((part, index) => part !== other[index]);
  const [left, right] = [one[at], other[at]];
  return left !== undefined && right !== undefined && left > right;
}
