import { Alert, Button, Group } from "@mantine/core";
import { IconLock, IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";
import { handleName } from "../../../api/handles.js";
import { RichText } from "../../../parts/rich-text.js";
import { Time } from "../../../parts/time.js";
import type { Deletion } from "./deleted.js";
import { lastList } from "../../incidents/last-list.js";
import { useIncidentPage } from "./page-state.js";

/** What stands over the whole incident: that it was deleted while open, or that it is closed. */
export function Notices({ deletion, onReopen }: { deletion: Deletion | undefined; onReopen: (launcher: HTMLElement) => void }) {
  const { incident, readOnly } = useIncidentPage();
  if (deletion !== undefined) {
    return (
      <Alert color="red" icon={<IconTrash size={18} aria-hidden="true" />} role="alert" mb="sm" title={`Incident ${incident.id} was deleted`}>
        <Group gap="sm" justify="space-between">
          <span>
            {deletion.by === undefined ? "Somebody" : deletion.by} deleted it{deletion.at === undefined ? "" : " at "}
            {deletion.at === undefined ? "" : <Time at={deletion.at} form="full" />}. What was loaded stays readable until you leave.
          </span>
          <Button component={Link} to={`/incidents${lastList().search}`} size="xs" variant="default">
            List Incidents
          </Button>
        </Group>
      </Alert>
    );
  }
  if (incident.plan_status !== "C") return null;
  return (
    <Alert color="gray" icon={<IconLock size={18} aria-hidden="true" />} mb="sm" title={`Closed${incident.resolution_id === null ? "" : `: ${handleName(incident.resolution_id) ?? ""}`}`} className="inc-closed">
      <Group gap="sm" justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <RichText content={incident.resolution_summary} />
          <span className="sk-dimmed">
            Closed <Time at={incident.end_date} form="full" />
          </span>
        </div>
        {readOnly === undefined ? (
          <Button size="xs" variant="default" onClick={(event) => onReopen(event.currentTarget)}>
            Reopen
          </Button>
        ) : null}
      </Group>
    </Alert>
  );
}
