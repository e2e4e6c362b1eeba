import { Select, Table } from "@mantine/core";
import { fieldNames } from "./words.js";
import type { FileColumn } from "./types.js";

const fields = Object.entries(fieldNames).map(([value, label]) => ({ value, label }));

/** The columns of a CSV file and what each holds; a choice made by hand comes before the column's name. */
export function ColumnsForm({ columns, map, open, onMap }: { columns: readonly FileColumn[]; map: Readonly<Record<string, string>>; open: boolean; onMap: (map: Record<string, string>) => void }) {
  const used = columns.filter(({ field }) => field !== undefined).length;
  const choose = (name: string, field: string | null) => {
    const rest = Object.entries(map).filter(([other, column]) => column !== name && other !== field);
    onMap(Object.fromEntries(field === null ? rest : [...rest, [field, name]]));
  };
  return (
    <details className="hub-details" open={open || Object.keys(map).length > 0}>
      <summary>
        Columns: {used} of {columns.length} used
      </summary>
      <div className="sk-table-box" role="region" aria-label="Columns of the file" tabIndex={0}>
        <Table className="sk-table" layout="fixed" style={{ minWidth: "44rem" }} aria-label="Columns of the file">
          <Table.Thead>
            <Table.Tr>
              <Table.Th style={{ width: "14rem" }}>Column</Table.Th>
              <Table.Th>Such as</Table.Th>
              <Table.Th style={{ width: "14rem" }}>Holds</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map(({ name, field, examples }, index) => (
              <Table.Tr key={`${index} ${name}`}>
                <Table.Td>
                  <span className="sk-one-line">{name === "" ? "(no name)" : name}</span>
                </Table.Td>
                <Table.Td>
                  <span className="sk-one-line sk-dimmed" translate="no">
                    {examples.join(" · ") || "—"}
                  </span>
                </Table.Td>
                <Table.Td>
                  <Select size="xs" openOnFocus={false} aria-label={`What ${name} holds`} placeholder="Not used" data={fields} disabled={name === ""} value={field ?? null} clearable={Object.values(map).includes(name)} clearButtonProps={{ "aria-label": `Clear ${name}` }} allowDeselect={false} onChange={(chosen) => choose(name, chosen)} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </details>
  );
}
