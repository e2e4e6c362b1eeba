import { ShortcutList, type ShortcutRow } from "../../parts/shortcut-list.js";

const rows: readonly ShortcutRow[] = [
  ["Ctrl K", "Everywhere", "Search and commands"],
  ["?", "Everywhere", "This list"],
  ["g i · g s", "Everywhere", "List Incidents · Action Status"],
  ["n", "Everywhere", "New Incident"],
  ["t", "Everywhere", "Light or dark theme"],
  ["d", "Everywhere", "Values as stored or defanged"],
  ["z", "Everywhere", "Times in my zone or UTC"],
  ["/", "Lists", "Filter by name"],
  ["j k ↑ ↓", "Lists", "Next and previous row"],
  ["Enter", "Lists", "Open the row"],
  ["x", "Lists", "Select the row"],
  [".", "Lists, incident", "Actions menu"],
  ["1 … 9", "Incident", "Tab"],
  ["[ ]", "Incident", "Previous and next incident"],
  ["m · f · e · s", "Incident", "New note · new artifact · edit details · action status"],
  ["Ctrl Enter", "Forms", "Primary button"],
  ["Esc", "Anywhere", "Close the innermost open thing"],
];

/** The keyboard shortcuts of the platform. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return <ShortcutList rows={rows} opened={opened} onClose={onClose} />;
}
