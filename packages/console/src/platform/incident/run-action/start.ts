import type { ActionInvocationResultDTO } from "@soarkit/protocol";
import { post } from "../../../api/platform.js";
import type { RunTarget } from "../page/page-state.js";

/** Runs a menu item on one object. Throws `HttpError`. */
export function startRule(incidentId: number, target: RunTarget, ruleId: number, properties: Readonly<Record<string, unknown>>): Promise<ActionInvocationResultDTO> {
  const place = target.type === "incident" ? `/incidents/${incidentId}` : `/incidents/${incidentId}/artifacts/${target.id}`;
  return post<ActionInvocationResultDTO>(`${place}/action_invocations`, { action_id: ruleId, properties });
}

/** What became of a run on one of several objects. */
export interface RunOutcome {
  target: RunTarget;
  /** The server's refusal; undefined when it was started. */
  problem: string | undefined;
}
