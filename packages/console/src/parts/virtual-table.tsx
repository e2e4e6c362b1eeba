import { Table } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { usePreferences } from "./preferences.js";
import { tableMinWidth, type TableProps } from "./table-columns.js";
import { TableColumns, TableHead, TableRow } from "./table-parts.js";
import { useRowKeys } from "./use-row-keys.js";

const rowHeights = { compact: 26, normal: 33, roomy: 41 } as const;

/** A table of hundreds of rows that are all here already. */
export interface VirtualTableProps<Row> extends TableProps<Row> {
  /** CSS height of the scroll box; by default what is left of the window. */
  height?: string;
  minWidth?: string;
}

/** A table that keeps only the rows on screen in the document (console.md §5.5). */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { rows, rowKey, label, height = "calc(100dvh - 20rem)", minWidth } = props;
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = useRowKeys(box);
  const { density } = usePreferences();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeights[density],
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const span = props.columns.length + (props.onSelect === undefined ? 0 : 1) + (props.menu === undefined ? 0 : 1);
  return (
    <div ref={box} className="sk-table-box sk-table-virtual" style={{ maxHeight: height }} onKeyDown={onKeyDown} role="region" aria-label={label} tabIndex={0}>
      <Table className="sk-table" data-density={density} layout="fixed" stickyHeader style={{ minWidth: minWidth ?? tableMinWidth(props) }} aria-label={label} aria-rowcount={rows.length + 1}>
        <TableColumns {...props} />
        <TableHead {...props} />
        <Table.Tbody>
          {before > 0 ? <Spacer height={before} span={span} /> : null}
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : <TableRow key={item.key} row={row} table={props} index={item.index} measure={virtual.measureElement} />;
          })}
          {after > 0 ? <Spacer height={after} span={span} /> : null}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
