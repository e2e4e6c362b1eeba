import multipart from "@fastify/multipart";
import { SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, viewOf } from "../http/formats.js";
import { incidentName, type Incident } from "../incidents/incident.js";
import type { Incidents } from "../incidents/incidents.js";
import { largestFileMb, type Attachments } from "./attachments.js";
import type { Attachment } from "./store.js";

/** What the routes need. */
export interface AttachmentsRoutesDeps {
  readonly database: PlatformDatabase;
  readonly incidents: Incidents;
  readonly attachments: Attachments;
}

const megabyte = 1024 * 1024;

/** Files of incidents, below `/rest/orgs/{org}` (soar-protocol §1.10 "Attachments and multipart"). */
export async function registerAttachmentsRoutes(server: FastifyInstance, { database, incidents, attachments }: AttachmentsRoutesDeps): Promise<void> {
  await server.register(multipart, { limits: { files: 1, fields: 20, fieldSize: 10_000, fileSize: largestFileMb * megabyte + 1 }, throwFileSizeLimit: false });
  const incidentOf = (request: FastifyRequest): Promise<Incident> => incidents.require(idParameter(request, "incident", "incident"));
  const write = async (request: FastifyRequest, incident: Incident, list: readonly Attachment[]) => {
    const people = await PrincipalDirectory.read(database.db, list.map((attachment) => attachment.creatorId));
    return list.map((attachment) => attachmentDTO(attachment, incident, people, viewOf(request).handleFormat));
  };
  server.get("/incidents/:incident/attachments", async (request) => {
    requirePermission(request, "org_data.read");
    const incident = await incidentOf(request);
    return write(request, incident, await attachments.list(incident.id));
  });
  server.post("/incidents/:incident/attachments", { bodyLimit: (largestFileMb + 1) * megabyte }, async (request) => {
    requirePermission(request, "org_data.edit");
    const incident = await incidentOf(request);
    if (!request.isMultipart()) throw new SoarkitError("ATTACHMENT_INVALID", { reason: "send it as multipart/form-data, in a part named file." });
    const part = await request.file();
    if (part === undefined) throw new SoarkitError("ATTACHMENT_INVALID", { reason: "the request has no part with a file; name it file." });
    const added = await attachments.add(incident.id, { name: part.filename, contentType: part.mimetype, content: part.file }, request.principal);
    const [dto] = await write(request, incident, [added]);
    return dto;
  });
  server.get("/incidents/:incident/attachments/:attachment", async (request) => {
    requirePermission(request, "org_data.read");
    const incident = await incidentOf(request);
    const [dto] = await write(request, incident, [await attachments.require(incident.id, attachmentId(request))]);
    return dto;
  });
  server.get("/incidents/:incident/attachments/:attachment/contents", async (request, reply) => {
    requirePermission(request, "org_data.read");
    const incident = await incidentOf(request);
    const attachment = await attachments.require(incident.id, attachmentId(request));
    return reply
      .header("content-disposition", `attachment; filename="${attachment.name.replace(/[^\x20-\x7e]|["\\%]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(attachment.name).replace(/['()*]/g, escapeByte)}`)
      .header("content-security-policy", "sandbox; default-src 'none'")
      .header("content-length", String(attachment.size))
      .header("x-content-type-options", "nosniff")
      .type(attachment.contentType)
      .send(attachments.open(attachment));
  });
  server.delete("/incidents/:incident/attachments/:attachment", async (request) => {
    requirePermission(request, "org_data.edit");
    const incident = await incidentOf(request);
    await attachments.delete(incident.id, attachmentId(request), request.principal);
    return { success: true, title: null, message: null, hints: [] };
  });
}

function attachmentId(request: FastifyRequest): number {
  return idParameter(request, "attachment", "attachment");
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** AttachmentDTO (soar-protocol §1.11), with the hash of the content. */
export function attachmentDTO(attachment: Attachment, incident: Incident, people: PrincipalDirectory, format: "ids" | "names" | "objects") {
  return {
    id: attachment.id,
    uuid: attachment.uuid,
    type: "incident",
    name: attachment.name,
    content_type: attachment.contentType,
    size: attachment.size,
    sha256: attachment.sha256,
    created: attachment.created,
    creator_id: people.handle(attachment.creatorId, format),
    creator_principal: people.dto(attachment.creatorId),
    vers: incident.vers,
    inc_id: incident.id,
    inc_name: incidentName(incident),
    inc_owner: incident.values["owner_id"] ?? null,
    task_id: null,
    task_name: null,
    actions: [],
  };
}
