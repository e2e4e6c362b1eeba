import type { Handle, TextContent } from "./handles.js";
import type { PrincipalDTO } from "./session.js";

/** Values of custom fields by API name. */
export type PropertiesDTO = Record<string, unknown>;

/** An incident (soar-protocol §1.11). Times are milliseconds since the epoch. */
export interface IncidentDTO {
  id: number;
  vers: number;
  org_id: number;
  name: string;
  description: string | TextContent | null;
  create_date: number;
  discovered_date: number;
  inc_last_modified_date: number;
  end_date: number | null;
  owner_id: Handle | null;
  creator_id: Handle;
  creator_principal: PrincipalDTO;
  plan_status: "A" | "C";
  severity_code: Handle | null;
  resolution_id: Handle | null;
  resolution_summary: string | TextContent | null;
  incident_type_ids: Handle[];
  workspace: Handle;
  properties: PropertiesDTO;
  [field: string]: unknown;
}

/** A hit of a threat source on an artifact (soar-protocol §1.11 "ThreatHitDTO"). */
export interface ThreatHitDTO {
  id: string;
  value: string;
  threat_source_id: Handle;
  artifact_type_id: Handle;
  active: boolean;
  properties: { name: string; type: string; value: unknown }[];
}

/** A menu item that can be run on an object now. */
export interface AvailableActionDTO {
  id: number;
  name: string;
  enabled: boolean;
}

/** A file of an incident, or of an artifact (soar-protocol §1.11 "AttachmentDTO"). */
export interface AttachmentDTO {
  id: number;
  uuid: string;
  type: "incident" | "artifact";
  name: string;
  content_type: string;
  /** Bytes. */
  size: number;
  /** Of the content, hex. Not IBM's. */
  sha256: string;
  created: number;
  creator_id: Handle;
  creator_principal: PrincipalDTO;
  /** Version of the incident. */
  vers: number;
  inc_id: number;
  inc_name: string;
  inc_owner: number | null;
  task_id: null;
  task_name: null;
  actions: AvailableActionDTO[];
}

/** An artifact (soar-protocol §1.11). */
export interface ArtifactDTO {
  id: number;
  type: Handle;
  value: string;
  description: string | TextContent | null;
  creator_principal: PrincipalDTO;
  created: number;
  inc_id: number;
  inc_name: string;
  parent_id: number | null;
  relating: boolean | null;
  hits: ThreatHitDTO[];
  pending_sources: Handle[];
  properties: { name: string; value: string }[];
  actions: AvailableActionDTO[];
  /** The file of an artifact of a file type. */
  attachment: AttachmentDTO | null;
  [field: string]: unknown;
}

/** What wrote a note for whoever started it. */
export type NoteSourceDTO =
  | {
      kind: "workflow";
      /** Name of the workflow. */
      workflow: string;
      /** Display name of the function whose results the note tells of. */
      function?: string;
    }
  | {
      kind: "rule";
      /** Name of the rule whose script wrote it. */
      rule: string;
    };

/** A note of an incident or task (soar-protocol §1.11 "CommentDTO"). */
export interface CommentDTO {
  /** Which workflow or rule wrote it, and the function whose results it tells of; absent for notes of people and programs. Not IBM's. */
  source?: NoteSourceDTO;
  id: number;
  parent_id: number | null;
  type: "incident" | "task";
  text: string | TextContent | null;
  user_id: number | null;
  user_name: string;
  create_date: number;
  modify_date: number;
  modify_principal: PrincipalDTO;
  children: CommentDTO[];
  is_deleted: boolean;
  inc_id: number;
  inc_name: string;
  task_id: number | null;
  [field: string]: unknown;
}

/** One entry of an incident's news feed (`GET /incidents/{id}/newsfeed`), newest first in lists. */
export interface NewsfeedEntryDTO {
  id: number;
  /** What happened: `incident_created`, `note_added`, … */
  type: string;
  timestamp: number;
  inc_id: number;
  principal: PrincipalDTO;
  object_type: string;
  object_id: number | null;
  object_name: string;
  /** What changed; for `incident_changed` the fields with their old and new values. */
  detail: Record<string, unknown>;
}

/** Answer of the `query_paged` calls (soar-protocol §1.9). */
export interface PagedDTO<T> {
  recordsTotal: number;
  recordsFiltered: number;
  data: T[];
}
