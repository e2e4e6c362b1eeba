import { type ArtifactDTO, SoarkitError } from "@soarkit/protocol";
import { platformType, type TypeChoice, urlString } from "../artifact-types/mapping.js";
import { OwnTypes } from "../artifact-types/own-types.js";
import { artifactMark } from "../report/marks.js";
import type { Indicator } from "../trustar/dto.js";
import type { Participants } from "./participants.js";

/** Artifacts that are added at the same time. */
const atOnce = 6;

/** How many indicators became artifacts, and why others did not. */
export interface AddedArtifacts {
  readonly count: number;
  readonly refused: readonly string[];
}

/** Adds indicators to an incident as artifacts of the mapped type. One that the platform refuses does not stop the others. */
export async function addArtifacts(incidentId: number, indicators: readonly Indicator[], run: Participants): Promise<AddedArtifacts> {
  const { context } = run;
  const types = new OwnTypes(context.soar, context.signal);
  const waiting = [...indicators];
  const refused: string[] = [];
  let count = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const refusal = await addArtifact(incidentId, next, types, run);
      if (refusal === undefined) count++;
      else {
        refused.push(`${next.value} was not added: ${refusal.reason}`);
        // The platform takes no more of them: asking for each would not help.
        if (refusal.limit && waiting.length > 0) refused.push(`${waiting.splice(0).length} more were not tried.`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { count, refused };
}

async function addArtifact(incidentId: number, indicator: Indicator, types: OwnTypes, run: Participants): Promise<{ reason: string; limit: boolean } | undefined> {
  const choice = platformType(indicator.type, indicator.value);
  try {
    await post(incidentId, indicator.value, choice, types, run);
  } catch (error) {
    if (!(error instanceof SoarkitError) || error.code === "SOAR_NOT_FOUND" || error.definition.retryable) throw error;
    if (choice.kind === "built-in" && choice.name === "URL" && error.message.includes("The specified URL is invalid")) {
      await post(incidentId, indicator.value, { kind: "own", type: urlString }, types, run);
      return undefined;
    }
    if (error.definition.class === "authentication" || error.definition.class === "permission") throw error;
    return { reason: error.message, limit: /limit|maximum|too many/i.test(error.message) };
  }
  return undefined;
}

async function post(incidentId: number, value: string, choice: TypeChoice, types: OwnTypes, { context }: Participants): Promise<void> {
  if (choice.kind === "own") await types.ensure(choice.type);
  const type = choice.kind === "own" ? choice.type.name : choice.name;
  await context.soar.post<ArtifactDTO[]>(`/incidents/${incidentId}/artifacts`, { type, value, description: { format: "text", content: artifactMark } }, { signal: context.signal });
}

