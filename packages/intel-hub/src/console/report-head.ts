import type { ReportHead, ReportPlace } from "../reports/store.js";

/** A report in a list. */
export function headOf(report: ReportHead & { readonly places: readonly ReportPlace[]; readonly tags: readonly string[] }) {
  const { uuid, title, tlp, date, first_imported: created, last_imported: updated, imported_by: submitter, feed_name: feed, version, external_url: url, places, tags } = report;
  return {
    guid: uuid, title, tlp, date, created, updated, submitter, feed, version, tags,
    external_url: url,
    external_id: places.find(({ external_id: id }) => id !== null)?.external_id ?? null,
    enclaves: places.map(({ guid, name }) => ({ guid, name })),
  }; // prettier-ignore
}
