import { parseTlp } from "@soarkit/indicators";
import type { Transaction } from "kysely";
import type { MergeCounts } from "../indicators/merge-store.js";
import type { IndicatorStore } from "../indicators/store.js";
import { recordsAtOnce } from "../loads/batch.js";
import { writeBatch } from "../loads/write-batch.js";
import type { ReportStore } from "../misp/store.js";
import type { HubTables } from "../schema.js";
import { asStixObject, type StixObject } from "../stix/objects.js";
import { referredBy } from "../stix/observables.js";
import { recordExtension } from "../stix/own-records.js";
import { readStixObjects, type StixReading } from "../stix/read-stix.js";
import { asHarmless } from "../warninglists/harmless.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import { FeedReferences, type ReferringReport } from "./references-store.js";
import type { FeedRow } from "./store.js";

/** Where a part is stored. */
export interface PartStores {
  readonly indicators: IndicatorStore;
  readonly reports: ReportStore;
  /** What is on a list of harmless values is stored as such, as from a load. */
  readonly lists: WarningLists;
}

const day = 24 * 60 * 60 * 1_000;

/**
 * Stores a part of a feed's collection as a load stores a STIX document: each record once in each report that is about its object, whether the
 * report came before it, with it or after it. In the caller's transaction.
 * @param context objects of earlier parts that say more about those of this one: identities, relationships and what they lead to.
 */
export async function storePart(trx: Transaction<HubTables>, feed: FeedRow, objects: readonly unknown[], context: readonly StixObject[], { indicators, reports, lists }: PartStores, now: number): Promise<MergeCounts & { readonly ended: number; readonly skipped: number }> {
  const references = new FeedReferences(indicators);
  const earlier = await references.reportsOf(trx, feed.id, objects.map((object) => asStixObject(object)?.id ?? "").filter((id) => id !== "")); // prettier-ignore
  const reading = readStixObjects([...context, ...withEarlier(objects, earlier)], {
    source: feed.name,
    feed: feed.name,
    tlp: parseTlp(feed.tlp),
    ...(feed.confidence === null ? {} : { confidence: feed.confidence }),
    expires: feed.expires_days === null ? null : now + feed.expires_days * day,
    now,
  });
  const here = new Set(objects.map((object) => asStixObject(object)?.id));
  const reportIds = new Map(earlier.map(({ uuid, id }) => [uuid, id]));
  // What a feed brings belongs to no account: its TLP:RED is for administrators.
  const origin = { source: feed.name, feed: feed.name, account: 0, user: feed.created_by, now };
  const saved = reading.reports.filter(({ uuid }) => here.has(uuid));
  await writeBatch(trx, { indicators, reports }, { records: [], reports: saved.map(({ refs: _refs, creator: _creator, ...report }) => ({ ...report, elsewhere: [], feed: feed.name })), revoked: [] }, origin, reportIds); // prettier-ignore
  let counts = { added: 0, changed: 0, known: 0, ended: 0, skipped: reading.skipped.length };
  for (const { refs, ...report } of saved) {
    const id = reportIds.get(report.uuid) ?? 0;
    await references.keep(trx, feed.id, id, refs);
    counts = { ...counts, added: counts.added + (await references.takeIn(trx, feed.name, { ...report, id }, refs)) };
  }
  for (const batch of batches(reading, lists)) {
    const { added, changed, known, ended } = await writeBatch(trx, { indicators, reports }, { ...batch, reports: [] }, origin, reportIds);
    counts = { ...counts, added: counts.added + added, changed: counts.changed + changed, known: counts.known + known, ended: counts.ended + ended };
  }
  return counts;
}

/** Objects together with the reports that earlier parts or polls brought about them. */
function withEarlier(objects: readonly unknown[], earlier: readonly ReferringReport[]): unknown[] {
  const known = new Map(earlier.map((report) => [report.uuid, report]));
  const all = objects.map((candidate) => {
    const object = asStixObject(candidate);
    const before = object === undefined ? undefined : known.get(object.id);
    if (object === undefined || before === undefined) return candidate;
    known.delete(object.id);
    return { ...object, object_refs: [...new Set([...referredBy(object), ...before.origins])] };
  });
  const others = [...known.values()].map(({ uuid, title, actor, origins }) => ({ type: "report", id: uuid, name: title, object_refs: origins, extensions: { [recordExtension]: { actor } } }));
  return [...all, ...others];
}

/** Records in small numbers; what is withdrawn comes behind them. */
function* batches({ values, revoked }: StixReading, lists: WarningLists) {
  for (let from = 0; from < values.length; from += recordsAtOnce) yield { records: values.slice(from, from + recordsAtOnce).map(({ row, report }) => ({ row: asHarmless(row, lists), dated: true, report })), revoked: [] };
  if (revoked.length > 0) yield { records: [], revoked };
}
