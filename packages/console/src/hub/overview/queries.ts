import { queryOptions } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { Summary } from "../types.js";

/** What the overview shows; asked again when indicators change. */
export const summaryQuery = queryOptions({
  queryKey: ["indicators", "indicator", "summary"],
  queryFn: ({ signal }) => hub<Summary>("GET", "/summary", undefined, signal),
});
