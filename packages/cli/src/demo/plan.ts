import type { ReportArtifact } from "./report-artifacts.js";

/** Types that STAXX takes, in the order in which the demo likes to show them. */
const shownTypes = ["IP Address", "DNS Name", "URL", "Malware SHA-1 Hash", "Malware MD5 Hash", "Malware SHA-256 Hash"];

/** One menu item that the demo runs on one artifact. */
export interface PlannedRun {
  rule: "Example: Anomali Staxx Import" | "Example: Anomali Staxx Query";
  artifact: ReportArtifact;
  properties: Record<string, unknown>;
  /** What the note must show, in words. */
  expects: "filed" | "waits for approval" | "found" | "answered";
}

/**
 * Chooses what to run: two imports that are approved at once, one that waits for approval, a query for each value
 * that was filed, and a query for a value that nobody imported here.
 */
export function planRuns(artifacts: readonly ReportArtifact[]): { imports: PlannedRun[]; queries: PlannedRun[] } {
  const byType = shownTypes.map((type) => artifacts.filter((artifact) => artifact.type === type));
  const firstOfEach = byType.flatMap((group) => group.slice(0, 1));
  const further = byType.flatMap((group) => group.slice(1));
  const chosen = [...firstOfEach, ...further].slice(0, 4);
  const [first, second, waiting, other] = chosen;
  if (first === undefined || second === undefined || waiting === undefined || other === undefined) throw new Error("The report has fewer than four values that STAXX takes; choose another report.");

  const settings = { confidence_level: "85", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };
  const approved = [first, second].map((artifact): PlannedRun => ({ rule: "Example: Anomali Staxx Import", artifact, properties: { ...settings, auto_approve: "yes" }, expects: "filed" }));
  return {
    imports: [...approved, { rule: "Example: Anomali Staxx Import", artifact: waiting, properties: { ...settings, auto_approve: "no" }, expects: "waits for approval" }],
    queries: [
      ...[first, second].map((artifact): PlannedRun => ({ rule: "Example: Anomali Staxx Query", artifact, properties: {}, expects: "found" })),
      { rule: "Example: Anomali Staxx Query", artifact: other, properties: {}, expects: "answered" },
    ],
  };
}
