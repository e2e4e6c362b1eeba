import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { TypeCell } from "../cells.js";
import { Known, Warnings } from "../imports/draft-table.js";
import { tlpWord } from "../imports/settings-fields.js";
import type { ImportDetail, QueuedValue, ValueChanges } from "../types.js";

/** Columns of an import: the value, what became of it, what to know. */
export function jobColumns(job: ImportDetail): Column<QueuedValue>[] {
  const decided = job.values.some((row) => row.decided !== undefined || row.reason !== undefined);
  return [
    { id: "value", header: "Indicator", cell: (row) => <Value value={row.value} type={row.type} /> },
    { id: "type", header: "Type", width: "6rem", cell: (row) => (row.type === "" ? "—" : <TypeCell type={row.type} />) },
    { id: "itype", header: "itype", width: "8rem", cell: (row) => (row.itype === "" ? "—" : row.itype) },
    { id: "state", header: "State", width: "6.5rem", cell: (row) => <Tag kind="approval" value={row.state} /> },
    { id: "known", header: "Here", width: "5.5rem", cell: (row) => (row.state === "dropped" ? "—" : <Known known={row.known} />) },
    ...(decided ? [{ id: "decided", header: "Decision", width: "12rem", cell: (row: QueuedValue) => <DecisionCell row={row} /> }] : []),
    { id: "warnings", header: "Warnings", width: decided ? "12rem" : "17rem", cell: (row) => <Warnings warnings={row.warnings} /> },
  ];
}

function DecisionCell({ row }: { row: QueuedValue }) {
  return (
    <>
      {row.decided === undefined ? null : (
        <span className="sk-one-line">
          {row.decided_by}, <Time at={row.decided} />
        </span>
      )}
      {row.changes === undefined ? null : <span className="hub-plain">Corrected: {changesText(row.changes)}</span>}
      {row.reason === undefined ? null : <span className="hub-plain">{row.reason}</span>}
    </>
  );
}

/** Corrections in words: `confidence 90, TLP:RED`. */
function changesText({ threat_type: threatType, severity, confidence, tlp, tags }: ValueChanges): string {
  return [...(threatType === undefined ? [] : [threatType]), ...(severity === undefined ? [] : [`severity ${severity}`]), ...(confidence === undefined ? [] : [`confidence ${confidence}`]), ...(tlp === undefined ? [] : [tlpWord(tlp)]), ...(tags === undefined ? [] : [`tags ${tags === "" ? "removed" : tags}`])].join(", ");
}
