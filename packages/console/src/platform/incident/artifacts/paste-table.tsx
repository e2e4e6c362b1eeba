import { Checkbox, NativeSelect, Table, TextInput } from "@mantine/core";
import { defang } from "../../../parts/defang.js";
import { Tag } from "../../../parts/tag.js";
import type { PasteRow, PasteState } from "./paste.js";
import { useTypeNames } from "./use-type-names.js";

const words: Readonly<Record<PasteState, string>> = { new: "New", "on the incident": "On the incident", "twice in the text": "Twice in the text", empty: "No value" };

/** The found values: each can be left out or corrected before anything is saved. */
export function PasteTable({ rows, states, onChange }: { rows: readonly PasteRow[]; states: ReadonlyMap<number, PasteState>; onChange: (rows: PasteRow[]) => void }) {
  const types = useTypeNames();
  const change = (key: number, part: Partial<PasteRow>) => onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const wanted = rows.filter((row) => row.wanted).length;
  return (
    <div className="inc-paste" role="region" aria-label="Found values" tabIndex={0}>
      <Table layout="fixed" stickyHeader aria-label="Found values" className="sk-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className="inc-paste-box">
              <Checkbox size="xs" aria-label="Add all" checked={wanted === rows.length} indeterminate={wanted > 0 && wanted < rows.length} onChange={(event) => onChange(rows.map((row) => ({ ...row, wanted: event.currentTarget.checked })))} />
            </Table.Th>
            <Table.Th className="inc-paste-type">Type</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th className="inc-paste-state">State</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const state = states.get(row.key) ?? "new";
            const name = row.value === "" ? `row ${row.key + 1}` : row.value;
            return (
              <Table.Tr key={row.key} data-faded={(!row.wanted || state !== "new") || undefined}>
                <Table.Td>
                  <Checkbox size="xs" aria-label={`Add ${name}`} checked={row.wanted} onChange={(event) => change(row.key, { wanted: event.currentTarget.checked })} />
                </Table.Td>
                <Table.Td>
                  <NativeSelect size="xs" aria-label={`Type of ${name}`} data={types.includes(row.type) ? types : [row.type, ...types]} value={row.type} onChange={(event) => change(row.key, { type: event.currentTarget.value })} />
                </Table.Td>
                <Table.Td>
                  <TextInput size="xs" aria-label={`Value ${row.key + 1}`} value={row.value} onChange={(event) => change(row.key, { value: event.currentTarget.value })} classNames={{ input: "inc-mono" }} {...(row.original === "" ? {} : { title: `In the text: ${defang(row.original)}` })} />
                </Table.Td>
                <Table.Td>{state === "new" ? <Tag kind="mark" value="new" label={words[state]} /> : <span className="sk-dimmed">{words[state]}</span>}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
