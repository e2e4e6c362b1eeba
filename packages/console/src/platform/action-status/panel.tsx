import "./action-status.css";
import { Group, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import { Empty, Loaded } from "../../parts/states.js";
import { PanelEntry } from "./panel-entry.js";
import { defaultStates, type StateChoice, withoutNested } from "./filter.js";
import { useInvocations } from "./queries.js";
import { StateFilter } from "./state-filter.js";
import { useStill } from "./still.js";

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

/** What ran on an incident: pending and errors at first, completed ones on request; a row opens what happened (console.md §3A.9). */
export function ActionStatusPanel({ incidentId, opened, onOpen, headingOrder = 2 }: ActionStatusPanelProps) {
  const [states, setStates] = useState<readonly StateChoice[]>(defaultStates);
  const [own, setOwn] = useState<number>();
  const open = onOpen === undefined ? own : opened;
  const setOpen = onOpen ?? setOwn;
  const query = useInvocations({ incidentId, states, size: mostShown });
  const entries = useMemo(() => (query.data === undefined || query.isPlaceholderData ? undefined : withoutNested(query.data)), [query.data, query.isPlaceholderData]);
  const { rows, gone } = useStill(entries, `${incidentId} ${states.join(",")}`, false, incidentId);
  return (
    <section aria-label="Action Status" className="as-panel">
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={headingOrder} size="h3">
          Action Status
        </Title>
        <StateFilter states={states} onChange={setStates} />
      </Group>
      <Loaded query={query} rows={2} what="The action status could not be loaded">
        {() =>
          rows.length === 0 ? (
            <Empty>{states.length === 0 ? "No state is chosen above." : emptyText(states)}</Empty>
          ) : (
            <ul className="as-entries">
              {rows.map((entry) => (
                <PanelEntry key={entry.id} entry={entry} incidentId={incidentId} opened={open === entry.id} faded={gone.has(entry.id)} onToggle={() => setOpen(open === entry.id ? undefined : entry.id)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {query.data !== undefined && query.data.length >= mostShown ? <p className="sk-dimmed">Showing the newest {mostShown}.</p> : null}
    </section>
  );
}

function emptyText(states: readonly StateChoice[]): string {
  if (states.includes("completed")) return states.length === 3 ? "No action has run on this incident." : "No action is in these states.";
  return "No action is pending or in error. Choose Completed to see those that are done.";
}
