import { queryOptions } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { Correlation, IndicatorDetail } from "../types.js";

/** Everything about the value of a record. */
export function indicatorQuery(id: string) {
  return queryOptions({ queryKey: ["indicators", "indicator", "detail", id], queryFn: ({ signal }) => hub<IndicatorDetail>("GET", `/indicators/${encodeURIComponent(id)}`, undefined, signal) });
}

/** The reports that name the value of a record, and what else they say. */
export function correlationQuery(id: number) {
  return queryOptions({ queryKey: ["indicators", "indicator", "correlated", id], queryFn: ({ signal }) => hub<Correlation>("GET", `/indicators/${id}/correlated`, undefined, signal) });
}

/** The same, for a value. */
export function valueQuery(value: string) {
  return queryOptions({ queryKey: ["indicators", "indicator", "value", value], queryFn: ({ signal }) => hub<IndicatorDetail>("GET", `/indicators/by-value?value=${encodeURIComponent(value)}`, undefined, signal), enabled: value !== "" });
}
