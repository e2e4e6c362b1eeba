import { InvocationMessageType } from "@soarkit/protocol";
import type { StoredRun } from "../../scripting-log/store.js";
import type { Invocation, StartedInstance, StoredInvocationMessage } from "./invocation.js";

/** One thing that happened to a run, call or message. */
export interface TimelineStep {
  /** Milliseconds since the epoch. */
  at: number;
  /** started, rule, workflow, message, taken, status, warning, error, reply, script, effects, ended. */
  kind: string;
  text: string;
  detail?: unknown;
}

/** What belongs to an invocation. */
export interface TimelineParts {
  /** The calls and messages that a run set off; a call or message itself. */
  readonly calls: readonly Invocation[];
  readonly messages: readonly StoredInvocationMessage[];
  readonly instances: readonly StartedInstance[];
  readonly scripts: readonly StoredRun[];
}

/** What happened, in order: how it began, what was sent, who took it, what was said, answered and changed. */
export function timelineOf(invocation: Invocation, parts: TimelineParts): TimelineStep[] {
  const steps: TimelineStep[] = [started(invocation)];
  if (invocation.rule !== null) steps.push({ at: invocation.created, kind: "rule", text: `Rule “${invocation.rule.name}”`, ...(invocation.kind === "rule" ? { detail: invocation.inputs } : {}) });
  for (const instance of parts.instances) steps.push(...ofInstance(instance));
  for (const call of parts.calls) steps.push(...ofCall(call, parts.messages.filter((message) => message.invocationId === call.id), parts.calls.length > 1));
  for (const message of parts.messages) if (invocation.kind === "rule" && message.invocationId === invocation.id) steps.push({ at: message.create_date, kind: kindOf(message) === "status" ? "effects" : kindOf(message), text: message.text });
  for (const run of parts.scripts) steps.push(...ofScript(run));
  // Sorting is stable: what happened in the same millisecond stays in the order of cause and effect.
  return steps.sort((one, other) => one.at - other.at);
}

function started(invocation: Invocation): TimelineStep {
  const how = invocation.rule === null ? "" : invocation.rule.type === 1 ? " from the Actions menu" : " by an automatic rule";
  const { object } = invocation;
  return { at: invocation.created, kind: "started", text: `Started by ${invocation.principal.display_name}${how}, on the ${object.type} ${object.name.slice(0, 200)}` };
}

function ofInstance(instance: StartedInstance): TimelineStep[] {
  const { workflow } = instance;
  const detail = { workflow_instance_id: instance.instanceId, workflow_id: workflow.workflow_id };
  const steps: TimelineStep[] = [{ at: instance.startDate, kind: "workflow", text: `Workflow “${workflow.name}” began`, detail }];
  if (instance.endDate === null) return steps;
  const reason = instance.terminateReason === null ? "" : `: ${instance.terminateReason}`;
  const end = instance.status === "terminated" ? `was ended${reason}` : "ended";
  return [...steps, { at: instance.endDate, kind: "ended", text: `Workflow “${workflow.name}” ${end}`, detail }];
}

function ofCall(call: Invocation, messages: readonly StoredInvocationMessage[], several: boolean): TimelineStep[] {
  const name = call.function === null ? "Message" : `Call of ${call.function.display_name === "" ? call.function.name : call.function.display_name}`;
  const of = several && call.function !== null ? `${call.function.name}: ` : "";
  const steps: TimelineStep[] = [];
  if (call.destination !== null) {
    steps.push({ at: call.created, kind: "message", text: `${name} on ${call.destination}`, detail: { correlation: `invid:${call.id}`, destination: call.destination, inputs: call.inputs } });
  }
  if (call.taken !== null) steps.push({ at: call.taken, kind: "taken", text: `${of}Taken by an integration server (waited ${call.taken - call.created} ms)` });
  const byPerson = call.endedBy !== null;
  const answered = call.state !== "pending" && call.outcome !== "timed_out" && !byPerson && call.destination !== null && call.ended !== null;
  // The last thing said when the answer came is the answer itself.
  const reply = answered ? messages.findLast((message) => message.create_date === call.ended) : undefined;
  for (const message of messages) {
    if (message === reply || (byPerson && message.text === call.error)) continue;
    steps.push({ at: message.create_date, kind: kindOf(message), text: `${of}${message.text}` });
  }
  if (byPerson && call.ended !== null) steps.push({ at: call.ended, kind: "ended", text: `${of}${call.error ?? `Ended by ${call.endedBy}`}` });
  if (answered) {
    const said = reply === undefined || reply.text === "" ? "" : `: ${reply.text}`;
    const word = call.outcome === "failed" ? "Answered that it failed" : "Answered";
    steps.push({ at: call.ended, kind: "reply", text: `${of}${word} after ${call.ended - call.created} ms${said}`, detail: call.results ?? undefined });
  }
  return steps;
}

function kindOf({ type }: StoredInvocationMessage): string {
  return type === InvocationMessageType.error ? "error" : type === InvocationMessageType.warning ? "warning" : "status";
}

function ofScript(run: StoredRun): TimelineStep[] {
  const end = run.ok ? `ran ${run.duration} ms` : `failed after ${run.duration} ms: ${run.error ?? "no reason was given"}`;
  const steps: TimelineStep[] = [{ at: run.at, kind: "script", text: `${run.script} ${end}`, ...(run.lines.length === 0 ? {} : { detail: run.lines }) }];
  if (run.ok && run.effects.length > 0) steps.push({ at: run.at, kind: "effects", text: run.effects.length === 1 ? String(run.effects[0]) : `${run.effects.length} changes`, detail: run.effects });
  return steps;
}
