import { setImmediate as nextTurn } from "node:timers/promises";
import { toStaxxTlp } from "@soarkit/indicators";
import type { IndicatorStore, NewIndicator } from "../indicators/store.js";
import type { HubDatabase } from "../schema.js";
import { attributesOf, readEvents, type MispEvent } from "./event.js";
import { judgeEvent, type EventJudgement } from "./judge.js";
import { feedOf, prepare, timeOf, type PreparedEvent } from "./read-misp.js";
import type { ReportStore } from "./store.js";

/** How a report is loaded. */
export interface MispImportOptions {
  /** Where the document comes from, e.g. `ESET malware-ioc`; becomes the records' source. */
  readonly source: string;
  /** Licence of the document, kept with the report. */
  readonly licence?: string;
  /** Who loads it. */
  readonly user?: string;
  /** Account of whoever loads it, who alone sees what is TLP:RED; default 0, the person at this machine. */
  readonly accountId?: number;
  /** Called after each part, with values done and values in all. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What became of a document. */
export interface ImportReport {
  /** Titles of the events, joined by commas. */
  readonly title: string;
  readonly events: readonly { readonly uuid: string; readonly title: string; readonly date: string; readonly feed: string }[];
  /** Attributes looked at, those of objects included. */
  readonly attributes: number;
  /** Distinct values of the document by our type, whether new or known. */
  readonly counts: Readonly<Record<string, number>>;
  /** Records stored now. */
  readonly stored: number;
  /** Values that came twice or were there from an earlier load. */
  readonly duplicates: number;
  readonly skipped: readonly { readonly type: string; readonly value: string; readonly reason: string }[];
}

/** What a document would bring. */
export interface MispContents {
  /** Titles of the events, joined by commas. */
  readonly title: string;
  readonly attributes: number;
  readonly values: readonly NewIndicator[];
  readonly skipped: ImportReport["skipped"];
}

const valuesAtOnce = 500;

/** Loads MISP events: every attribute that stands for a value becomes a record of its report; loading the same again adds nothing. */
export class MispImporter {
  constructor(
    private readonly database: HubDatabase,
    private readonly reports: ReportStore,
    private readonly indicators: IndicatorStore,
    private readonly now: () => number,
    /** The last word on a record before it is stored. */
    private readonly judge: (row: NewIndicator) => NewIndicator = (row) => row,
  ) {}

  /** What a document holds, without storing it. @throws SoarkitError `HUB_EVENT_INVALID`. */
  read(document: unknown): MispContents {
    const events = readEvents(document).map((event) => {
      const entries = attributesOf(event);
      return { event, entries, prepared: prepare(event, entries, judgeEvent(event), { source: "" }, this.now()) };
    });
    return {
      title: events.map(({ event }) => event.info).join(", "),
      attributes: events.reduce((sum, { entries }) => sum + entries.length, 0),
      values: events.flatMap(({ prepared }) => prepared.rows),
      skipped: events.flatMap(({ prepared }) => prepared.skipped),
    };
  }

  /** @throws SoarkitError `HUB_EVENT_INVALID` before anything is stored. */
  async load(document: unknown, options: MispImportOptions): Promise<ImportReport> {
    const events = readEvents(document).map((event) => {
      const entries = attributesOf(event);
      const judgement = judgeEvent(event);
      return { event, entries, judgement, prepared: prepare(event, entries, judgement, options, this.now()) };
    });
    const total = events.reduce((sum, { prepared }) => sum + prepared.rows.length, 0);
    let stored = 0;
    let done = 0;
    for (const { event, judgement, prepared } of events) {
      const reportId = await this.database.transaction((trx) => this.reports.save(trx, this.reportRow(event, judgement, prepared, options)));
      for (let from = 0; from < prepared.rows.length; from += valuesAtOnce) {
        const rows = prepared.rows.slice(from, from + valuesAtOnce).map((row) => ({ ...row, report_id: reportId, account_id: options.accountId ?? 0 }));
        stored += await this.database.transaction((trx) => this.indicators.add(trx, rows.map(this.judge)));
        done += rows.length;
        options.onProgress?.({ done, total });
        await nextTurn();
      }
    }
    return {
      title: events.map(({ event }) => event.info).join(", "),
      events: events.map(({ event }) => ({ uuid: event.uuid, title: event.info, date: event.date, feed: feedOf(event) })),
      attributes: events.reduce((sum, { entries }) => sum + entries.length, 0),
      counts: countTypes(events.flatMap(({ prepared }) => prepared.rows)),
      stored,
      duplicates: total - stored + events.reduce((sum, { prepared }) => sum + prepared.repeated, 0),
      skipped: events.flatMap(({ prepared }) => prepared.skipped),
    };
  }

  private reportRow(event: MispEvent, judgement: EventJudgement, prepared: PreparedEvent, options: MispImportOptions): Parameters<ReportStore["save"]>[1] {
    const now = this.now();
    return {
      uuid: event.uuid,
      title: event.info,
      date: timeOf(event.date) ?? now,
      feed_name: feedOf(event),
      source: options.source,
      licence: options.licence ?? "",
      tlp: toStaxxTlp(judgement.tlp),
      actor: judgement.actor,
      comment: prepared.comments.join("\n"),
      links: JSON.stringify(prepared.links),
      imported_by: options.user ?? "",
      account_id: options.accountId ?? 0,
      first_imported: now,
      last_imported: now,
    };
  }
}

function countTypes(rows: readonly NewIndicator[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of rows) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
