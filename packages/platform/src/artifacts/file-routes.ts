import { SoarkitError } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import type { Attachments, KeptFile } from "../attachments/attachments.js";
import { largestUpload, sendContents } from "../attachments/routes.js";
import { requirePermission } from "../http/auth.js";
import { idParameter } from "../http/formats.js";
import type { Incidents } from "../incidents/incidents.js";
import type { Artifacts } from "./artifacts.js";
import { artifactView } from "./routes.js";

/** Largest JSON of an artifact beside its file, bytes. */
const largestFields = 1024 * 1024;

/** What the routes need. */
export interface ArtifactFilesRoutesDeps {
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly attachments: Attachments;
}

/** Files of artifacts, below `/rest/orgs/{org}` (soar-protocol §1.10 "Attachments and multipart"); multipart is read already. */
export function registerArtifactFilesRoutes(server: FastifyInstance, { incidents, artifacts, attachments }: ArtifactFilesRoutesDeps): void {
  const incidentId = (request: FastifyRequest): number => idParameter(request, "incident", "incident");
  server.post("/incidents/:incident/artifacts/files", { bodyLimit: largestUpload + largestFields }, async (request) => {
    requirePermission(request, "org_data.edit");
    const view = artifactView(request);
    const { id } = await incidents.require(incidentId(request));
    const { file, artifact } = await readUpload(request, attachments);
    return attachments.orDiscard(file, () => artifacts.create(undefined, id, parseInput(z.looseObject({}), artifact, "artifact"), request.principal, view, file));
  });
  server.get("/incidents/:incident/artifacts/:artifact/contents", async (request, reply) => {
    requirePermission(request, "org_data.read");
    const file = await artifacts.file(incidentId(request), idParameter(request, "artifact", "artifact"));
    return sendContents(reply, file, attachments);
  });
}

/** The file and the JSON of the part `artifact`, in either order. @throws SoarkitError `ATTACHMENT_INVALID`, `ATTACHMENT_TOO_LARGE`. */
async function readUpload(request: FastifyRequest, attachments: Attachments): Promise<{ file: KeptFile; artifact: unknown }> {
  if (!request.isMultipart()) throw invalid("send it as multipart/form-data, in a part named file, beside a part artifact with its type as JSON.");
  let file: KeptFile | undefined;
  let artifact: unknown;
  try {
    for await (const part of request.parts({ limits: { files: 1, fields: 20, fieldSize: largestFields } })) {
      if (part.type === "file") file = await attachments.keep({ name: part.filename, contentType: part.mimetype, content: part.file });
      else if (part.fieldname === "artifact") artifact = readJson(part.value);
    }
    if (file === undefined) throw invalid("the request has no part with a file; name it file.");
    if (artifact === undefined) throw invalid('the request has no part named artifact; it is JSON such as {"type": "Malware Sample"}.');
  } catch (error) {
    if (file !== undefined) await attachments.discard(file);
    throw error;
  }
  return { file, artifact };
}

function readJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    throw new SoarkitError("ATTACHMENT_INVALID", { reason: "its part artifact is not JSON." }, { cause: error });
  }
}

function invalid(reason: string): SoarkitError {
  return new SoarkitError("ATTACHMENT_INVALID", { reason });
}
