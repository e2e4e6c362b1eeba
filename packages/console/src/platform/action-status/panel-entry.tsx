import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Tag } from "../../parts/tag.js";
import { Duration, Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { EntryDetail } from "./entry-detail.js";
import { entryName, entryState } from "./entry-words.js";
import type { InvocationEntry } from "./types.js";

/** One entry of the panel: a button with what decides the next step, below it everything when it is open. */
export function PanelEntry({ entry, incidentId, opened, faded, onToggle }: { entry: InvocationEntry; incidentId: number; opened: boolean; faded: boolean; onToggle: () => void }) {
  const Arrow = opened ? IconChevronDown : IconChevronRight;
  const detail = `action-${entry.id}`;
  return (
    <li data-faded={faded || undefined} data-opened={opened || undefined}>
      <UnstyledButton className="as-entry" onClick={onToggle} aria-expanded={opened} {...(opened ? { "aria-controls": detail } : {})}>
        <Arrow size={16} aria-hidden="true" className="as-entry-arrow" />
        <span className="as-entry-name">{entryName(entry)}</span>
        <Tag kind="action" value={entryState(entry)} />
        <span className="as-entry-more">
          {entry.object.type_name === "incident" ? <span>incident</span> : <Value value={entry.object.object_name} plain />}
          <span>{entry.create_user.display_name}</span>
          <Time at={entry.create_date} />
          <Duration since={entry.create_date} until={entry.end_date} />
        </span>
        {entry.outcome === "pending" && entry.waiting != null ? <span className="as-entry-wait">{entry.waiting.text}</span> : null}
        {entry.error !== null && !opened ? <span className="as-entry-error">{entry.error.split("\n")[0]}</span> : null}
      </UnstyledButton>
      {opened ? (
        <div id={detail}>
          <EntryDetail id={entry.id} incidentId={incidentId} />
        </div>
      ) : null}
    </li>
  );
}
