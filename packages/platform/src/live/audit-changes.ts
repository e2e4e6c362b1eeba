import type { AuditEntry } from "../audit/audit.js";
import type { PageChange } from "./changes.js";

const incidentKinds: Readonly<Record<string, string>> = {
  incident_created: "incident.created",
  incident_changed: "incident.changed",
  incident_closed: "incident.closed",
  incident_reopened: "incident.changed",
  incident_deleted: "incident.deleted",
  note_added: "note.added",
  note_changed: "note.changed",
  note_deleted: "note.changed",
  artifact_added: "artifact.added",
  artifact_changed: "artifact.changed",
  artifact_deleted: "artifact.deleted",
  hit_added: "artifact.hits",
  hit_removed: "artifact.hits",
  attachment_added: "attachment.added",
  attachment_deleted: "attachment.deleted",
};

const configurationTypes: ReadonlySet<string> = new Set(["artifact_type", "incident_type", "type", "field", "layout"]);

/** What an entry of the audit means for open pages. */
export function changesOf(entry: AuditEntry): PageChange[] {
  const { incidentId, principalId: by, objectType, workspaces } = entry;
  const id = entry.objectId ?? undefined;
  if (incidentId === null) {
    if (configurationTypes.has(objectType)) return [{ topics: ["configuration"], kind: "type.changed", id, by }];
    if (objectType === "workspace") return [{ topics: ["configuration"], kind: "workspace.changed", id, by }];
    if (objectType === "threat_source") return [{ topics: ["system"], kind: "threat_source.changed", id, by }];
    return [{ topics: ["system"], kind: "account.changed", id, by }];
  }
  const own = `incident:${incidentId}`;
  const where = { incidentId, workspaces };
  const newsfeed: PageChange = { topics: [own], kind: "newsfeed.added", by, ...where };
  const kind = incidentKinds[entry.kind];
  if (kind === undefined) return [newsfeed];
  const listed = kind.startsWith("incident.") ? kind : "incident.changed";
  return [{ topics: [own], kind, id, by, ...where }, { topics: ["incidents"], kind: listed, id: incidentId, by, ...where }, newsfeed];
}
