import { entryName } from "./entry-words.js";
import type { InvocationDetail, InvocationStep } from "./types.js";

const messageKinds = ["status", "error", "warning"] as const;

/** The timeline: the platform's steps, or, where it gave none, the messages. */
export function timelineOf(entry: InvocationDetail): InvocationStep[] {
  if (entry.steps !== undefined && entry.steps.length > 0) return entry.steps;
  const started: InvocationStep = { at: entry.create_date, kind: "started", text: `Started by ${entry.create_user.display_name}` };
  return [started, ...entry.messages.map((message) => ({ at: message.create_date, kind: messageKinds[message.type], text: message.text }))];
}

/** Everything about an entry as text for a ticket or a mail; times in UTC. Entries nested in it follow, indented. */
export function transcript(entry: InvocationDetail): string {
  const at = (time: number) => new Date(time).toISOString();
  const lines = [
    `${entryName(entry)} (${entry.id}): ${entry.outcome}`,
    `object: ${entry.object.type_name} ${entry.object.object_id} ${entry.object.object_name}`,
    `incident: ${entry.inc_id}`,
    `started: ${at(entry.create_date)} by ${entry.create_user.display_name}`,
    ...(entry.end_date === null ? [] : [`ended: ${at(entry.end_date)}`]),
    ...(entry.workflow === null ? [] : [`workflow: ${entry.workflow.name} (${entry.workflow.programmatic_name})`]),
    ...(entry.function === null ? [] : [`function: ${entry.function.name}`]),
    ...(entry.destination === null ? [] : [`destination: ${entry.destination}`]),
    ...(entry.waiting == null ? [] : [`waiting (${entry.waiting.code}): ${entry.waiting.text}`]),
    ...(entry.error === null ? [] : [`error: ${entry.error}`]),
    "",
    ...timelineOf(entry).map((step) => `${at(step.at)}  ${step.kind}  ${step.text}${step.detail === undefined || step.detail === null ? "" : `  ${detailText(step.detail)}`}`),
    ...(hasMembers(entry.inputs) ? ["", `inputs: ${JSON.stringify(entry.inputs, null, 2)}`] : []),
    ...(entry.results === null || entry.results === undefined ? [] : ["", `results: ${JSON.stringify(entry.results, null, 2)}`]),
  ];
  const nested = entry.invocations.map((inner) => `\n${transcript(inner).replace(/^(?=.)/gm, "  ")}`);
  return [lines.join("\n"), ...nested].join("\n");
}

function detailText(detail: unknown): string {
  return typeof detail === "string" ? detail : JSON.stringify(detail);
}

/** True when an object has something in it. */
export function hasMembers(value: Record<string, unknown> | null): boolean {
  return value !== null && Object.keys(value).length > 0;
}
