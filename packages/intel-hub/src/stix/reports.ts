import { toStaxxTlp, type Tlp } from "@soarkit/indicators";
import { listOf, membersOf, textOf, timeOf, type StixObject } from "./objects.js";
import { referredBy } from "./observables.js";
import { recordExtension } from "./own-records.js";
import { subjectOf, type StixContext } from "./relations.js";
import { tlpOf } from "./markings.js";

/** A report (or grouping) as the hub keeps it. */
export interface StixReport {
  /** The STIX id, e.g. `report--…`; the report's uuid in the hub. */
  readonly uuid: string;
  readonly title: string;
  /** Day of the report, milliseconds since the epoch. */
  readonly date: number;
  /** Label as STAXX writes it. */
  readonly tlp: string;
  readonly actor: string;
  readonly comment: string;
  readonly links: readonly string[];
  /** Who made it; empty when the objects do not say. */
  readonly creator: string;
  /** Ids of the objects that the report is about. */
  readonly refs: readonly string[];
}

/** Pages that an object refers to. */
export function linksOf(object: StixObject): string[] {
  return listOf(object, "external_references")
    .map((reference) => (typeof reference === "object" && reference !== null ? textOf(reference, "url") : ""))
    .filter((url) => /^https?:\/\//i.test(url));
}

/** Reads a report object. */
export function readReport(object: StixObject, context: StixContext, defaults: { readonly tlp: Tlp; readonly now: number }): StixReport {
  const refs = referredBy(object);
  const named = refs.map((id) => context.byId.get(id)).filter((found) => found?.type === "threat-actor" || found?.type === "intrusion-set");
  const actors = new Set([...subjectOf(object.id, context).actors, ...named.map((found) => textOf(found ?? {}, "name"))].filter((name) => name !== ""));
  const own = membersOf(membersOf(object, "extensions") ?? {}, recordExtension) ?? {};
  return {
    uuid: object.id,
    title: textOf(object, "name").slice(0, 1_000) || object.id,
    date: timeOf(object, "published") ?? timeOf(object, "modified") ?? timeOf(object, "created") ?? defaults.now,
    tlp: toStaxxTlp(tlpOf(object, context.byId) ?? defaults.tlp),
    actor: [...actors].join(", ") || textOf(own, "actor"),
    comment: textOf(object, "description"),
    links: linksOf(object),
    creator: textOf(own, "feed_name") || textOf(context.byId.get(textOf(object, "created_by_ref")) ?? {}, "name"),
    refs,
  };
}
