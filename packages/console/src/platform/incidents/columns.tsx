import { Anchor } from "@mantine/core";
import type { IncidentDTO } from "@soarkit/protocol";
import { Link } from "react-router";
import { handleId, handleName } from "../../api/handles.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Person } from "../../parts/person.js";
import { Nothing, Time } from "../../parts/time.js";
import { Visible } from "../../parts/visible.js";

function Text({ value }: { value: string | undefined }) {
  return value === undefined || value === "" ? <Nothing /> : <span className="sk-one-line" title={value}>{value}</span>;
}

/** A handle field of an incident as its name. */
function named(incident: IncidentDTO, field: string): string | undefined {
  return handleName(incident[field] as Parameters<typeof handleName>[0]);
}

/** Columns that the list can show; their ids are the platform's fields. */
export const incidentColumns: readonly Column<IncidentDTO>[] = [
  { id: "id", header: "ID", width: "4.5rem", sortable: true, cell: (incident) => incident.id },
  {
    id: "name",
    header: "Name",
    sortable: true,
    cell: (incident) => (
      <Anchor component={Link} to={`/incidents/${incident.id}`} className="sk-one-line" title={incident.name}>
        <Visible text={incident.name} />
      </Anchor>
    ),
  },
  { id: "severity_code", header: "Severity", width: "7rem", sortable: true, cell: (incident) => (named(incident, "severity_code") === undefined ? <Nothing /> : <Tag kind="severity" value={named(incident, "severity_code") ?? ""} />) },
  { id: "plan_status", header: "Status", width: "6rem", sortable: true, cell: (incident) => <Tag kind="incident" value={incident.plan_status} /> },
  { id: "incident_type_ids", header: "Type", width: "10rem", cell: (incident) => <Text value={incident.incident_type_ids.map((type) => handleName(type) ?? "").join(", ")} /> },
  { id: "phase_id", header: "Phase", width: "8rem", sortable: true, cell: (incident) => <Text value={named(incident, "phase_id")} /> },
  { id: "owner_id", header: "Owner", width: "10rem", sortable: true, cell: (incident) => <Person id={handleId(incident.owner_id)} /> },
  { id: "workspace", header: "Workspace", width: "10rem", cell: (incident) => <Text value={handleName(incident.workspace)} /> },
  { id: "resolution_id", header: "Resolution", width: "8rem", cell: (incident) => <Text value={named(incident, "resolution_id")} /> },
  { id: "discovered_date", header: "Discovered", width: "8rem", sortable: true, cell: (incident) => <Time at={incident.discovered_date} /> },
  { id: "create_date", header: "Age", width: "5.5rem", sortable: true, cell: (incident) => <Time at={incident.create_date} form="age" /> },
  { id: "inc_last_modified_date", header: "Changed", width: "8rem", sortable: true, cell: (incident) => <Time at={incident.inc_last_modified_date} /> },
  { id: "end_date", header: "Closed", width: "8rem", sortable: true, cell: (incident) => <Time at={incident.end_date} /> },
];

/** Ids of all columns. */
export const knownColumns: ReadonlySet<string> = new Set(incidentColumns.map((column) => column.id));
