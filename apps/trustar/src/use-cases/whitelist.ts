import { type CallContext, ExpectedFailure } from "@soarkit/app-sdk";
import type { ArtifactDTO, IncidentDTO } from "@soarkit/protocol";
import { trustarType } from "../artifact-types/mapping.js";
import type { TrustarConfig } from "../config/config.js";
import { readCase } from "../incident/case.js";
import { artifactObstacle } from "../report/report.js";
import type { TrustarClient } from "../trustar/client.js";
import type { Indicator } from "../trustar/dto.js";

/** Whitelists an artifact's value (use case 8). @throws ExpectedFailure when TruSTAR finds no indicator in it */
export async function whitelistValue(client: TrustarClient, value: string): Promise<readonly Indicator[]> {
  const found = await client.whitelist(value);
  if (found.length === 0) throw new ExpectedFailure(`TruSTAR finds no indicator in "${value}", so nothing was whitelisted.`);
  return found;
}

/** Takes a value off the whitelist. @param artifactType - name of the artifact's type, or TruSTAR's own */
export async function undoWhitelist(client: TrustarClient, value: string, artifactType: string): Promise<void> {
  await client.undoWhitelist(value, trustarType(artifactType));
}

/** @throws ExpectedFailure when an artifact may not leave */
export function requireMayLeave(artifact: ArtifactDTO, incident: IncidentDTO, { config }: Pick<CallContext<TrustarConfig>, "config">): void {
  const obstacle = artifactObstacle(artifact, incident, config.max_tlp);
  if (obstacle !== undefined) throw new ExpectedFailure(`${artifact.value} is not sent to TruSTAR: ${obstacle}.`);
}

/** The same for a value, as the incident marks it: where several artifacts have it, all must be free to leave. */
export async function requireValueMayLeave(value: string, incidentId: number, context: CallContext<TrustarConfig>): Promise<void> {
  const source = await readCase(context.soar, incidentId, context.signal);
  if (source === undefined) throw new ExpectedFailure(`There is no incident ${incidentId}.`);
  for (const artifact of source.artifacts) if (artifact.value === value) requireMayLeave(artifact, source.incident, context);
}
