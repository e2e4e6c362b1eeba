import type { Transaction } from "kysely";
import { feedEnclave } from "../enclave-migration.js";
import { endRecords, linkRecords, mergeRecords, type MergeCounts } from "../indicators/merge-store.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { ReportStore } from "../misp/store.js";
import type { HubTables } from "../schema.js";
import type { LoadBatch, LoadReport } from "./batch.js";

/** Who loads, from where. */
export interface BatchOrigin {
  readonly source: string;
  /** In whose enclave records without a report lie. */
  readonly feed: string;
  readonly licence?: string | undefined;
  /** Account that alone sees what is TLP:RED; 0 for the person at this machine. */
  readonly account: number;
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Stores a part of what was read, in the caller's transaction: reports, records, and ends of what was withdrawn. `reportIds` remembers the reports of earlier parts. */
export async function writeBatch(
  trx: Transaction<HubTables>,
  { indicators, reports }: { readonly indicators: IndicatorStore; readonly reports: ReportStore },
  batch: Pick<LoadBatch, "records" | "reports" | "revoked">,
  origin: BatchOrigin,
  reportIds: Map<string, number>,
): Promise<MergeCounts & { readonly ended: number }> {
  for (const report of batch.reports) {
    const id = await reports.save(trx, reportRow(report, origin));
    reportIds.set(report.uuid, id);
    await linkRecords(trx, report.elsewhere, { id, title: report.title });
  }
  const place = { account_id: origin.account, enclave_id: await feedEnclave(trx, origin.feed, origin.now) };
  const counts = await mergeRecords(trx, indicators, batch.records.map(({ row, dated, report }) => ({ dated, row: { ...row, ...place, report_id: (report === undefined ? undefined : reportIds.get(report)) ?? null } }))); // prettier-ignore
  let ended = 0;
  for (const { id, at } of batch.revoked) ended += await endRecords(trx, id, at);
  return { ...counts, ended };
}

function reportRow({ uuid, title, date, feed, tlp, actor, comment, links }: LoadReport, { source, licence, account, user, now }: BatchOrigin): Parameters<ReportStore["save"]>[1] {
  return { uuid, title, date, feed_name: feed, source, licence: licence ?? "", tlp, actor, comment, links: JSON.stringify(links), imported_by: user, account_id: account, first_imported: now, last_imported: now };
}
