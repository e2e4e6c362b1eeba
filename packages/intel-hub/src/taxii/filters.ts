import { SoarkitError } from "@soarkit/protocol";
import { positionOf, type Position } from "./positions.js";

/** Objects of one answer when nothing is said, and most of them. */
export const pageSize = 500;

/** What a request asks for (TAXII 2.1 §3.4, §3.5). */
export interface Filters {
  readonly after: Position;
  readonly limit: number;
  readonly ids: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
  /** Versions: words and times; the hub keeps the latest of each object. */
  readonly versions: readonly string[];
  readonly specVersions: readonly string[] | undefined;
}

/** Reads the parameters of a request. @throws SoarkitError `HUB_TAXII_FILTER`. */
export function readFilters(query: Readonly<Record<string, unknown>>): Filters {
  const next = one(query, "next");
  const added = one(query, "added_after");
  const limit = one(query, "limit");
  if (limit !== undefined && (!/^\d{1,9}$/.test(limit) || Number(limit) < 1)) fail("limit is a whole number of at least 1");
  if (next !== undefined && !/^\d{1,16}$/.test(next)) fail("next is not what this server gave; begin again without it");
  const after = added === undefined ? -1 : positionOf(added);
  if (after === undefined) return fail("added_after is a time such as 2026-11-28T12:00:00.000000Z");
  const versions = list(query, "version") ?? ["last"];
  for (const version of versions) if (!/^(?:first|last|all)$/.test(version) && positionOf(version) === undefined) fail(`match[version] takes first, last, all and times, not ${version.slice(0, 40)}`);
  return {
    after: Math.max(after, next === undefined ? -1 : Number(next)),
    limit: Math.min(limit === undefined ? pageSize : Number(limit), pageSize),
    ids: list(query, "id"),
    types: list(query, "type"),
    versions,
    specVersions: list(query, "spec_version"),
  };
}

/** Whether an object of this version (a time) is asked for. */
export function versionMatches(versions: readonly string[], version: string): boolean {
  return versions.some((wanted) => /^(?:first|last|all)$/.test(wanted) || positionOf(wanted) === positionOf(version));
}

function list(query: Readonly<Record<string, unknown>>, name: string): readonly string[] | undefined {
  const words = one(query, `match[${name}]`)?.split(",").map((word) => word.trim()).filter((word) => word !== ""); // prettier-ignore
  if (words !== undefined && words.length > 200) fail(`match[${name}] takes at most 200 values`);
  return words === undefined || words.length === 0 ? undefined : words;
}

function one(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === "") return undefined;
  return typeof value === "string" ? value : fail(`${name} is given more than once`);
}

function fail(reason: string): never {
  throw new SoarkitError("HUB_TAXII_FILTER", { reason });
}
