import { Checkbox, Table, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSelector } from "@tabler/icons-react";
import { memo, type CSSProperties, type MouseEvent, type Ref } from "react";
import { RowMenu } from "./row-menu.js";
import type { RowKey, Sort, TableProps } from "./table-columns.js";

/** Columns as `<colgroup>`, so that the layout is fixed and nothing jumps when data changes. */
export function TableColumns<Row>({ columns, onSelect, menu }: TableProps<Row>) {
  return (
    <colgroup>
      {onSelect === undefined ? null : <col style={{ width: "2.25rem" }} />}
      {columns.map((column) => (
        <col key={column.id} {...(column.width === undefined ? {} : { style: { width: column.width } })} />
      ))}
      {menu === undefined ? null : <col style={{ width: "2.75rem" }} />}
    </colgroup>
  );
}

function nextSort(sort: Sort | undefined, column: string): Sort {
  return sort?.column === column ? { column, descending: !sort.descending } : { column, descending: false };
}

/** The head: a box for all rows of the page, a button for each column that can be sorted. */
export function TableHead<Row>(props: TableProps<Row>) {
  const { columns, rows, rowKey, selected, onSelect, sort, onSort, menu, label } = props;
  const keys = rows.map(rowKey);
  const chosen = keys.filter((key) => selected?.has(key) === true).length;
  return (
    <Table.Thead>
      <Table.Tr>
        {onSelect === undefined ? null : (
          <Table.Th>
            <Checkbox
              size="xs"
              aria-label={`Select all rows of ${label}`}
              checked={chosen > 0 && chosen === keys.length}
              indeterminate={chosen > 0 && chosen < keys.length}
              onChange={(event) => onSelect(event.currentTarget.checked ? new Set(keys) : new Set())}
            />
          </Table.Th>
        )}
        {columns.map((column) => {
          const order = sort?.column === column.id ? (sort.descending ? "descending" : "ascending") : undefined;
          const Arrow = order === undefined ? IconSelector : order === "descending" ? IconChevronDown : IconChevronUp;
          return (
            <Table.Th key={column.id} aria-sort={column.sortable === true && onSort !== undefined ? (order ?? "none") : undefined} data-align={column.align}>
              {column.sortable === true && onSort !== undefined ? (
                <UnstyledButton className="sk-sort" data-sorted={order !== undefined || undefined} onClick={() => onSort(nextSort(sort, column.id))}>
                  {column.header}
                  <Arrow size={14} aria-hidden="true" />
                </UnstyledButton>
              ) : (
                column.header
              )}
            </Table.Th>
          );
        })}
        {menu === undefined ? null : (
          <Table.Th>
            <span className="sk-hidden">Actions</span>
          </Table.Th>
        )}
      </Table.Tr>
    </Table.Thead>
  );
}

/** Whether a click was on something that acts by itself. */
function onControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a, button, input, label, [role=menu]") !== null;
}

/** One row of either table. */
function TableRowBody<Row>({ row, table, index, measure, style }: { row: Row; table: TableProps<Row>; index?: number; measure?: Ref<HTMLTableRowElement>; style?: CSSProperties }) {
  const { columns, rowKey, rowName, selected, onSelect, menu, onOpen, opened, faded, changed } = table;
  const key: RowKey = rowKey(row);
  const isSelected = selected?.has(key) === true;
  const toggle = () => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect?.(next);
  };
  return (
    <Table.Tr
      {...(measure === undefined ? {} : { ref: measure })}
      {...(style === undefined ? {} : { style })}
      data-row={key}
      data-index={index}
      aria-rowindex={index === undefined ? undefined : index + 2}
      data-selected={isSelected || undefined}
      data-opened={opened === key || undefined}
      data-faded={faded?.(row) === true || undefined}
      data-changed={changed?.(row) === true || undefined}
      data-opens={onOpen !== undefined || undefined}
      tabIndex={-1}
      onClick={(event) => {
        if (onOpen === undefined || onControl(event) || (getSelection()?.toString() ?? "") !== "") return;
        onOpen(row);
      }}
    >
      {onSelect === undefined ? null : (
        <Table.Td>
          <Checkbox size="xs" aria-label={`Select ${rowName(row)}`} checked={isSelected} onChange={toggle} />
        </Table.Td>
      )}
      {columns.map((column) => (
        <Table.Td key={column.id} data-align={column.align}>
          {column.cell(row)}
        </Table.Td>
      ))}
      {menu === undefined ? null : (
        <Table.Td>
          <RowMenu label={`Actions for ${rowName(row)}`} entries={menu(row)} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** One row; drawn again only when its row, its place or the table changes, so that scrolling draws new rows alone. */
export const TableRow = memo(TableRowBody) as typeof TableRowBody;
