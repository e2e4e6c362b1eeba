import { ServerTable } from "../../parts/server-table.js";
import type { Column } from "../../parts/table-columns.js";
import { Time } from "../../parts/time.js";
import type { SourceEntry } from "../types.js";

const columns: Column<SourceEntry>[] = [
  { id: "source", header: "Source", cell: (row) => row.source },
  { id: "feed", header: "Feed", cell: (row) => row.feed_name },
  { id: "records", header: "Records", width: "6rem", align: "right", cell: (row) => row.records.toLocaleString("en") },
  { id: "confidence", header: "Confidence", width: "8rem", align: "right", cell: (row) => (row.confidence_low === row.confidence_high ? row.confidence_low : `${row.confidence_low} to ${row.confidence_high}`) },
  { id: "first", header: "First seen", width: "8rem", cell: (row) => <Time at={row.first_seen} /> },
  { id: "last", header: "Last seen", width: "8rem", cell: (row) => <Time at={row.last_seen} /> },
];

/** Who reported the value. */
export function Sources({ sources }: { sources: SourceEntry[] }) {
  return <ServerTable label="Sources" columns={columns} rows={sources} rowKey={(row) => `${row.source} ${row.feed_name}`} rowName={(row) => row.source} minWidth="48rem" />;
}
