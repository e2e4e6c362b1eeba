import type { Scope } from "../enclaves/scope.js";
import { commonObjects, stixOfEnd, stixOfRecord, stixOfReport, type StixObject } from "../stix/write-stix.js";
import type { Collection } from "./collections.js";
import { versionMatches, type Filters } from "./filters.js";
import { dateAdded, type Position } from "./positions.js";
import type { Shared, TaxiiStore } from "./store.js";

/** An object of a collection with its place. */
export interface Placed {
  readonly position: Position;
  readonly object: StixObject;
}

/** A part of a collection. */
export interface Page {
  readonly objects: readonly Placed[];
  readonly more: boolean;
  /** Where the next part begins, when there is more. */
  readonly next: Position;
}

/** The label up to which objects are shared with every account; a record above it goes to its importer only. */
const maxTlp = "AMBER";
/** Objects that get their place while a request waits. */
const placedInRequest = 2_000;
/** What every object refers to stands before all of them: at the time it was made. */
const commonAt = Date.parse("2026-01-01T00:00:00Z") * 1_000;

/** Collections, part by part, in the order in which objects were shared. */
export class TaxiiObjects {
  constructor(private readonly store: TaxiiStore) {}

  async page(collection: Collection, filters: Filters, seen: Scope): Promise<Page> {
    const waiting = await this.store.place(placedInRequest);
    const { after, limit, ids, types, versions, specVersions } = filters;
    if (specVersions?.includes("2.1") === false) return { objects: [], more: false, next: after };
    const common = commonObjects()
      .map((object, index): Placed => ({ position: commonAt + index, object }))
      .filter(({ position, object }) => position > after && ids?.includes(object.id) !== false && types?.includes(object.type) !== false);
    const shared = await this.store.page({ source: collection.source, after, types, ids, maxTlp, seen, limit: limit + 1 });
    const all = [...common, ...shared.map(placed)];
    const part = all.slice(0, limit);
    const last = part.at(-1)?.position ?? after;
    return { objects: part.filter(({ object }) => versionMatches(versions, versionOf(object))), more: all.length > limit || waiting, next: last };
  }
}

/** The version of an object: its last change; an observable and a marking have the time they were made. */
export function versionOf(object: StixObject): string {
  const time = object.modified ?? object.created;
  return typeof time === "string" ? time : dateAdded(commonAt);
}

function placed(shared: Shared): Placed {
  const { position } = shared;
  if ("report" in shared) return { position, object: stixOfReport(shared.report, shared.refs) };
  const { expires } = shared.record;
  return { position, object: isAfter(position, expires) ? stixOfEnd(shared.record, expires) : stixOfRecord(shared.record) };
}

/** Whether a record got its place when it had ended already: then it was withdrawn. One whose time ran out says so by its `valid_until`. */
function isAfter(position: Position, expires: number | null): expires is number {
  return expires !== null && position >= expires * 1_000;
}
