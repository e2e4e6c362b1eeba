import * as z from "zod";
import type { Element, Flow, WorkflowModel } from "./bpmn/model.js";

/** Visits of one instance to steps and gateways; a loop that never ends is stopped here. */
export const visitLimit = 10_000;

const stateSchema = z.object({
  visits: z.array(z.object({ executionId: z.string(), element: z.string() })),
  arrived: z.record(z.string(), z.array(z.string())),
  visited: z.number(),
});

/**
 * Where an instance stands: the visits it is at, and which flows have arrived at joining gateways. It is plain JSON,
 * stored in the same transaction as what a step has done, and never changed in place.
 */
export type TokenState = Readonly<z.infer<typeof stateSchema>>;

/** A stay at a function, a script or an exclusive gateway, until `leave` says where it goes on. */
export interface Visit {
  /** The same after every restart; never used twice in an instance. */
  readonly executionId: string;
  readonly element: string;
}

/** Reads a stored state. */
export function parseState(text: string): TokenState {
  return stateSchema.parse(JSON.parse(text));
}

/** The state of an instance that has just started. */
export function begin(model: WorkflowModel): TokenState {
  return travel(model, { visits: [], arrived: {}, visited: 0 }, model.start.outgoing);
}

/** The state after a visit has ended and gone on along `flows` (all outgoing ones of a step, one of a gateway). */
export function leave(model: WorkflowModel, state: TokenState, executionId: string, flows: readonly Flow[]): TokenState {
  const visits = state.visits.filter((visit) => visit.executionId !== executionId);
  if (visits.length === state.visits.length) throw new Error(`there is no visit ${executionId}`);
  return travel(model, { ...state, visits }, flows);
}

/** True when nothing is left to do. */
export function isOver(state: TokenState): boolean {
  return state.visits.length === 0 && waitingJoins(state).length === 0;
}

/** Ids of joining gateways that wait for branches which can no longer come; empty while any visit is open. */
export function stuckJoins(state: TokenState): string[] {
  return state.visits.length === 0 ? waitingJoins(state) : [];
}

function waitingJoins(state: TokenState): string[] {
  return Object.entries(state.arrived)
    .filter(([, flows]) => flows.length > 0)
    .map(([gateway]) => gateway);
}

/** Follows flows until every branch is at a visit, waits at a join or has ended. */
function travel(model: WorkflowModel, from: TokenState, flows: readonly Flow[]): TokenState {
  const visits = [...from.visits];
  const arrived: Record<string, string[]> = Object.fromEntries(Object.entries(from.arrived).map(([gateway, ids]) => [gateway, [...ids]]));
  let { visited } = from;
  const ahead = [...flows];
  for (let flow = ahead.shift(); flow !== undefined; flow = ahead.shift()) {
    const element = elementAt(model, flow.target);
    if (++visited > visitLimit) throw new RangeError(`it made more than ${visitLimit} steps; look for a loop that never ends`);
    switch (element.kind) {
      case "function":
      case "script":
      case "exclusive":
        if (element.kind === "exclusive" && element.outgoing.length === 1 && element.outgoing[0]?.condition === null) ahead.push(...element.outgoing);
        else visits.push({ executionId: `${element.id}:${visited}`, element: element.id });
        break;
      case "parallel":
        if (joined(element, (arrived[element.id] ??= []), flow)) ahead.push(...element.outgoing);
        break;
      case "terminate":
        return { visits: [], arrived: {}, visited };
      case "unsupported":
        throw new RangeError(element.what);
      case "start":
      case "end":
        break;
    }
  }
  return { visits, arrived, visited };
}

/** Notes an arrival; true when every incoming flow has brought one, which are then used up. */
function joined(gateway: Element, waiting: string[], flow: Flow): boolean {
  waiting.push(flow.id);
  if (!gateway.incoming.every((incoming) => waiting.includes(incoming.id))) return false;
  for (const incoming of gateway.incoming) waiting.splice(waiting.indexOf(incoming.id), 1);
  return true;
}

/** The element of a visit. */
export function elementAt(model: WorkflowModel, id: string): Element {
  const element = model.elements.get(id);
  if (element === undefined) throw new Error(`the workflow has no element ${id}`);
  return element;
}
