import { ServerTable } from "../../parts/server-table.js";
import type { Column } from "../../parts/table-columns.js";
import { Value } from "../../parts/value.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { TypeCell } from "../cells.js";
import type { LeftOut } from "./types.js";

const values: Column<LeftOut & { at: number }>[] = [
  { id: "value", header: "What", cell: (row) => <Value value={row.value} plain /> },
  { id: "type", header: "Type", width: "8rem", cell: (row) => (row.type === "" ? "—" : <TypeCell type={row.type} />) },
  { id: "reason", header: "Why", width: "26rem", cell: (row) => <span className="hub-plain">{row.reason}</span> },
];
const line: Column<LeftOut & { at: number }> = { id: "line", header: "Line", width: "5rem", align: "right", cell: (row) => (row.line === 0 ? "—" : row.line.toLocaleString("en")) };

/** What was left out and why, in the order of the file. */
export function LeftOutTable({ entries, total }: { entries: readonly LeftOut[]; total: number }) {
  const rows = entries.map((entry, at) => ({ ...entry, at }));
  const table = { label: "Left out", columns: entries.some((entry) => entry.line > 0) ? [line, ...values] : values, rows, rowKey: (row: { at: number }) => row.at, rowName: (row: LeftOut) => row.value };
  return (
    <>
      {rows.length > 100 ? <VirtualTable {...table} height="24rem" /> : <ServerTable {...table} />}
      {total > rows.length ? <p className="sk-dimmed">Showing the first {rows.length.toLocaleString("en")} of {total.toLocaleString("en")}.</p> : null}
    </>
  );
}
