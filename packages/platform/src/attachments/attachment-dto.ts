import type { AttachmentDTO, HandleFormat } from "@soarkit/protocol";
import type { PrincipalDirectory } from "../accounts/principals.js";
import { incidentName, type Incident } from "../incidents/incident.js";
import type { Attachment } from "./store.js";

/** What is told of the incident that a file belongs to. */
export interface FileHolder {
  readonly vers: number;
  readonly name: string;
  readonly owner: number | null;
}

/** An incident as the holder of files. */
export function holderOf(incident: Incident): FileHolder {
  const { owner_id: owner } = incident.values;
  return { vers: incident.vers, name: incidentName(incident), owner: typeof owner === "number" ? owner : null };
}

/** AttachmentDTO (soar-protocol §1.11), with the hash of the content. */
export function attachmentDTO(attachment: Attachment, holder: FileHolder, people: PrincipalDirectory, format: HandleFormat): AttachmentDTO {
  return {
    id: attachment.id,
    uuid: attachment.uuid,
    type: attachment.artifactId === null ? "incident" : "artifact",
    name: attachment.name,
    content_type: attachment.contentType,
    size: attachment.size,
    sha256: attachment.sha256,
    created: attachment.created,
    creator_id: people.handle(attachment.creatorId, format),
    creator_principal: people.dto(attachment.creatorId),
    vers: holder.vers,
    inc_id: attachment.incidentId,
    inc_name: holder.name,
    inc_owner: holder.owner,
    task_id: null,
    task_name: null,
    actions: [],
  };
}
