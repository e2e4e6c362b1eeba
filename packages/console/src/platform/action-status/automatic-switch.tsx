import { Switch } from "@mantine/core";

/** Whether the action status shows what automatic rules did, beside what went wrong in it. */
export function AutomaticSwitch({ count, checked, onChange }: { count: number | undefined; checked: boolean; onChange: (checked: boolean) => void }) {
  return <Switch size="xs" label={count === undefined ? "Automatic rules" : `Automatic rules (${count})`} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />;
}
