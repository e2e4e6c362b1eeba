import multipart from "@fastify/multipart";
import { SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, viewOf } from "../http/formats.js";
import type { Incident } from "../incidents/incident.js";
import { attachmentDTO, holderOf } from "./attachment-dto.js";
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
/** Largest body with a file, bytes. */
export const largestUpload = (largestFileMb + 1) * megabyte;

/** Files of incidents, below `/rest/orgs/{org}` (soar-protocol §1.10 "Attachments and multipart"). */
export async function registerAttachmentsRoutes(server: FastifyInstance, { database, incidents, attachments }: AttachmentsRoutesDeps): Promise<void> {
  await server.register(multipart, { limits: { files: 1, fields: 20, fieldSize: 10_000, fileSize: largestFileMb * megabyte + 1 }, throwFileSizeLimit: false });
  const incidentOf = (request: FastifyRequest): Promise<Incident> => incidents.require(idParameter(request, "incident", "incident"));
  const write = async (request: FastifyRequest, incident: Incident, list: readonly Attachment[]) => {
    const people = await PrincipalDirectory.read(database.db, list.map((attachment) => attachment.creatorId));
    return list.map((attachment) => attachmentDTO(attachment, holderOf(incident), people, viewOf(request).handleFormat));
  };
  server.get("/incidents/:incident/attachments", async (request) => {
    requirePermission(request, "org_data.read");
    const incident = await incidentOf(request);
    return write(request, incident, await attachments.list(incident.id));
  });
  server.post("/incidents/:incident/attachments", { bodyLimit: largestUpload }, async (request) => {
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
    return sendContents(reply, attachment, attachments);
  });
  server.delete("/incidents/:incident/attachments/:attachment", async (request) => {
    requirePermission(request, "org_data.edit");
    const incident = await incidentOf(request);
    await attachments.delete(incident.id, attachmentId(request), request.principal);
    return { success: true, title: null, message: null, hints: [] };
  });
}

/** Answers with the bytes of a file, to be kept and never to be shown in place. */
export function sendContents(reply: FastifyReply, attachment: Attachment, attachments: Attachments): FastifyReply {
  return reply
    .header("content-disposition", `attachment; filename="${attachment.name.replace(/[^\x20-\x7e]|["\\%]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(attachment.name).replace(/['()*]/g, escapeByte)}`)
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("content-length", String(attachment.size))
    .header("x-content-type-options", "nosniff")
    .type(attachment.contentType)
    .send(attachments.open(attachment));
}

function attachmentId(request: FastifyRequest): number {
  return idParameter(request, "attachment", "attachment");
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
