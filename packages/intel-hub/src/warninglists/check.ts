import { classify, type IndicatorType } from "@soarkit/indicators";
import { placeWarnings } from "../imports/remarks.js";
import type { Mark, WarningLists } from "./warning-lists.js";

/** What the lists say to a value that somebody asks about. */
export interface CheckedValue {
  /** As it was asked. */
  readonly given: string;
  /** What it was read as; `null` when it is no value the hub knows. */
  readonly type: IndicatorType | null;
  readonly value: string;
  readonly marks: readonly Mark[];
  /** Special-use networks and names of private networks. */
  readonly place: readonly string[];
}

/** Checks values against all lists. */
export async function checkValues(given: readonly string[], lists: WarningLists): Promise<CheckedValue[]> {
  await lists.ready();
  return given.map((text) => {
    const read = classify(text);
    if (read === undefined) return { given: text, type: null, value: text.trim(), marks: [], place: [] };
    return { given: text, type: read.type, value: read.value, marks: lists.judge(read.type, read.value), place: placeWarnings(read) };
  });
}
