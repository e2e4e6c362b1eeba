import { post } from "../../../api/platform.js";
import type { Artifact, Extracted } from "../data/types.js";

/** Creates an artifact; several when its type takes several values at once. Throws `HttpError`. */
export function addArtifact(incidentId: number, type: string, value: string, description: string): Promise<Artifact[]> {
  return post<Artifact[]>(`/incidents/${incidentId}/artifacts?handle_format=objects`, { type: { name: type }, value, ...(description.trim() === "" ? {} : { description: { format: "text", content: description } }) });
}

/** Asks the server what stands in a text: refanged values with their types. Throws `HttpError`. */
export async function extract(text: string): Promise<Extracted[]> {
  const answer = await post<Extracted[] | { entities: Extracted[] }>("/console/extract", { text });
  return Array.isArray(answer) ? answer : answer.entities;
}
