import { Chip, Group } from "@mantine/core";
import { type StateChoice, stateChoices, toggled } from "./filter.js";

const words: Readonly<Record<StateChoice, string>> = { pending: "Pending", error: "Error", completed: "Completed" };

/** Which states the action status shows. */
export function StateFilter({ states, onChange }: { states: readonly StateChoice[]; onChange: (states: readonly StateChoice[]) => void }) {
  return (
    <Group gap={6} role="group" aria-label="Show actions that are">
      {stateChoices.map((state) => (
        <Chip key={state} size="xs" variant="outline" checked={states.includes(state)} onChange={() => onChange(toggled(states, state))}>
          {words[state]}
        </Chip>
      ))}
    </Group>
  );
}
