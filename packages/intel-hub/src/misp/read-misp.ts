import { itypeOfAny, parseTlp, readMispAttribute, severities } from "@soarkit/indicators";
import { lastingId } from "../indicators/identity.js";
import type { NewIndicator } from "../indicators/store.js";
import { type AttributeEntry, type MispAttribute, type MispEvent } from "./event.js";
import { isReference, judgeValue, type EventJudgement } from "./judge.js";

/** How an event is read. */
export interface MispReadOptions {
  /** Where the document comes from, e.g. `ESET malware-ioc`; becomes the records' source. */
  readonly source: string;
  /** Name of the feed; without it the organisation that made the event. */
  readonly feed?: string | undefined;
  /** End of the records that say none, milliseconds since the epoch. Default never. */
  readonly expires?: number | null | undefined;
}

/** What an event brings. */
export interface PreparedEvent {
  readonly rows: readonly NewIndicator[];
  /** Pages that the event refers to. */
  readonly links: readonly string[];
  readonly comments: readonly string[];
  readonly skipped: readonly { readonly type: string; readonly value: string; readonly reason: string }[];
  /** Values that the event names again. */
  readonly repeated: number;
}

const excerptLength = 80;

/** Reads every attribute that stands for a value as a record; `now` is for events without a date. */
export function prepare(event: MispEvent, entries: readonly AttributeEntry[], judgement: EventJudgement, options: MispReadOptions, now: number): PreparedEvent {
  const rows = new Map<string, NewIndicator>();
  const links: string[] = [];
  const comments: string[] = [];
  const skipped: { type: string; value: string; reason: string }[] = [];
  let repeated = 0;
  for (const entry of entries) {
    if (!entry.ok) {
      skipped.push({ type: "", value: excerpt(entry.excerpt), reason: entry.reason });
      continue;
    }
    const { attribute } = entry;
    const { type, value, category, object_relation: relation } = attribute;
    const reading = readMispAttribute({ type, value, category, ...(relation === "" ? {} : { objectRelation: relation }) });
    if (attribute.deleted || !reading.ok) {
      skipped.push({ type, value: excerpt(value), reason: reading.ok || attribute.deleted ? "deleted in the event" : reading.reason });
      if (type === "comment") comments.push(value);
      continue;
    }
    if (isReference(attribute)) links.push(value);
    for (const found of reading.values) {
      const key = `${found.type} ${found.value}`;
      if (rows.has(key)) repeated += 1;
      else rows.set(key, indicatorRow(event, attribute, found, judgement, options, now));
    }
  }
  return { rows: [...rows.values()], links, comments, skipped, repeated };
}

function indicatorRow(event: MispEvent, attribute: MispAttribute, found: { type: Parameters<typeof itypeOfAny>[1]; value: string }, judgement: EventJudgement, options: MispReadOptions, now: number): NewIndicator {
  const { tlp, severity, confidence, threatType, detail, expires } = judgeValue(attribute, judgement);
  const date = timeOf(event.date) ?? now;
  const last = timeOf(attribute.last_seen) ?? secondsOf(attribute.timestamp) ?? secondsOf(event.timestamp) ?? date;
  return {
    external_id: lastingId("misp", event.uuid, found.type, found.value),
    ...found,
    itype: itypeOfAny(threatType, found.type, found.value),
    threat_type: threatType,
    confidence,
    severity,
    severity_rank: severities.indexOf(severity),
    tlp,
    classification: parseTlp(tlp) === "CLEAR" ? "public" : "private",
    detail,
    actor: judgement.actor,
    campaign: event.info,
    feed_name: options.feed ?? feedOf(event),
    source: options.source,
    feed_site_netloc: "localhost",
    date_first: Math.min(timeOf(attribute.first_seen) ?? date, last),
    date_last: last,
    expires: expires ?? options.expires ?? null,
    status: "active",
    import_id: null,
    report_id: null,
  };
}

/** The organisation that made an event. */
export function feedOf(event: MispEvent): string {
  return event.Orgc?.name ?? event.Org?.name ?? "MISP";
}

/** A time as MISP writes it, milliseconds since the epoch. */
export function timeOf(text: string): number | undefined {
  const time = text === "" ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function secondsOf(text: string): number | undefined {
  return /^\d{1,11}$/.test(text) && text !== "0" ? Number(text) * 1_000 : undefined;
}

function excerpt(value: string): string {
  return value.length > excerptLength ? `${value.slice(0, excerptLength)}…` : value;
}
