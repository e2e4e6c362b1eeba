import { queryOptions } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { CheckedValue, WarningListState } from "../types.js";

/** All warning lists. */
export const warningListsQuery = queryOptions({ queryKey: ["warninglists", "state"], queryFn: ({ signal }) => hub<WarningListState>("GET", "/warninglists", undefined, signal) });

/** What the lists say to values. */
export async function checkValues(values: readonly string[]): Promise<CheckedValue[]> {
  return (await hub<{ values: CheckedValue[] }>("POST", "/warninglists/check", { values })).values;
}
