import type { ActionDTO, ActionInvocationDTO, ArtifactDTO, Entities, IncidentDTO } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";
import { eventually } from "./eventually.js";
import type { HubReports } from "./hub-reports.js";
import { notesOf, plainText } from "./notes.js";
import type { ReportArtifact, ReportContent } from "./report-artifacts.js";
import { type DemoStep, type DemoTranscript, stepsOf } from "./steps.js";
import { seeHits } from "./threat-sources.js";

/** Workspace whose incidents are shared by themselves. */
const workspace = "Demo";

/** What the demo works with. */
export interface TrustarDemo {
  readonly client: SoarClient;
  readonly hub: HubReports;
  readonly report: ReportContent;
  readonly reportName: string;
  readonly onStep: (step: DemoStep) => void;
}

/**
 * Two incidents made from overlapping halves of one real report: each is submitted to TruSTAR by itself, the second one gets
 * what the first one knew, a value is whitelisted, one is closed, both are deleted. Every step is seen on the platform and in
 * the hub, or the demo fails.
 */
export async function runTrustarDemo({ client, hub, report, reportName, onStep }: TrustarDemo): Promise<DemoTranscript> {
  const transcript: DemoTranscript = { ok: true, report: reportName, steps: [] };
  const step = stepsOf(transcript, onStep);
  const { first, second, shared } = halves(report.artifacts);
  const when = new Date().toISOString().slice(0, 16).replace("T", " ");

  const create = async (part: string, artifacts: readonly ReportArtifact[]): Promise<IncidentDTO | undefined> => step(`A new incident from the ${part} half of "${report.title}" (${artifacts.length} artifacts, ${shared} of them in both halves)`, async () => {
    const value = await client.post<IncidentDTO>("/incidents", {
      name: `${report.title}, ${part} half (${when} UTC)`, workspace, discovered_date: Date.now(),
      description: { format: "text", content: `Made from the ${part} half of the threat report "${report.title}" by ${report.organisation}; the halves overlap, so that they correlate.` },
      artifacts: artifacts.map(({ type, value, description }) => ({ type, value, description })),
    });
    return { value, link: client.incidentUrl(value.id) };
  });
  const submitted = (incident: IncidentDTO, artifacts: readonly ReportArtifact[]) => step(`Submitted to TruSTAR by itself, with all its artifacts, and the deep link is noted`, async () => {
    const found = await eventually("the report with every artifact", async () => {
      const filed = await hub.of(incident.id);
      return filed !== undefined && artifacts.every(({ value }) => filed.reportBody.includes(value.replace(/\s+/g, " ").trim())) ? filed : undefined;
    });
    const note = await eventually("the note with the deep link", async () => (await notesOf(client, incident.id)).map(plainText).find((text) => text.includes(found.id)));
    return { value: found, detail: note };
  });

  const one = await create("first", first);
  if (one === undefined) return transcript;
  transcript.incident = { id: one.id, name: one.name, link: client.incidentUrl(one.id) };
  await submitted(one, first);
  const two = await create("second", second);
  if (two === undefined) return transcript;
  await submitted(two, second);

  await step("Indicators that only the first incident had are on the second one, with a note of all", async () => {
    const own = new Set(second.map(({ value }) => value.toLowerCase()));
    const brought = await eventually("a correlated artifact", async () => {
      const artifacts = await client.get<ArtifactDTO[]>(`/incidents/${two.id}/artifacts`, { handleFormat: "names" });
      const fresh = artifacts.filter(({ value }) => !own.has(value.toLowerCase()) && first.some((other) => other.value.toLowerCase() === value.toLowerCase()));
      return fresh.length > 0 ? fresh : undefined;
    });
    const note = await eventually("the note of correlated indicators", async () => (await notesOf(client, two.id)).map(plainText).find((text) => text.includes("correlated indicator")));
    return { value: brought, detail: `${brought.length} artifacts, such as ${brought[0]?.value ?? ""}\n${note.split("\n")[0] ?? ""}` };
  });

  await seeHits(client, two.id, step);

  const rules = (await client.get<Entities<ActionDTO>>("/actions")).entities;
  const menu = async (name: string, incidentId: number, object: string): Promise<string> => {
    const rule = rules.find((candidate) => candidate.name === name);
    if (rule === undefined) throw new Error(`There is no rule "${name}" on the platform.`);
    const before = new Set((await messagesOf(client, incidentId, name)).map(({ id }) => id));
    await client.post(`/incidents/${incidentId}${object}/action_invocations`, { action_id: rule.id, properties: {} });
    return await ended(client, incidentId, name, before);
  };
  const shown = ["DNS Name", "IP Address", "URL", "Malware SHA-1 Hash", "Malware SHA-256 Hash", "Malware MD5 Hash"];
  const artifact = (await client.get<ArtifactDTO[]>(`/incidents/${one.id}/artifacts`, { handleFormat: "names" })).find(({ type }) => shown.includes(type as string));
  if (artifact === undefined) {
    await step("An artifact that TruSTAR can whitelist", () => Promise.reject(new Error("The report has none; choose another report.")));
    return transcript;
  }
  await step(`Whitelist in TruSTAR on ${artifact.value}`, async () => ({ value: true, detail: await menu("Whitelist in TruSTAR", one.id, `/artifacts/${artifact.id}`) }));
  await step(`Undo Whitelist in TruSTAR on ${artifact.value}`, async () => ({ value: true, detail: await menu("Undo Whitelist in TruSTAR", one.id, `/artifacts/${artifact.id}`) }));

  await step("Closing the first incident sends notes, resolution and summary", async () => {
    await client.post(`/incidents/${one.id}/comments`, { text: { format: "text", content: "Blocked at the gateway, hosts cleaned." } });
    await client.getPut<IncidentDTO>(`/incidents/${one.id}`, (incident) => ({ ...incident, plan_status: "C", resolution_id: "Resolved", resolution_summary: { format: "text", content: "Contained within a day." } }));
    await eventually("the report of the closed incident", async () => {
      const body = (await hub.of(one.id))?.reportBody ?? "";
      return ["Blocked at the gateway", "Resolution: Resolved", "Contained within a day."].every((words) => body.includes(words)) ? true : undefined;
    });
    return { value: true, detail: "The report holds the note, the resolution and its summary." };
  });
  for (const incident of [one, two]) {
    await step(`Deleting "${incident.name}" deletes its report`, async () => {
      await client.delete(`/incidents/${incident.id}`);
      await eventually("the end of the report", async () => ((await hub.of(incident.id)) === undefined ? true : undefined));
      return { value: true };
    });
  }
  return transcript;
}

/** Two parts of a list that share its middle fifth. */
function halves(artifacts: readonly ReportArtifact[]): { first: readonly ReportArtifact[]; second: readonly ReportArtifact[]; shared: number } {
  const from = Math.floor(artifacts.length * 0.4);
  const to = Math.ceil(artifacts.length * 0.6);
  return { first: artifacts.slice(0, to), second: artifacts.slice(from), shared: to - from };
}

async function messagesOf(client: SoarClient, incidentId: number, rule: string): Promise<ActionInvocationDTO[]> {
  const { entities } = await client.get<Entities<ActionInvocationDTO>>(`/incidents/${incidentId}/action_invocations`);
  return entities.filter(({ kind, action }) => kind === "message" && action?.name === rule);
}

/** The last line of the action status. */
async function ended(client: SoarClient, incidentId: number, rule: string, before: ReadonlySet<number>): Promise<string> {
  const message = await eventually(`the end of ${rule}`, async () => (await messagesOf(client, incidentId, rule)).find(({ id, outcome }) => !before.has(id) && outcome !== "pending"));
  if (message.outcome !== "completed") throw new Error(message.error ?? `${rule} ended as ${message.outcome}.`);
  return message.messages.at(-1)?.text ?? "";
}
