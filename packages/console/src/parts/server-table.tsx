import { Table } from "@mantine/core";
import { useRef } from "react";
import { usePreferences } from "./preferences.js";
import { tableMinWidth, type TableProps } from "./table-columns.js";
import { TableColumns, TableHead, TableRow } from "./table-parts.js";
import { useRowKeys } from "./use-row-keys.js";

/** A table whose rows the server sorts, filters and pages; at most 100 rows. */
export interface ServerTableProps<Row> extends TableProps<Row> {
  /** Under this width it scrolls sideways by itself; by default what its columns need. */
  minWidth?: string;
  /** A line at the top while it is fetched again. */
  fetching?: boolean;
}

/** A dense table by keyboard and mouse (console.md §5.5). */
export function ServerTable<Row>(props: ServerTableProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = useRowKeys(box);
  const { density } = usePreferences();
  return (
    <div ref={box} className="sk-table-box" data-fetching={props.fetching === true || undefined} onKeyDown={onKeyDown} role="region" aria-label={props.label} tabIndex={0}>
      <Table className="sk-table" data-density={density} layout="fixed" style={{ minWidth: props.minWidth ?? tableMinWidth(props) }} aria-label={props.label}>
        <TableColumns {...props} />
        <TableHead {...props} />
        <Table.Tbody>
          {props.rows.map((row) => (
            <TableRow key={props.rowKey(row)} row={row} table={props} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
