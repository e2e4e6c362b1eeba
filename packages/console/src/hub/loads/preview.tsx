import { Alert, Text } from "@mantine/core";
import { ServerTable } from "../../parts/server-table.js";
import { Empty } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Value } from "../../parts/value.js";
import { Confidence, Expiry, SeverityCell, TypeCell } from "../cells.js";
import { Warnings } from "../imports/draft-table.js";
import { count } from "../search/columns.js";
import { LeftOutTable } from "./left-out-table.js";
import type { LoadPreview, PreviewValue } from "./types.js";
import { typeCounts } from "./words.js";

const columns: Column<PreviewValue>[] = [
  { id: "value", header: "Indicator", cell: (row) => <Value value={row.value} type={row.type} /> },
  { id: "type", header: "Type", width: "6.5rem", cell: (row) => <TypeCell type={row.type} /> },
  { id: "itype", header: "itype", width: "7rem", cell: (row) => <span className="sk-one-line">{row.itype === "" ? "—" : row.itype}</span> },
  { id: "severity", header: "Severity", width: "6.5rem", cell: (row) => <SeverityCell severity={row.severity} threatType={row.threat_type} /> },
  { id: "confidence", header: "Confidence", width: "7.5rem", cell: (row) => <Confidence value={row.confidence} /> },
  { id: "tlp", header: "TLP", width: "6.5rem", cell: (row) => <Tag kind="tlp" value={row.tlp} /> },
  { id: "expires", header: "Expires", width: "7.5rem", cell: (row) => <Expiry at={row.expires} /> },
  { id: "feed", header: "Feed", width: "7rem", cell: (row) => <span className="sk-one-line" title={row.feed_name}>{row.feed_name}</span> }, // prettier-ignore
  { id: "warnings", header: "Look twice", width: "13rem", cell: (row) => <Warnings warnings={row.warnings} /> },
];

/** The first values of a file as they would be stored, how many there are, and what is left out. */
export function Preview({ preview, fetching }: { preview: LoadPreview; fetching: boolean }) {
  const { rows, types, reports, values, whole, remarked, left_out: leftOut, left_out_total: total } = preview;
  return (
    <section aria-label="Preview">
      <Text role="status" mb="xs">
        {whole ? "" : "In the beginning of the file: "}
        <strong>{count(values, "value")}</strong>
        {values === 0 ? "" : ` (${typeCounts(types)})`}
        {reports.length === 0 ? "" : `, ${count(reports.length, "report")}: ${reports.slice(0, 3).map((title) => `“${title}”`).join(", ")}${reports.length > 3 ? "…" : ""}`}, {total.toLocaleString("en")} left out.
      </Text>
      {remarked === 0 ? null : (
        <Alert color="orange" mb="sm" title={`${count(remarked, "value")} to look at twice`}>
          Values that a warning list holds back are stored as harmless, so that they are nobody&apos;s hits. The others are stored as the file has them, those of private networks, too: take them out of the file when they do not belong there.
        </Alert>
      )}
      {rows.length === 0 ? (
        <Empty>{total === 0 ? "There is no indicator in it." : "None of its rows can be stored; see below why."}</Empty>
      ) : (
        <>
          <ServerTable label="First values" columns={columns} rows={rows.map((row, at) => ({ ...row, at }))} rowKey={(row) => (row as PreviewValue & { at: number }).at} rowName={(row) => row.value} fetching={fetching} />
          {values > rows.length ? <p className="sk-dimmed">Showing the first {rows.length} of {whole ? "" : "more than "}{values.toLocaleString("en")}.</p> : null}
        </>
      )}
      {total === 0 ? null : (
        <details className="hub-details" open={values === 0}>
          <summary>What is left out, and why: {total.toLocaleString("en")}</summary>
          <LeftOutTable entries={leftOut} total={total} />
        </details>
      )}
    </section>
  );
}
