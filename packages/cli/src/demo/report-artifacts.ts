import { artifactsOfMispEvent } from "@soarkit/indicators";

/** An artifact of a report, as the platform takes it. */
export interface ReportArtifact {
  type: string;
  value: string;
  description: string;
}

/** What an incident needs to know of a report. */
export interface ReportContent {
  title: string;
  date: string;
  organisation: string;
  artifacts: ReportArtifact[];
}

/** Reads title, date, author and artifacts (each value once) out of a MISP JSON event. */
export function readReportContent(event: unknown): ReportContent {
  const body = eventBody(event);
  return {
    title: textOf(body["info"]) || "Untitled report",
    date: textOf(body["date"]),
    organisation: textOf((body["Orgc"] as Record<string, unknown> | undefined)?.["name"]) || "unknown",
    artifacts: artifactsOfMispEvent(event).map(({ artifactType, value, comment }) => ({ type: artifactType, value, description: comment })),
  };
}

function eventBody(event: unknown): Record<string, unknown> {
  const outer = (event ?? {}) as Record<string, unknown>;
  const wrapped = (outer["Event"] ?? (Array.isArray(outer["response"]) ? (outer["response"][0] as Record<string, unknown> | undefined)?.["Event"] : undefined)) as Record<string, unknown> | undefined;
  return wrapped ?? outer;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
