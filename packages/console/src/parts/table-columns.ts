import type { ReactNode } from "react";
import type { MenuEntries } from "./row-menu.js";

/** One column of a table. */
export interface Column<Row> {
  /** Also the name by which it is sorted. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** CSS width such as `8rem`; without one the column takes what is left. */
  width?: string;
  sortable?: boolean;
  align?: "left" | "right";
}

/** Which column the rows are ordered by. */
export interface Sort {
  column: string;
  descending: boolean;
}

/** Identity of a row. */
export type RowKey = string | number;

/** What both tables take. */
export interface TableProps<Row> {
  /** Accessible name of the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => RowKey;
  /** Name of a row for its box and menu: "2101 Machete espionage report". */
  rowName: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** With both, each row has a box. */
  selected?: ReadonlySet<RowKey>;
  onSelect?: (selected: ReadonlySet<RowKey>) => void;
  menu?: (row: Row) => MenuEntries;
  /** Enter or click outside a control; the row's link does the same when there is one. */
  onOpen?: (row: Row) => void;
  /** The open row, if one is. */
  opened?: RowKey;
  /** Rows that left the filter or are off: still there, but dimmed. */
  faded?: (row: Row) => boolean;
  /** Rows that changed a moment ago. */
  changed?: (row: Row) => boolean;
}

/** Least width of a table, so that no column collapses: columns without a width keep 16 rem (console.md §1.3). */
export function tableMinWidth<Row>({ columns, onSelect, menu }: TableProps<Row>): string {
  const widths = columns.map((column) => column.width ?? "16rem").filter((width) => !width.endsWith("%"));
  return `calc(${[...widths, ...(onSelect === undefined ? [] : ["2.25rem"]), ...(menu === undefined ? [] : ["2.75rem"])].join(" + ")})`;
}
