import { parseTlp, tlpRank } from "@soarkit/indicators";
import { csvHeader, csvRow } from "../indicators/record-csv.js";
import { mispAttributeOf, mispEventOf } from "../misp/write-misp.js";
import { nameUuid } from "../stix/ids.js";
import { commonObjects, stixOfRecord, stixOfReport, type OutgoingReport } from "../stix/write-stix.js";
import type { ExportScope, ExportStore } from "./store.js";

/** Formats of an export. */
export const exportFormats = ["stix", "misp", "csv"] as const;
/** A format of an export. */
export type ExportFormat = (typeof exportFormats)[number];

/** The text of an export, piece by piece: every record stands on a line of its own. */
export function renderExport(format: ExportFormat, store: ExportStore, scope: ExportScope): AsyncGenerator<string> {
  return { stix, misp, csv }[format](store, scope);
}

async function* csv(store: ExportStore, scope: ExportScope): AsyncGenerator<string> {
  yield csvHeader;
  for await (const record of store.records(scope)) yield csvRow(record);
}

async function* stix(store: ExportStore, scope: ExportScope): AsyncGenerator<string> {
  const id = nameUuid(`bundle\n${scope.query}\n${scope.report}\n${scope.maxTlp}`);
  yield `{"type":"bundle","id":"bundle--${id}","objects":[\n${commonObjects().map((object) => JSON.stringify(object)).join(",\n")}`; // prettier-ignore
  let report: OutgoingReport | undefined;
  let reportId: number | null = null;
  let refs: string[] = [];
  const ended = (): string => (report === undefined || refs.length === 0 || isAbove(report, scope) ? "" : `,\n${JSON.stringify(stixOfReport(report, refs))}`);
  for await (const record of store.records(scope)) {
    if (record.report_id !== reportId) {
      yield ended();
      reportId = record.report_id;
      report = reportId === null ? undefined : await store.report(reportId);
      refs = [];
    }
    const object = stixOfRecord(record);
    refs.push(object.id);
    yield `,\n${JSON.stringify(object)}`;
  }
  yield `${ended()}\n]}\n`;
}

async function* misp(store: ExportStore, scope: ExportScope): AsyncGenerator<string> {
  yield `{"response":[`;
  let events = 0;
  let attributes = 0;
  let report: OutgoingReport | undefined;
  let reportId: number | null | undefined;
  for await (const record of store.records(scope)) {
    if (record.report_id !== reportId) {
      if (events > 0) yield "]}},";
      reportId = record.report_id;
      report = reportId === null ? undefined : withheld(await store.report(reportId), scope);
      const { Attribute, ...event } = mispEventOf(report, await store.eventFacts(reportId));
      yield `{"Event":${JSON.stringify(event).slice(0, -1)},"Attribute":[${Attribute.map((attribute) => JSON.stringify(attribute)).join(",")}`;
      events += 1;
      attributes = Attribute.length;
    }
    yield `${attributes === 0 ? "" : ","}\n${JSON.stringify(mispAttributeOf(record, report))}`;
    attributes += 1;
  }
  yield events === 0 ? "]}\n" : "]}}]}\n";
}

function isAbove({ tlp }: OutgoingReport, { maxTlp }: ExportScope): boolean {
  return tlpRank(parseTlp(tlp) ?? "RED") > tlpRank(maxTlp);
}

/** An event is needed around its attributes; of a report that must stay here it says nothing. */
function withheld(report: OutgoingReport, scope: ExportScope): OutgoingReport {
  return isAbove(report, scope) ? { ...report, title: "Report above the TLP of this export", actor: "", comment: "", links: "[]" } : report;
}
