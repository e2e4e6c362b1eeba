import { Table } from "@mantine/core";
import { Dialog } from "./dialog.js";
import { usePreferences } from "./preferences.js";

/** One shortcut: its keys, where they work, what they do. */
export type ShortcutRow = readonly [keys: string, where: string, does: string];

/** The list of a console's keyboard shortcuts. */
export function ShortcutList({ rows, opened, onClose }: { rows: readonly ShortcutRow[]; opened: boolean; onClose: () => void }) {
  const { shortcuts } = usePreferences();
  return (
    <Dialog opened={opened} onClose={onClose} title="Keyboard shortcuts">
      {shortcuts ? null : <p>Single-letter shortcuts are switched off in My Settings.</p>}
      <Table aria-label="Keyboard shortcuts">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Key</Table.Th>
            <Table.Th>Where</Table.Th>
            <Table.Th>Does</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([key, where, does]) => (
            <Table.Tr key={key}>
              <Table.Td>
                <kbd className="sk-keys">{key}</kbd>
              </Table.Td>
              <Table.Td>{where}</Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
