import { ShortcutList, type ShortcutRow } from "../../parts/shortcut-list.js";

const rows: readonly ShortcutRow[] = [
  ["?", "Everywhere", "This list"],
  ["/", "Everywhere", "Search"],
  ["g o · g s · g i · g l · g a", "Everywhere", "Overview · Search · Import · Load intelligence · Approvals"],
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
  return <ShortcutList rows={rows} opened={opened} onClose={onClose} />;
}
