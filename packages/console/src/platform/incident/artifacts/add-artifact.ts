import { post } from "../../../api/platform.js";
import type { Artifact, Extracted } from "../data/types.js";

/** Creates an artifact; several when its type takes several values at once. Throws `HttpError`. */
export function addArtifact(incidentId: number, type: string, value: string, description: string): Promise<Artifact[]> {
  return post<Artifact[]>(`/incidents/${incidentId}/artifacts?handle_format=objects`, { type: { name: type }, value, ...(description.trim() === "" ? {} : { description: { format: "text", content: description } }) });
}

/** What the server found; `cut` when there was more than it gives. */
export interface Extraction {
  entities: Extracted[];
  cut: boolean;
}

/** Asks the server what stands in a text: refanged values with their types. Throws `HttpError`. */
export function extract(incidentId: number, text: string): Promise<Extraction> {
  return post<Extraction>("/console/extract", { text, incident: incidentId });
}
