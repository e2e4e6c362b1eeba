import { handleName } from "../../../api/handles.js";
import type { Artifact } from "../data/types.js";

/** What the list of artifacts is narrowed to; it is kept in the address. */
export interface ArtifactFilter {
  /** Part of the value. */
  text: string;
  /** Name of an artifact type; empty for all. */
  type: string;
  hits: "any" | "hits" | "none";
  /** Days since creation; 0 for any. */
  days: number;
}

/** No filter at all. */
export const everything: ArtifactFilter = { text: "", type: "", hits: "any", days: 0 };

/** The filter in the query string of the address; what is not understood counts as not said. */
export function readFilter(search: URLSearchParams): ArtifactFilter {
  const hits = search.get("hits");
  const days = Number(search.get("days"));
  return {
    text: search.get("value") ?? "",
    type: search.get("type") ?? "",
    hits: hits === "hits" || hits === "none" ? hits : "any",
    days: Number.isInteger(days) && days > 0 ? days : 0,
  };
}

/** Writes the filter into the query string and leaves the rest of it alone. */
export function writeFilter(search: URLSearchParams, filter: ArtifactFilter): URLSearchParams {
  const changed = new URLSearchParams(search);
  const set = (name: string, value: string) => (value === "" ? changed.delete(name) : changed.set(name, value));
  set("value", filter.text);
  set("type", filter.type);
  set("hits", filter.hits === "any" ? "" : filter.hits);
  set("days", filter.days === 0 ? "" : String(filter.days));
  return changed;
}

/** True when nothing is left out. */
export function isEverything(filter: ArtifactFilter): boolean {
  return filter.text === "" && filter.type === "" && filter.hits === "any" && filter.days === 0;
}

/** Whether an artifact passes. @param now milliseconds since the epoch. */
export function passes(artifact: Artifact, filter: ArtifactFilter, now: number): boolean {
  if (filter.type !== "" && handleName(artifact.type) !== filter.type) return false;
  if (filter.hits === "hits" && artifact.hits.length === 0) return false;
  if (filter.hits === "none" && artifact.hits.length > 0) return false;
  if (filter.days > 0 && artifact.created < now - filter.days * 86_400_000) return false;
  return filter.text === "" || artifact.value.toLowerCase().includes(filter.text.trim().toLowerCase());
}

/** The filter in words: `“evil”, DNS Name, with hits`. */
export function filterInWords(filter: ArtifactFilter): string {
  return [
    filter.text === "" ? "" : `“${filter.text}”`,
    filter.type,
    filter.hits === "hits" ? "with hits" : filter.hits === "none" ? "without hits" : "",
    filter.days === 0 ? "" : filter.days === 1 ? "created in the last day" : `created in the last ${filter.days} days`,
  ].filter((part) => part !== "").join(", ");
}
