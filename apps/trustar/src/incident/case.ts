import { artifactTlp, incidentTlp, type SoarClient, type TlpMark } from "@soarkit/app-sdk";
import { type ArtifactDTO, type CommentDTO, type IncidentDTO, SoarkitError } from "@soarkit/protocol";

/** An incident with what its report is made from. Handles are names, rich text is `{format, content}`. */
export interface Case {
  readonly incident: IncidentDTO;
  readonly artifacts: readonly ArtifactDTO[];
  /** Read only when the incident is closed; answers follow what they answer. */
  readonly notes: readonly CommentDTO[];
  readonly workspace: string;
  readonly types: readonly string[];
  readonly closed: boolean;
}

const options = (signal: AbortSignal) => ({ handleFormat: "names", headers: { text_content_output_format: "objects_no_convert" }, signal }) as const;

/** Reads an incident as it is now; undefined when it is not there any more. */
export async function readCase(soar: SoarClient, id: number, signal: AbortSignal): Promise<Case | undefined> {
  try {
    const [incident, artifacts] = await Promise.all([
      soar.get<IncidentDTO>(`/incidents/${id}`, options(signal)),
      soar.get<readonly ArtifactDTO[]>(`/incidents/${id}/artifacts`, options(signal)),
    ]);
    const closed = incident.plan_status === "C";
    const notes = closed ? await readNotes(soar, id, signal) : [];
    return { incident, artifacts, notes, workspace: nameOf(incident.workspace), types: incident.incident_type_ids.map(nameOf), closed };
  } catch (error) {
    if (error instanceof SoarkitError && error.code === "SOAR_NOT_FOUND") return undefined;
    throw error;
  }
}

/** All notes of an incident, answers after what they answer, without deleted ones. */
export async function readNotes(soar: SoarClient, id: number, signal: AbortSignal): Promise<CommentDTO[]> {
  const flat = (notes: readonly CommentDTO[]): CommentDTO[] => notes.flatMap((note) => [note, ...flat(note.children)]);
  return flat(await soar.get<readonly CommentDTO[]>(`/incidents/${id}/comments`, options(signal))).filter((note) => !note.is_deleted);
}

/** The name in a handle. */
export function nameOf(handle: unknown): string {
  const name = typeof handle === "object" && handle !== null && "name" in handle ? handle.name : handle;
  return typeof name === "string" ? name : typeof name === "number" ? String(name) : "";
}

/** Mark of an artifact, its own or its incident's. */
export function markOf(artifact: ArtifactDTO, incident: IncidentDTO): TlpMark | undefined {
  return artifactTlp(artifact) ?? incidentTlp(incident);
}
