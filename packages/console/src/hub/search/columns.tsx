import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { indicatorPath } from "../api.js";
import { Confidence, Expiry, OpenValue, SeverityCell, TypeCell } from "../cells.js";
import type { FoundIndicator } from "../types.js";

/** Columns of a result: of values, or of single records. */
export function searchColumns(grouped: boolean): Column<FoundIndicator>[] {
  return [
    { id: "value", header: "Indicator", sortable: true, cell: (row) => <Named row={row} /> },
    { id: "type", header: "Type", width: "6rem", cell: (row) => <TypeCell type={row.type} /> },
    { id: "itype", header: "itype", width: "7.5rem", cell: (row) => <span className="sk-one-line">{row.itype === "" ? "—" : row.itype}</span> },
    { id: "severity", header: "Severity", width: "6.5rem", sortable: true, cell: (row) => <SeverityCell severity={row.severity} threatType={row.threat_type} /> },
    { id: "confidence", header: "Confidence", width: "7.5rem", sortable: true, cell: (row) => <Confidence value={row.confidence} /> },
    { id: "tlp", header: "TLP", width: "6.5rem", cell: (row) => <Tag kind="tlp" value={row.tlp} /> },
    grouped
      ? {
          id: "sources",
          header: "Sources",
          width: "5.5rem",
          align: "right",
          cell: (row) => (
            <span title={`${count(row.sources, "source")}, ${count(row.records, "record")}`}>
              {row.sources} ({row.records})<span className="sk-hidden"> {`${count(row.sources, "source")}, ${count(row.records, "record")}`}</span>
            </span>
          ),
        }
      : { id: "source", header: "Source", width: "9rem", cell: (row) => <span className="sk-one-line">{row.source}</span> },
    { id: "last_seen", header: "Last seen", width: "7rem", sortable: true, cell: (row) => <Time at={row.last_seen} /> },
    { id: "expires", header: "Expires", width: "7.5rem", cell: (row) => <Expiry at={row.expires} /> },
    { id: "open", header: "Page", width: "4rem", cell: (row) => <OpenValue value={row.value} to={indicatorPath(row.id)} /> },
  ];
}

/** A value, marked when it stands on a warning list. */
function Named({ row }: { row: FoundIndicator }) {
  return (
    <>
      <Value value={row.value} type={row.type} />
      {row.well_known.map((remark) => (
        <div key={remark} className="hub-known">
          <Tag kind="mark" value="well known" label={remark} />
        </div>
      ))}
    </>
  );
}

/** `1 source`, `3 sources`. */
export function count(number: number, word: string): string {
  return `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
}
