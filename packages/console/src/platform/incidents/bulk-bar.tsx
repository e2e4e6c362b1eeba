import { Button, Group } from "@mantine/core";
import type { IncidentDTO } from "@soarkit/protocol";
import type { OpenAction } from "./row-actions.js";

/** What can be done with the selected incidents. */
export function BulkBar({ incidents, onCancel, onOpen }: { incidents: readonly IncidentDTO[]; onCancel: () => void; onOpen: OpenAction }) {
  const open = incidents.filter((incident) => incident.plan_status === "A");
  return (
    <Group gap="xs" mt="xs" className="sk-bulk-bar" role="group" aria-label="Selected incidents">
      <span role="status">{incidents.length} selected</span>
      <Button size="compact-sm" variant="default" onClick={(event) => onOpen("assign", incidents, event.currentTarget)}>
        Assign
      </Button>
      <Button size="compact-sm" variant="default" onClick={(event) => onOpen("severity", incidents, event.currentTarget)}>
        Change severity
      </Button>
      {open.length === 0 ? null : (
        <Button size="compact-sm" variant="default" onClick={(event) => onOpen("close", open, event.currentTarget)}>
          {open.length === incidents.length ? "Close" : `Close ${open.length} of them`}
        </Button>
      )}
      <Button size="compact-sm" variant="default" className="sk-danger" onClick={(event) => onOpen("delete", incidents, event.currentTarget)}>
        Delete
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={onCancel}>
        Cancel
      </Button>
    </Group>
  );
}
