import { Table } from "@mantine/core";
import { Dialog } from "../../parts/dialog.js";
import { usePreferences } from "../../parts/preferences.js";

const keys: readonly (readonly [keys: string, where: string, does: string])[] = [
  ["?", "Everywhere", "This list"],
  ["/", "Everywhere", "Search"],
  ["g o · g s · g i · g a", "Everywhere", "Overview · Search · Import · Approvals"],
  ["t", "Everywhere", "Light or dark theme"],
  ["d", "Everywhere", "Values as stored or defanged"],
  ["z", "Everywhere", "Times in my zone or UTC"],
  ["j k ↑ ↓", "Lists", "Next and previous row"],
  ["Enter", "Lists", "Open the row"],
  ["x", "Lists", "Select the row"],
  [".", "Lists", "Actions menu"],
  ["a · r · e", "An import that waits", "Approve · reject · edit the row"],
  ["Ctrl Enter", "Forms", "Primary button"],
  ["Esc", "Anywhere", "Close the innermost open thing"],
];

/** The keyboard shortcuts of the hub. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
          {keys.map(([key, where, does]) => (
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
