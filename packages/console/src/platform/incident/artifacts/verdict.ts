import { handleName } from "../../../api/handles.js";
import type { Artifact } from "../data/types.js";

/** How bad a hit says an artifact is; `hit` when the source names no priority. */
export type Verdict = "high" | "medium" | "low" | "hit" | "not found";

/** One hit as its row shows it. */
export interface HitMark {
  source: string;
  verdict: Verdict;
}

const order: readonly Verdict[] = ["high", "medium", "hit", "low", "not found"];
const telling = /priority|severity|verdict|risk/i;

/** The hits of an artifact, the worst first. */
export function hitMarks(artifact: Artifact): HitMark[] {
  return artifact.hits
    .map((hit) => ({ source: handleName(hit.threat_source_id) ?? "Threat source", verdict: verdictOf(hit.properties) }))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

/** Reads the priority that a threat source wrote into a hit's properties. */
export function verdictOf(properties: readonly { name: string; value: unknown }[]): Verdict {
  const found = properties.filter(({ name }) => telling.test(name)).map(({ value }) => wordOf(value));
  return order.find((verdict) => verdict !== "hit" && found.includes(verdict)) ?? "hit";
}

function wordOf(value: unknown): Verdict | undefined {
  const word = typeof value === "string" ? value.trim().toLowerCase().replaceAll("_", " ") : "";
  if (/^(very[- ]high|critical|high|malicious)$/.test(word)) return "high";
  if (/^(medium|suspicious)$/.test(word)) return "medium";
  if (/^(low|benign)$/.test(word)) return "low";
  return word === "not found" ? "not found" : undefined;
}
