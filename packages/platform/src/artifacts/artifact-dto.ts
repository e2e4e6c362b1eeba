import type { ArtifactDTO, AvailableActionDTO, ThreatHitDTO } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import type { PrincipalDirectory } from "../accounts/principals.js";
import { attachmentDTO, type FileHolder } from "../attachments/attachment-dto.js";
import type { Attachment } from "../attachments/store.js";
import { writeHandle, type View } from "../http/formats.js";
import { writeText } from "../http/text-content.js";
import type { ArtifactType } from "../types/artifact-types.js";
import type { Artifact, Hit } from "./artifact.js";

/** What writing artifacts needs, read once for a whole list. */
export interface ArtifactContext {
  readonly types: ReadonlyMap<number, ArtifactType>;
  readonly people: PrincipalDirectory;
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  /** Threat sources that still work on each artifact. */
  readonly pending: ReadonlyMap<number, readonly { id: number; name: string }[]>;
  readonly incidents: ReadonlyMap<number, FileHolder>;
  /** Files of artifacts of file types, by artifact. */
  readonly files: ReadonlyMap<number, Attachment>;
  /** Menu items that can be run now, by artifact. */
  readonly actions: ReadonlyMap<number, readonly AvailableActionDTO[]>;
  /** Other incidents with the same value, by artifact; absent when nobody asked. */
  readonly related?: ReadonlyMap<number, number> | undefined;
}

/** How an answer writes artifacts. */
export interface ArtifactView extends View {
  readonly principal?: Principal | undefined;
  /** `threat_hit_prop_format=objects`: properties of hits as an object instead of a list (soar-protocol §1.7). */
  readonly hitPropertiesAsObject?: boolean;
}

/** The artifact as IncidentArtifactDTO (soar-protocol §1.11). */
export function artifactDTO(artifact: Artifact, view: ArtifactView, context: ArtifactContext): ArtifactDTO {
  const incident = context.incidents.get(artifact.incidentId);
  const creator = context.people.dto(artifact.creatorId);
  const edit = view.principal?.permissions.has("org_data.edit") ?? true;
  const owner = incident?.owner ?? null;
  const file = context.files.get(artifact.id);
  const typeName = context.types.get(artifact.type)?.name ?? String(artifact.type);
  return {
    id: artifact.id,
    type: writeHandle(artifact.type, typeName, view.handleFormat),
    value: artifact.value,
    description: writeText(artifact.description, view.textFormat, true),
    creator: creator.type === "user" ? { id: creator.id, display_name: creator.display_name, email: creator.name, status: "A" } : null,
    creator_principal: creator,
    created: artifact.created,
    last_modified_time: artifact.lastModified,
    inc_id: artifact.incidentId,
    inc_name: incident?.name ?? "",
    inc_owner: owner === null ? null : context.people.handle(owner, view.handleFormat),
    parent_id: artifact.parentId,
    relating: artifact.relating,
    attachment: file === undefined || incident === undefined ? null : attachmentDTO(file, incident, context.people, view.handleFormat),
    hits: (context.hits.get(artifact.id) ?? []).map((hit) => hitDTO(hit, artifact, typeName, view)),
    pending_sources: (context.pending.get(artifact.id) ?? []).map(({ id, name }) => writeHandle(id, name, view.handleFormat)),
    perms: { read: true, write: edit, delete: edit },
    properties: [...artifact.properties],
    location: null,
    whois: null,
    tags: [],
    actions: [...(context.actions.get(artifact.id) ?? [])],
    ...(context.related === undefined ? {} : { related_incident_count: context.related.get(artifact.id) ?? 0 }),
  };
}

function hitDTO(hit: Hit, artifact: Artifact, typeName: string, view: ArtifactView): ThreatHitDTO {
  const properties = hit.properties.map((property) => ({ ...property }));
  return {
    id: hit.id,
    value: artifact.value,
    threat_source_id: writeHandle(hit.sourceId, hit.source, view.handleFormat),
    artifact_type_id: writeHandle(artifact.type, typeName, view.handleFormat),
    active: hit.active,
    properties: view.hitPropertiesAsObject === true ? (Object.fromEntries(properties.map(({ name, value }) => [name, value])) as unknown as ThreatHitDTO["properties"]) : properties,
  };
}
