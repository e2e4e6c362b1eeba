import { type ActionInvocationDTO, type ActionInvocationResultDTO, type ArtifactDTO, type IncidentDTO, InvocationStatus, SoarkitError, type ActionDTO, type Entities } from "@soarkit/protocol";
import { sleep } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import type { PlannedRun } from "./plan.js";
import { planRuns } from "./plan.js";
import { type DemoStep, type DemoTranscript, stepsOf } from "./steps.js";
import { notesOf, plainText } from "./notes.js";
import type { ReportContent } from "./report-artifacts.js";
import { seeHits } from "./threat-sources.js";

/** How long the demo waits for one note before it gives up. */
const patienceMs = 60_000;
const lookEveryMs = 100;

/**
 * Does the main job with a real report: an incident with the report's artifacts, imports into STAXX and queries of it
 * through the rules of the STAXX app, and the notes that come back. Every step is checked on the platform by the REST
 * calls that any client uses.
 */
export async function runDemo(client: SoarClient, report: ReportContent, reportName: string, onStep: (step: DemoStep) => void): Promise<DemoTranscript> {
  const transcript: DemoTranscript = { ok: true, report: reportName, steps: [] };
  const step = stepsOf(transcript, onStep);

  const incident = await step(`A new incident from the report "${report.title}" (${report.organisation}, ${report.date})`, async () => {
    const value = await client.post<IncidentDTO>("/incidents", {
      name: `${report.title} (${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC)`,
      discovered_date: Date.now(),
      description: { format: "text", content: `Made from the threat report "${report.title}" by ${report.organisation}.` },
      artifacts: report.artifacts.map((artifact) => ({ type: artifact.type, value: artifact.value, description: artifact.description })),
    });
    return { value, link: client.incidentUrl(value.id) };
  });
  if (incident === undefined) return transcript;
  transcript.incident = { id: incident.id, name: incident.name, link: client.incidentUrl(incident.id) };

  const artifacts = await step(`Its ${report.artifacts.length} artifacts are on it`, async () => {
    const value = await client.get<ArtifactDTO[]>(`/incidents/${incident.id}/artifacts`, { handleFormat: "names" });
    const missing = report.artifacts.filter((wanted) => !value.some((found) => found.value === wanted.value));
    if (missing.length > 0) throw new Error(`${missing.length} artifacts are missing, such as ${missing[0]?.value ?? ""}`);
    return { value, detail: `${value.length} artifacts` };
  });
  const rules = await step("The rules of the STAXX app are there", async () => ({ value: (await client.get<Entities<ActionDTO>>("/actions")).entities }));
  if (artifacts === undefined || rules === undefined) return transcript;

  await seeHits(client, incident.id, step);
  const plan = planRuns(report.artifacts);
  for (const run of [...plan.imports, ...plan.queries]) await step(describe(run), () => runRule(client, incident.id, artifacts, rules, run));
  return transcript;
}

function describe(run: PlannedRun): string {
  if (run.rule === "Example: Anomali Staxx Query") return `${run.rule} on ${run.artifact.value}`;
  return `${run.rule} on ${run.artifact.value} (auto approve ${String(run.properties["auto_approve"])})`;
}

async function runRule(client: SoarClient, incidentId: number, artifacts: readonly ArtifactDTO[], rules: readonly ActionDTO[], run: PlannedRun) {
  const artifact = artifacts.find((candidate) => candidate.value === run.artifact.value);
  const rule = rules.find((candidate) => candidate.name === run.rule);
  if (artifact === undefined || rule === undefined) throw new Error(`${artifact === undefined ? `artifact ${run.artifact.value}` : `rule ${run.rule}`} is not on the platform`);

  const notesBefore = new Set((await notesOf(client, incidentId)).map((note) => note.id));
  const started = await client.post<ActionInvocationResultDTO>(`/incidents/${incidentId}/artifacts/${artifact.id}/action_invocations`, { action_id: rule.id, properties: run.properties });
  const instance = started.workflow_instance_ids[0];
  if (instance === undefined) throw new Error("The rule started no workflow.");

  const deadline = Date.now() + patienceMs;
  for (;;) {
    const invocation = (await client.get<Entities<ActionInvocationDTO>>(`/incidents/${incidentId}/action_invocations`)).entities.find((candidate) => candidate.workflow_instance_id === instance);
    const note = (await notesOf(client, incidentId)).find((candidate) => !notesBefore.has(candidate.id));
    if (invocation !== undefined && invocation.outcome !== "pending" && invocation.outcome !== "completed") throw new Error(invocation.error ?? `The action ended as ${invocation.outcome}.`);
    if (note !== undefined && invocation?.status === InvocationStatus.complete) {
      const text = plainText(note);
      check(run, text);
      return { value: note, link: client.incidentUrl(incidentId), detail: text };
    }
    if (Date.now() > deadline) throw new SoarkitError("DEMO_NO_NOTE", { seconds: patienceMs / 1000, status: invocation?.outcome ?? "not started" });
    await sleep(lookEveryMs);
  }
}

function check(run: PlannedRun, text: string): void {
  const wanted = {
    filed: ["Confidence", "Indicator Type", "TLP", "Severity"],
    "waits for approval": ["approval"],
    found: ["Date Updated", "Confidence", "TLP", "Type", "Severity", "Campaign"],
    answered: [run.artifact.value],
  }[run.expects];
  const missing = wanted.filter((word) => !text.includes(word));
  if (missing.length > 0) throw new Error(`The note lacks ${missing.join(", ")}: ${text}`);
}
