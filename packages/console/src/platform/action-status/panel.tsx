import "./action-status.css";
import { Group, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import { Empty, Loaded } from "../../parts/states.js";
import { AutomaticSwitch } from "./automatic-switch.js";
import { PanelEntry } from "./panel-entry.js";
import { defaultStates, peopleFirst, type StateChoice, withoutNested } from "./filter.js";
import { useInvocations } from "./queries.js";
import { StateFilter } from "./state-filter.js";
import { useStill } from "./still.js";
import type { InvocationEntry } from "./types.js";

const mostShown = 200;

/** The action status of one incident. */
export interface ActionStatusPanelProps {
  incidentId: number;
  /** The open entry, where the page's address holds it; without `onOpen` the panel remembers it itself. */
  opened?: number | undefined;
  onOpen?: (id: number | undefined) => void;
  /** Level of the heading, 2 by default. */
  headingOrder?: 2 | 3;
}

/** What ran on an incident, what people started first: pending and errors, completed ones and automatic rules on request; a row opens what happened (console.md §3A.9). */
export function ActionStatusPanel({ incidentId, opened, onOpen, headingOrder = 2 }: ActionStatusPanelProps) {
  const [states, setStates] = useState<readonly StateChoice[]>(defaultStates);
  const [automatic, setAutomatic] = useState(false);
  const [own, setOwn] = useState<number>();
  const open = onOpen === undefined ? own : opened;
  const setOpen = onOpen ?? setOwn;
  const query = useInvocations({ incidentId, states, automatic, size: mostShown });
  const entries = useMemo(() => (query.data === undefined || query.isPlaceholderData ? undefined : withoutNested(query.data.entities)), [query.data, query.isPlaceholderData]);
  const { rows, gone } = useStill(entries, `${incidentId} ${states.join(",")} ${String(automatic)}`, false, incidentId);
  const groups = peopleFirst(rows);
  const list = (label: string, shown: readonly InvocationEntry[]) => (
    <ul className="as-entries" aria-label={label}>
      {shown.map((entry) => (
        <PanelEntry key={entry.id} entry={entry} incidentId={incidentId} opened={open === entry.id} faded={gone.has(entry.id)} onToggle={() => setOpen(open === entry.id ? undefined : entry.id)} />
      ))}
    </ul>
  );
  return (
    <section aria-label="Action Status" className="as-panel">
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={headingOrder} size="h3">
          Action Status
        </Title>
        <StateFilter states={states} onChange={setStates} />
      </Group>
      <Loaded query={query} rows={2} what="The action status could not be loaded">
        {() => (
          <>
            {groups.people.length > 0 ? list("Started by people", groups.people) : <Empty>{states.length === 0 ? "No state is chosen above." : emptyText(states, rows.length > 0)}</Empty>}
            <Group justify="space-between" gap="xs" my="xs">
              <AutomaticSwitch count={query.data?.automatic} checked={automatic} onChange={setAutomatic} />
              {groups.automatic.length > 0 && !automatic ? <span className="sk-dimmed">Those in error are shown.</span> : null}
            </Group>
            {groups.automatic.length > 0 ? list("Automatic rules", groups.automatic) : null}
          </>
        )}
      </Loaded>
      {query.data !== undefined && query.data.entities.length >= mostShown ? <p className="sk-dimmed">Showing the newest {mostShown}.</p> : null}
    </section>
  );
}

function emptyText(states: readonly StateChoice[], others: boolean): string {
  if (states.includes("completed")) return states.length === 3 && !others ? "Nobody has started an action on this incident." : "No action that a person started is in these states.";
  return "No action is pending or in error. Choose Completed to see those that are done.";
}
