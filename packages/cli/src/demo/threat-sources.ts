import type { ArtifactDTO, Entities, ThreatServiceDTO } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";
import { eventually } from "./eventually.js";
import type { StepRunner } from "./steps.js";

/**
 * One step: every artifact of an incident was looked up at the threat sources that are ON, and some have hits. No step
 * where no source is ON.
 */
export async function seeHits(client: SoarClient, incidentId: number, step: StepRunner): Promise<void> {
  const sources = (await client.get<Entities<ThreatServiceDTO>>("/threat_sources")).entities.filter(({ custom, enabled }) => custom && enabled).map(({ name }) => name);
  if (sources.length === 0) return;
  await step(`Every artifact was looked up at ${sources.join(" and ")} by itself`, async () => {
    const artifacts = await eventually("the answers of the threat sources", async () => {
      const now = await client.get<ArtifactDTO[]>(`/incidents/${incidentId}/artifacts`, { handleFormat: "names" });
      return now.every(({ pending_sources: pending }) => pending.length === 0) ? now : undefined;
    }, 1_000);
    const found = artifacts.filter(({ hits }) => hits.length > 0);
    if (found.length === 0) throw new Error(`None of the ${artifacts.length} artifacts has a hit; see the last answers under Administrator Settings, Threat Sources.`);
    return { value: true, detail: `${found.length} of ${artifacts.length} artifacts have hits, such as ${describe(found[0])}` };
  });
}

function describe(artifact: ArtifactDTO | undefined): string {
  const hit = artifact?.hits[0];
  if (artifact === undefined || hit === undefined) return "";
  const said = hit.properties.filter(({ type }) => type === "string" || type === "number").slice(0, 3).map(({ name, value }) => `${name} ${String(value)}`);
  const source = typeof hit.threat_source_id === "object" ? hit.threat_source_id.name : hit.threat_source_id;
  return `${artifact.value}: ${source} says ${said.join(", ")}`;
}
