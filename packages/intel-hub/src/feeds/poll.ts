import { createHash } from "node:crypto";
import { SoarkitError } from "@soarkit/protocol";
import type { HubDatabase } from "../schema.js";
import { asStixObject, membersOf, type StixObject } from "../stix/objects.js";
import { recordExtension } from "../stix/own-records.js";
import { storePart, type PartStores } from "./store-part.js";
import type { FeedRow, FeedStore } from "./store.js";
import { isLater, type CollectionPart, type TaxiiClient } from "./taxii-client.js";

/** What a poll brought. */
export interface PollCounts {
  readonly objects: number;
  readonly added: number;
  readonly changed: number;
  readonly known: number;
  readonly ended: number;
  readonly skipped: number;
}

/** What a poll works with. */
export interface PollParts extends PartStores {
  readonly database: HubDatabase;
  readonly feeds: FeedStore;
  readonly now: () => number;
}

/** Parts without an object after which a server is taken to go round in circles. */
const mostEmpty = 20;
/** Objects of earlier parts that are kept in mind for what they say about later ones. */
const mostContext = 20_000;
const contextTypes = new Set(["attack-pattern", "campaign", "identity", "infrastructure", "intrusion-set", "malware", "marking-definition", "relationship", "threat-actor", "tool"]);

/**
 * Takes everything that was added to a feed's collection since its watermark. Each part is stored in one transaction with the watermark it allows: the
 * time of the last object whose successors are known to be later, so that an end between two parts loses nothing, and what comes again is known.
 * @throws SoarkitError `FEED_REFUSED`, `FEED_ANSWER`; whatever was stored before stays.
 */
export async function pollFeed(feed: FeedRow, client: TaxiiClient, parts: PollParts): Promise<PollCounts> {
  await parts.lists.ready();
  let counts: PollCounts = { objects: 0, added: 0, changed: 0, known: 0, ended: 0, skipped: 0 };
  let after = feed.watermark;
  let next: string | undefined;
  let before: CollectionPart | undefined;
  let context: StixObject[] = [];
  const seen = new Set<string>();
  for (let empty = 0; ; ) {
    const part = await partOf(feed, client, after, next);
    counts = sum(counts, await store(feed, part, context, certainTime(part, before), parts));
    if (!part.more) return counts;
    empty = part.objects.length === 0 ? empty + 1 : 0;
    const mark = fingerprint(part);
    if (empty > mostEmpty || (part.objects.length > 0 && seen.has(mark))) throw new SoarkitError("FEED_ANSWER", { url: feed.url, reason: "it says that there is more and goes round in circles" });
    if (part.next === undefined && (part.last === undefined || (after !== "" && !isLater(part.last, after)))) throw new SoarkitError("FEED_ANSWER", { url: feed.url, reason: "it says that there is more and not where" });
    seen.add(mark);
    // A server without `next` is asked by time (TAXII 2.1 §3.5).
    next = part.next;
    if (next === undefined) after = part.last ?? after;
    before = part;
    context = [...context, ...part.objects.flatMap(asContext)].slice(-mostContext);
  }
}

/** Tells whether a part came before. `next` does not: servers may keep one word for it from the first part to the last. */
function fingerprint({ objects, first, last }: CollectionPart): string {
  return createHash("sha256").update(JSON.stringify([first, last, objects])).digest("base64");
}

/** The time up to which everything is stored with this part. In the middle only what lies wholly before the part is certain to be whole; at the end everything is. */
function certainTime(part: CollectionPart, before: CollectionPart | undefined): string | undefined {
  if (!part.more) return part.last ?? before?.last;
  return before?.last !== undefined && part.first !== undefined && isLater(part.first, before.last) ? before.last : undefined;
}

/** A server may forget a `next` that is old: then it is asked again from the time it was asked first. */
async function partOf(feed: FeedRow, client: TaxiiClient, after: string, next: string | undefined): Promise<CollectionPart> {
  try {
    return await client.objects(feed.url, feed.collection, after, next);
  } catch (error) {
    if (next === undefined || !(error instanceof SoarkitError) || error.details.status !== 400) throw error;
    return client.objects(feed.url, feed.collection, after, undefined);
  }
}

function store(feed: FeedRow, part: CollectionPart, context: readonly StixObject[], watermark: string | undefined, { database, feeds, indicators, reports, lists, now }: PollParts): Promise<PollCounts> {
  return database.transaction(async (trx) => {
    const counts = await storePart(trx, feed, part.objects, context, { indicators, reports, lists }, now());
    if (watermark !== undefined) await feeds.changeIn(trx, feed.id, { watermark });
    return { objects: part.objects.length, ...counts };
  });
}

function asContext(candidate: unknown): StixObject[] {
  const object = asStixObject(candidate);
  const known = object !== undefined && contextTypes.has(object.type) && membersOf(membersOf(object, "extensions") ?? {}, recordExtension) === undefined;
  return known ? [object] : [];
}

function sum(a: PollCounts, b: PollCounts): PollCounts {
  return { objects: a.objects + b.objects, added: a.added + b.added, changed: a.changed + b.changed, known: a.known + b.known, ended: a.ended + b.ended, skipped: a.skipped + b.skipped };
}
