import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { ServerTable } from "../../parts/server-table.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { Confidence, Expiry, SeverityCell, StatusTag } from "../cells.js";
import type { HistoryEntry, IndicatorDetail } from "../types.js";

/** Every record of the value, the newest first: who said what, when, and what became of it. */
export function History({ detail: { history, reports, more } }: { detail: IndicatorDetail }) {
  const titles = new Map(reports.map(({ id, title }) => [id, title]));
  const columns: Column<HistoryEntry>[] = [
    { id: "last_seen", header: "Last seen", width: "6.5rem", cell: (row) => <Time at={row.last_seen} /> },
    { id: "came", header: "Came with", cell: (row) => <CameWith row={row} title={titles.get(row.report_id ?? -1)} /> },
    { id: "status", header: "Status", width: "7.5rem", cell: (row) => <StatusTag status={row.status} /> },
    { id: "expires", header: "Expires", width: "7.5rem", cell: (row) => <Expiry at={row.expires} /> },
    { id: "itype", header: "itype", width: "8rem", cell: (row) => (row.itype === "" ? row.threat_type : row.itype) },
    { id: "severity", header: "Severity", width: "7rem", cell: (row) => <SeverityCell severity={row.severity} threatType={row.threat_type} /> },
    { id: "confidence", header: "Confidence", width: "8rem", cell: (row) => <Confidence value={row.confidence} /> },
    { id: "tlp", header: "TLP", width: "6.5rem", cell: (row) => <Tag kind="tlp" value={row.tlp} /> },
    { id: "detail", header: "Tags and words", cell: (row) => <span className="sk-one-line" title={row.detail}>{row.detail === "" ? "—" : row.detail}</span> }, // prettier-ignore
  ];
  const table = { label: "History", columns, rows: history, rowKey: (row: HistoryEntry) => row.id, rowName: (row: HistoryEntry) => `record ${row.id}`, faded: (row: HistoryEntry) => row.status === "rejected" || row.status === "expired", minWidth: "75rem" };
  return (
    <>
      {history.length > 100 ? <VirtualTable {...table} /> : <ServerTable {...table} />}
      {more ? <p className="sk-dimmed">Showing the newest {history.length} records.</p> : null}
    </>
  );
}

function CameWith({ row, title }: { row: HistoryEntry; title: string | undefined }) {
  if (row.import !== undefined) {
    const { job_id: job, user, decided_by: decider } = row.import;
    return (
      <span className="sk-one-line">
        <Anchor component={Link} to={`/approvals/${job}`} size="md">
          Import {job}
        </Anchor>{" "}
        by {user}
        {decider === null ? "" : `, ${row.status === "rejected" ? "rejected" : "approved"} by ${decider}`}
      </span>
    );
  }
  return <span className="sk-one-line">{title === undefined ? row.source : `Report ${title}, ${row.feed_name}`}</span>;
}
