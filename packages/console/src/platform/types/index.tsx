import type { ArtifactTypeDTO } from "@soarkit/protocol";
import { Visible } from "../../parts/visible.js";
import { type PlacedType, useArtifactTypes, useIncidentTypes } from "./queries.js";
import { TypeList } from "./type-list.js";

/** Customization Settings, Artifact Types. */
export function ArtifactTypesPage() {
  const query = useArtifactTypes();
  return (
    <TypeList<ArtifactTypeDTO>
      title="Artifact Types"
      kind="artifact type"
      path="/artifact_types"
      query={query}
      name={(row) => <Visible text={row.name} />}
      columns={[
        { id: "api", header: "API name", width: "16rem", cell: (row) => <code className="sk-one-line">{row.programmatic_name}</code> },
        { id: "values", header: "Values", width: "8rem", cell: (row) => (row.file ? "A file" : row.multi_aware ? "Several" : "One") },
      ]}
      draft={(row) => (row === undefined ? { name: "", description: "", enabled: true, multi: false } : { id: row.id, name: row.name, description: row.desc, enabled: row.enabled, multi: row.multi_aware, system: row.system })}
    />
  );
}

/** Customization Settings, Incident Types. */
export function IncidentTypesPage() {
  const query = useIncidentTypes();
  return (
    <TypeList<PlacedType>
      title="Incident Types"
      kind="incident type"
      path="/incident_types"
      query={query}
      name={(row) => <span style={{ paddingInlineStart: `${row.depth * 1.25}rem` }}><Visible text={row.name} /></span>}
      columns={[{ id: "description", header: "Description", cell: (row) => <span className="sk-one-line">{row.description}</span> }]}
      draft={(row) => (row === undefined ? { name: "", description: "", enabled: true, parent: null } : { id: row.id, name: row.name, description: row.description, enabled: row.enabled, parent: row.parent_id, system: row.system })}
      parents={(draft) => (query.data ?? []).filter((type) => type.id !== draft.id).map((type) => ({ value: String(type.id), label: type.name }))}
    />
  );
}
