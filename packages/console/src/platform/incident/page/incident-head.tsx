import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { Link } from "react-router";
import { handleName } from "../../../api/handles.js";
import { Tag } from "../../../parts/tag.js";
import { EditableName } from "./editable-name.js";
import { OwnerMenu } from "./owner-menu.js";
import { useIncidentPage } from "./page-state.js";
import { tlpOf } from "./tlp.js";

/** Name, severity, status, TLP and owner: what decides the next step. */
export function IncidentHead({ previous, next }: { previous: number | undefined; next: number | undefined }) {
  const { incident } = useIncidentPage();
  const tlp = tlpOf(incident);
  return (
    <div className="inc-head">
      <EditableName />
      <Group gap="sm" className="inc-marks">
        {incident.severity_code === null ? <span className="sk-dimmed">No severity</span> : <Tag kind="severity" value={handleName(incident.severity_code) ?? ""} />}
        <Tag kind="incident" value={incident.plan_status} />
        {tlp === undefined ? null : <Tag kind="tlp" value={tlp} />}
        <OwnerMenu />
        {previous === undefined && next === undefined ? null : (
          <Group gap={2} component="nav" aria-label="Incidents of the list">
            <Neighbour id={previous} label="Previous incident" keys="[" icon={<IconChevronLeft size={16} aria-hidden="true" />} />
            <Neighbour id={next} label="Next incident" keys="]" icon={<IconChevronRight size={16} aria-hidden="true" />} />
          </Group>
        )}
      </Group>
    </div>
  );
}

function Neighbour({ id, label, keys, icon }: { id: number | undefined; label: string; keys: string; icon: React.ReactNode }) {
  if (id === undefined) return null;
  return (
    <Tooltip label={`${label}: ${id} (${keys})`}>
      <ActionIcon component={Link} to={`/incidents/${id}`} variant="subtle" color="gray" size={28} aria-label={`${label}: ${id}`}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
