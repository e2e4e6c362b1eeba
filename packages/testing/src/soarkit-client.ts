import { readFile } from "node:fs/promises";
import type { ActionDTO, ActionInvocationDTO, ActionInvocationResultDTO, ArtifactDTO, CommentDTO, Entities, IncidentDTO } from "@soarkit/protocol";
import { createLogger, type RunFile, sleep } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";

/** Opens a REST client to a running Soarkit as its local administrator. */
export async function connectTo(run: RunFile): Promise<SoarClient> {
  if (run.ports.platform === undefined) throw new Error("this Soarkit has no platform");
  return connectSoar({ host: run.host, port: run.ports.platform, org: run.org_name, bearer: run.admin_token, ca: await readFile(run.ca_file, "utf8"), log: createLogger({ name: "test", level: "silent" }) });
}

/** A new incident with one artifact. */
export async function incidentWith(client: SoarClient, artifact: { type: string; value: string }): Promise<{ incident: IncidentDTO; artifact: ArtifactDTO }> {
  const incident = await client.post<IncidentDTO>("/incidents", { name: `About ${artifact.value.slice(0, 60)}`, discovered_date: Date.now() });
  const [created] = await client.post<ArtifactDTO[]>(`/incidents/${incident.id}/artifacts`, { ...artifact, description: "from a test" });
  if (created === undefined) throw new Error("the platform answered no artifact");
  return { incident, artifact: created };
}

/** Runs a menu item on an artifact; answers the workflow instance it started. */
export async function runRule(client: SoarClient, incidentId: number, artifactId: number, ruleName: string, properties: Record<string, unknown> = {}): Promise<number> {
  const rule = (await client.get<Entities<ActionDTO>>("/actions")).entities.find((candidate) => candidate.name === ruleName);
  if (rule === undefined) throw new Error(`there is no rule ${ruleName}`);
  const started = await client.post<ActionInvocationResultDTO>(`/incidents/${incidentId}/artifacts/${artifactId}/action_invocations`, { action_id: rule.id, properties });
  const instance = started.workflow_instance_ids[0];
  if (instance === undefined) throw new Error("the rule started no workflow");
  return instance;
}

/** Waits until the function call of a workflow instance has ended. */
export async function endOf(client: SoarClient, incidentId: number, instance: number, timeoutMs = 30_000): Promise<ActionInvocationDTO> {
  return until(`the action of workflow instance ${instance} ends`, timeoutMs, async () => {
    const call = await callOf(client, incidentId, instance);
    return call !== undefined && call.outcome !== "pending" ? call : undefined;
  });
}

/** The function call of a workflow instance, once there is one. */
export async function callOf(client: SoarClient, incidentId: number, instance: number): Promise<ActionInvocationDTO | undefined> {
  return (await client.get<Entities<ActionInvocationDTO>>(`/incidents/${incidentId}/action_invocations`)).entities.find((candidate) => candidate.workflow_instance_id === instance);
}

/** The texts of an incident's notes, oldest first. */
export async function notesOf(client: SoarClient, incidentId: number): Promise<string[]> {
  const notes = await client.get<CommentDTO[]>(`/incidents/${incidentId}/comments`);
  return notes.map((note) => (typeof note.text === "string" ? note.text : (note.text?.content ?? "")));
}

/** Waits until an incident has at least `count` notes, and returns their texts. */
export async function notesArrive(client: SoarClient, incidentId: number, count = 1, timeoutMs = 30_000): Promise<string[]> {
  return until(`${count} notes on incident ${incidentId}`, timeoutMs, async () => {
    const notes = await notesOf(client, incidentId);
    return notes.length >= count ? notes : undefined;
  });
}

/** Looks every 25 ms until `look` answers something; throws naming `what` after `timeoutMs`. */
export async function until<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await sleep(25);
  }
}
