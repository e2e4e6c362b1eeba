import type { ArtifactDTO, AvailableActionDTO, CommentDTO, IncidentDTO } from "@soarkit/protocol";

/** What the reader may do with an incident (soar-protocol §1.11 `perms`). */
export interface IncidentPermissions {
  write: boolean;
  comment: boolean;
  close: boolean;
  delete: boolean;
  create_artifacts: boolean;
  attach_file: boolean;
  delete_attachments: boolean;
}

/** The incident as this page asks for it: handles as objects, rich text as it is stored. */
export type Incident = IncidentDTO & { actions: AvailableActionDTO[]; perms: IncidentPermissions };

/** An artifact with the number of other incidents that hold its value. */
export type Artifact = ArtifactDTO & { related_incident_count?: number };

/** A note with what the reader may do with it. */
export type Note = CommentDTO & { comment_perms?: { update: boolean; delete: boolean } };

/** A file of an incident (soar-protocol §1.11 "AttachmentDTO"). */
export interface Attachment {
  id: number;
  name: string;
  content_type: string;
  size: number;
  created: number;
  creator_id?: unknown;
  creator_principal?: { display_name: string };
  /** SHA-256 of the content, where the server gives it. */
  sha256?: string;
  hashes?: { sha256?: string };
}

/** A stretch of pasted text that the server took for an indicator (`POST /console/extract`). */
export interface Extracted {
  /** Name of an artifact type. */
  type: string;
  /** The value as it would be stored: refanged. */
  value: string;
  /** As it stood in the text. */
  original: string;
  /** True when an incident holds it already. */
  known?: boolean;
}
