import { itypeOfAny, severities, toStaxxTlp, type Severity, type ThreatType, type Tlp } from "@soarkit/indicators";
import { lastingId } from "../indicators/identity.js";
import type { NewIndicator } from "../indicators/store.js";
import { confidenceOf, judgeObservable, severityOf, threatTypeOf, type JudgementDefaults } from "./judge.js";
import { tlpOf } from "./markings.js";
import { asStixObject, excerpt, listOf, textOf, textsOf, timeOf, type StixObject } from "./objects.js";
import { isObservable, observedInside, readObservable } from "./observables.js";
import { ownRecord, type OwnRecord } from "./own-records.js";
import { parsePattern } from "./parse-pattern.js";
import { PatternError } from "./pattern-syntax.js";
import type { TypedValue } from "./properties.js";
import { contextOf, subjectOf, type StixContext, type Subject } from "./relations.js";
import { linksOf, readReport, type StixReport } from "./reports.js";
import { standAlone } from "./stand-alone.js";

/** How STIX objects are read. */
export interface StixReadOptions extends JudgementDefaults {
  /** Where the objects come from; becomes the records' source and a part of their ids. */
  readonly source: string;
  /** Name of the feed; without it the name of whoever created the object, else `STIX`. */
  readonly feed?: string | undefined;
  /** Label of objects without one. Default AMBER: not meant for everybody, not secret. */
  readonly tlp?: Tlp | undefined;
  /** End of records whose object gives none, milliseconds since the epoch. Default never. */
  readonly expires?: number | null | undefined;
  /** The time of reading, milliseconds since the epoch. */
  readonly now: number;
}

/** A value that was left out, and why. */
export interface SkippedValue {
  /** The object or property, e.g. `file:name`. */
  readonly type: string;
  readonly value: string;
  readonly reason: string;
}

/** A record to be stored, with the report it belongs to. */
export interface StixValue {
  /** `report_id` is null; `external_id` is the same whenever the same object is read again, `origin` is the STIX id. */
  readonly row: NewIndicator;
  /** Id of the report among `reports` that names the object; undefined for none. A value in two reports comes twice. */
  readonly report: string | undefined;
}

/** What STIX objects bring. */
export interface StixReading {
  /** Objects looked at. */
  readonly objects: number;
  readonly values: readonly StixValue[];
  readonly reports: readonly StixReport[];
  /** Indicators that were withdrawn: every record whose `origin` is the id ends at that time (milliseconds since the epoch). */
  readonly revoked: readonly { readonly id: string; readonly at: number }[];
  readonly skipped: readonly SkippedValue[];
}

interface Judged {
  readonly threatType: ThreatType;
  readonly severity: Severity;
  readonly confidence: number;
  readonly subject: Subject;
  readonly expires: number | null;
}

/** Longest text of details that is kept with a record, in characters. */
const longestDetail = 1_000;

/**
 * Reads STIX 2.1 (and 2.0) objects as records: indicators with a pattern that single values fulfil, observables that no indicator names, reports,
 * and what is withdrawn. Relationships, markings and identities are found among the same objects. Pure; never throws on what the objects hold.
 */
export function readStixObjects(objects: readonly unknown[], options: StixReadOptions): StixReading {
  const reader = new StixReader(objects, options);
  return reader.read();
}

class StixReader {
  private readonly found: StixObject[];
  private readonly context: StixContext;
  private readonly reports: readonly StixReport[];
  private readonly reportsOf = new Map<string, StixReport[]>();
  private readonly values = new Map<string, StixValue>();
  private readonly named = new Set<string>();
  private readonly revoked: { id: string; at: number }[] = [];
  private readonly skipped: SkippedValue[] = [];

  constructor(
    private readonly objects: readonly unknown[],
    private readonly options: StixReadOptions,
  ) {
    this.found = objects.flatMap((candidate) => {
      const object = asStixObject(candidate);
      if (object === undefined) this.skip("", typeof candidate === "string" ? candidate : "", "this is no STIX object: it has no type");
      return object === undefined ? [] : [object];
    });
    this.context = contextOf(this.found);
    const defaults = { tlp: this.options.tlp ?? "AMBER", now: options.now } as const;
    this.reports = [...this.context.byId.values()].filter(({ type, revoked }) => (type === "report" || type === "grouping") && revoked !== true).map((object) => readReport(object, this.context, defaults)); // prettier-ignore
    for (const report of this.reports) for (const ref of new Set(report.refs)) this.reportsOf.set(ref, [...(this.reportsOf.get(ref) ?? []), report]);
  }

  read(): StixReading {
    const all = [...this.context.byId.values()];
    const own = new Map(all.map((object) => [object, object.revoked === true ? undefined : ownRecord(object)]));
    for (const [object, record] of own) if (record !== undefined) this.own(object, record);
    const latest = all.filter((object) => own.get(object) === undefined);
    for (const object of latest) if (object.type === "indicator") this.indicator(object);
    for (const object of latest) if (isObservable(object)) this.observable(object, object);
    for (const outer of this.found) for (const inner of observedInside(outer)) this.insideOf(outer, inner);
    return { objects: this.objects.length, values: [...this.values.values()], reports: this.reports, revoked: this.revoked, skipped: this.skipped };
  }

  private indicator(object: StixObject): void {
    if (object.revoked === true) {
      this.revoked.push({ id: object.id, at: timeOf(object, "modified") ?? this.options.now });
      return;
    }
    const pattern = textOf(object, "pattern");
    const language = textOf(object, "pattern_type") || "stix";
    if (language !== "stix") {
      this.skip(`indicator (${language})`, textOf(object, "name") || pattern, `a rule in the language ${language} names no single value`);
      return;
    }
    try {
      const { values, leftOut } = standAlone(parsePattern(typeof object.pattern === "string" ? object.pattern : ""));
      const judged = this.judged(object);
      for (const value of values) {
        this.named.add(`${value.type} ${value.value}`);
        this.add(object, value, { ...judged, expires: earliest(judged.expires, value.until) });
      }
      for (const { type, value, reason } of leftOut) this.skip(type, value, reason);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.skip("indicator", pattern, error.message);
    }
  }

  /** What a hub wrote says everything itself. */
  private own(object: StixObject, record: OwnRecord): void {
    const { threatType, severity, confidence, detail, actor, campaign, feedName, first, last } = record;
    this.named.add(`${record.type} ${record.value}`);
    const judged = { threatType, severity, confidence, subject: subjectOf(object.id, this.context), expires: record.expires ?? this.options.expires ?? null };
    this.add(object, record, judged, { detail, actor, campaign, feed_name: this.options.feed ?? (feedName || "STIX"), date_first: first, date_last: last });
  }

  private judged(object: StixObject): Judged {
    const subject = subjectOf(object.id, this.context);
    const threatType = threatTypeOf(object, subject, this.options);
    return {
      threatType,
      severity: severityOf(object, threatType, subject, this.options),
      confidence: confidenceOf(object, this.options),
      subject,
      expires: timeOf(object, "valid_until") ?? this.options.expires ?? null,
    };
  }

  /** @param dated the object that carries the dates and markings: itself, or the observed-data around it. */
  private observable(object: StixObject, dated: StixObject): void {
    const { values, leftOut } = readObservable(object);
    const subject = subjectOf(dated.id, this.context);
    for (const value of values) {
      // An indicator that names the value says more about it.
      if (!this.named.has(`${value.type} ${value.value}`)) this.add(dated, value, { ...judgeObservable(this.options), subject, expires: this.options.expires ?? null });
    }
    for (const { type, value, reason } of leftOut) this.skip(type, value, reason);
  }

  private insideOf(outer: StixObject, inner: unknown): void {
    const object = asStixObject(inner);
    if (object !== undefined && isObservable(object)) this.observable(object, outer);
  }

  private add(object: StixObject, value: TypedValue, judged: Judged, own: Partial<NewIndicator> = {}): void {
    const reports = this.reportsOf.get(object.id) ?? [undefined];
    for (const report of reports) {
      const row = { ...this.row(object, value, judged, report), ...own };
      this.values.set(row.external_id, { row, report: report?.uuid });
    }
  }

  private row(object: StixObject, { type, value }: TypedValue, { threatType, severity, confidence, subject, expires }: Judged, report: StixReport | undefined): NewIndicator {
    const tlp = tlpOf(object, this.context.byId) ?? this.options.tlp ?? "AMBER";
    const last = timeOf(object, "modified") ?? timeOf(object, "last_observed") ?? timeOf(object, "created") ?? this.options.now;
    const creator = textOf(this.context.byId.get(textOf(object, "created_by_ref")) ?? {}, "name");
    return {
      external_id: lastingId("stix", this.options.source, object.id, report?.uuid ?? "", type, value),
      origin: object.id,
      value,
      type,
      itype: itypeOfAny(threatType, type, value),
      threat_type: threatType,
      confidence,
      severity,
      severity_rank: severities.indexOf(severity),
      tlp: toStaxxTlp(tlp),
      classification: tlp === "CLEAR" ? "public" : "private",
      detail: detailOf(object, subject),
      actor: subject.actors.join(", ") || (report?.actor ?? ""),
      campaign: subject.campaigns.join(", ") || (report?.title ?? ""),
      feed_name: (this.options.feed ?? creator) || "STIX",
      source: this.options.source,
      feed_site_netloc: "localhost",
      date_first: Math.min(timeOf(object, "valid_from") ?? timeOf(object, "first_observed") ?? timeOf(object, "created") ?? last, last),
      date_last: last,
      expires,
      status: "active",
      import_id: null,
      report_id: null,
    };
  }

  private skip(type: string, value: string, reason: string): void {
    this.skipped.push({ type, value: excerpt(value), reason });
  }
}

function detailOf(object: StixObject, subject: Subject): string {
  const references = listOf(object, "external_references").map((reference) => (typeof reference === "object" && reference !== null ? [textOf(reference, "source_name"), textOf(reference, "external_id")].filter((word) => word !== "").join(" ") : "")); // prettier-ignore
  const words = [...textsOf(object, "labels"), ...subject.malware.map((malware) => textOf(malware, "name")), textOf(object, "name"), textOf(object, "description"), ...references, ...linksOf(object)];
  const plain = words.map((word) => word.replaceAll(/\s+/g, " ").trim()).filter((word) => word !== "");
  return [...new Set(plain)].join(", ").slice(0, longestDetail);
}

function earliest(a: number | null, b: number | undefined): number | null {
  return a === null ? (b ?? null) : b === undefined ? a : Math.min(a, b);
}
