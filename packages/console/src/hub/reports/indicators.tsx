import { ServerTable } from "../../parts/server-table.js";
import { Empty } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Value } from "../../parts/value.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { OpenValue, TypeCell } from "../cells.js";
import type { ReportIndicator } from "../types.js";

const columns: Column<ReportIndicator>[] = [
  { id: "value", header: "Indicator", cell: (row) => <Value value={row.value} type={row.type} /> },
  { id: "type", header: "Type", width: "6rem", cell: (row) => <TypeCell type={row.type} /> },
  { id: "priority", header: "Priority", width: "7rem", cell: (row) => (row.whitelisted ? <Tag kind="mark" value="well known" label="Whitelisted" /> : <Tag kind="priority" value={row.priority.toLowerCase()} label={priorityWord(row.priority)} />) },
  { id: "open", header: "Page", width: "4rem", cell: (row) => <OpenValue value={row.value} to={valuePath(row.value)} /> },
];

/** The indicators of a report. */
export function Indicators({ indicators }: { indicators: ReportIndicator[] }) {
  if (indicators.length === 0) return <Empty>No indicator was found in this report.</Empty>;
  const table = { label: "Indicators of the report", columns, rows: indicators, rowKey: (row: ReportIndicator) => `${row.type} ${row.value}`, rowName: (row: ReportIndicator) => row.value, faded: (row: ReportIndicator) => row.whitelisted, minWidth: "33rem" };
  return indicators.length > 100 ? <VirtualTable {...table} /> : <ServerTable {...table} />;
}

/** The page of a value. */
export function valuePath(value: string): string {
  return `/indicators?value=${encodeURIComponent(value)}`;
}

function priorityWord(priority: string): string {
  return priority === "NOT_FOUND" ? "Not found" : priority.charAt(0) + priority.slice(1).toLowerCase();
}
