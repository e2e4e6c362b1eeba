import { queryOptions } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { ReportHead, ReportPage } from "../types.js";

/** Reports of a page of the list. */
export interface ReportList {
  total: number;
  /** There are more than are counted. */
  more: boolean;
  rows: (ReportHead & { indicators: number })[];
}

export const reportsAtOnce = 50;

/** Reports that a word finds, last changed first. @param page from 1. */
export function reportsQuery(q: string, page: number) {
  const address = new URLSearchParams({ q, start: String((page - 1) * reportsAtOnce), size: String(reportsAtOnce) }).toString();
  return queryOptions({ queryKey: ["reports", "report", "list", address], queryFn: ({ signal }) => hub<ReportList>("GET", `/reports?${address}`, undefined, signal) });
}

/** One report with its text. */
export function reportQuery(guid: string) {
  return queryOptions({ queryKey: ["reports", "report", guid], queryFn: ({ signal }) => hub<ReportPage>("GET", `/reports/${encodeURIComponent(guid)}`, undefined, signal) });
}

/** The page of a report. */
export function reportPath(guid: string): string {
  return `/reports/${guid}`;
}
