import { queryOptions } from "@tanstack/react-query";
import { call, type Method } from "../api/rest.js";
import type { Vocabulary } from "./types.js";

/** One call to the hub's own interface. @param path below `/api/hub`. Throws `HttpError`. */
export function hub<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return call<T>(method, `/api/hub${path}`, body, {}, signal);
}

/** The words that queries and imports take. */
export const vocabularyQuery = queryOptions({
  queryKey: ["vocabulary"],
  queryFn: ({ signal }) => hub<Vocabulary>("GET", "/vocabulary", undefined, signal),
  staleTime: Infinity,
});

/** The page of an indicator. */
export function indicatorPath(id: number): string {
  return `/indicators/${id}`;
}

/** The page of a search. */
export function searchPath(query: string, mode: "simple" | "query" = "query"): string {
  return `/search?mode=${mode}&q=${encodeURIComponent(query)}`;
}
