import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { Column, RowKey } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Value } from "../../parts/value.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { indicatorPath } from "../api.js";
import { SeverityCell, TypeCell } from "../cells.js";
import type { Draft, DraftValue, KnownValue } from "../types.js";

/** What the hub has already, and the way there. */
export function Known({ known }: { known: KnownValue | undefined }) {
  if (known === undefined) return <Tag kind="mark" value="new" label="New" />;
  return (
    <Anchor component={Link} to={indicatorPath(known.id)} size="md" target="_blank" aria-label={`Known: ${known.records} records; opens in another tab`}>
      Known {known.records}
    </Anchor>
  );
}

/** Warnings, one below the other. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return <span className="sk-dimmed">—</span>;
  return warnings.map((warning) => (
    <span key={warning} className="hub-warning">
      {warning}
    </span>
  ));
}

const first: Column<DraftValue>[] = [
  { id: "value", header: "Indicator", cell: (row) => <Value value={row.value} type={row.type} /> },
  { id: "type", header: "Type", width: "6.5rem", cell: (row) => <TypeCell type={row.type} /> },
  { id: "itype", header: "itype", width: "8rem", cell: (row) => (row.itype === "" ? "—" : row.itype) },
];
const judged: Column<DraftValue>[] = [
  { id: "severity", header: "Severity", width: "6.5rem", cell: (row) => (row.judged === undefined ? null : <SeverityCell severity={row.judged.severity} threatType={row.judged.threat_type} />) },
  { id: "confidence", header: "Conf.", width: "4rem", align: "right", cell: (row) => row.judged?.confidence },
  { id: "tlp", header: "TLP", width: "6.5rem", cell: (row) => (row.judged === undefined ? null : <Tag kind="tlp" value={row.judged.tlp} />) },
];
const last = (warnings: string): Column<DraftValue>[] => [
  { id: "known", header: "Here", width: "5.5rem", cell: (row) => <Known known={row.known} /> },
  { id: "warnings", header: "Warnings", width: warnings, cell: (row) => <Warnings warnings={row.sendable ? row.warnings : ["comes only with the whole report", ...row.warnings]} /> },
];

/** The values of a draft, with those that will be imported ticked. */
export function DraftTable({ draft, selected, onSelect }: { draft: Draft; selected: ReadonlySet<RowKey>; onSelect: (selected: ReadonlySet<RowKey>) => void }) {
  const columns = draft.format === "MISP event" ? [...first, ...judged, ...last("14rem")] : [...first, ...last("19rem")];
  return <VirtualTable label="Values to import" columns={columns} rows={draft.values} rowKey={(row) => row.value} rowName={(row) => row.value} selected={selected} onSelect={onSelect} faded={(row) => !row.sendable} minWidth={draft.format === "MISP event" ? "80rem" : "62rem"} height="calc(100dvh - 25rem)" />;
}
