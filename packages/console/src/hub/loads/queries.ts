import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../api.js";
import type { Load, LoadDetail, LoadPreview, LoadSettings } from "./types.js";

/** Loads, the newest first. */
export const loadsQuery = queryOptions({
  queryKey: ["loads", "load", "list"],
  queryFn: async ({ signal }) => (await hub<{ entities: Load[] }>("GET", "/loads", undefined, signal)).entities,
});

/** One load with what it left out. */
export function loadQuery(id: string) {
  return queryOptions({ queryKey: ["loads", "load", id], queryFn: ({ signal }) => hub<LoadDetail>("GET", `/loads/${encodeURIComponent(id)}`, undefined, signal) });
}

/** What an uploaded file would bring. Not under `loads`: reading a large file again for each event of a load would be heavy. */
export function previewQuery(id: number, settings: LoadSettings) {
  const body = askedOf(settings);
  return queryOptions({
    queryKey: ["load-preview", id, JSON.stringify(body)],
    queryFn: ({ signal }) => hub<LoadPreview>("POST", `/loads/${id}/preview`, body, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

/** The settings that somebody gave. */
export function askedOf({ map, ...texts }: LoadSettings): Record<string, unknown> {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  return { ...Object.fromEntries(given), ...(Object.keys(map).length === 0 ? {} : { map }) };
}
