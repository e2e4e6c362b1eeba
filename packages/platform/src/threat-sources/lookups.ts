import { parseTlp } from "@soarkit/indicators";
import type { ArtifactLookupsDTO, ThreatLookupDTO } from "@soarkit/protocol";
import type { Artifact } from "../artifacts/artifact.js";
import type { ArtifactLookups } from "../artifacts/artifacts.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { announce } from "../live/changes.js";
import type { toLookup } from "./lookup-store.js";
import { deleteLookups, dropOfIncident, lookupsOfArtifact, neverAsked, pendingSources, queueLookups, resumeLookups } from "./lookup-store.js";
import { notSent } from "./service-artifact.js";
import { listServices, readSettings } from "./store.js";
import type { ThreatSource } from "./threat-source.js";
import { incidentLabels, isAbove } from "./tlp.js";

/** What is known of an artifact that is queued. */
type Queued = Pick<Artifact, "id" | "type" | "value" | "incidentId">;

/** New look-ups go before what is due already. */
const atOnce = 0;

/** Which artifacts are looked up where: queued in the transaction that stores the artifact, asked after its commit. */
export class Lookups implements ArtifactLookups {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly now: () => number }) {}

  /**
   * Queues artifacts at every source that is on, or off only until its credentials are right, unless the label of
   * their incident keeps them from it (design §7 "TLP").
   */
  async queue(trx: PlatformTransaction, artifacts: readonly Queued[]): Promise<void> {
    const sources = await workingSources(trx);
    if (sources.length === 0) return;
    const labels = await incidentLabels(trx, artifacts.map(({ incidentId }) => incidentId));
    for (const source of sources) await this.#queueAt(trx, source.id, artifacts.filter(({ incidentId }) => !isAbove(labels.get(incidentId), source.maxTlp)));
  }

  /**
   * The label of an incident was changed: what waits leaves the queues of the sources that it is too narrow for now;
   * what it kept back is queued where it may go now.
   * @param before the field's value in words, as it was
   */
  async relabel(trx: PlatformTransaction, incidentId: number, before: string): Promise<void> {
    const label = (await incidentLabels(trx, [incidentId])).get(incidentId);
    for (const { id, maxTlp } of await listServices(trx)) {
      if (isAbove(label, maxTlp)) await dropOfIncident(trx, incidentId, id);
      else if (isAbove(parseTlp(before), maxTlp)) await this.#release(trx, incidentId, id);
    }
    announce(trx, { topics: [`incident:${incidentId}`], kind: "artifact.lookup", incidentId });
  }

  async #release(trx: PlatformTransaction, incidentId: number, sourceId: number): Promise<void> {
    await resumeLookups(trx, incidentId, this.deps.now(), sourceId);
    announce(trx, { of: "lookup" });
    const working = (await workingSources(trx)).some(({ id }) => id === sourceId);
    if (working) await this.#queueAt(trx, sourceId, await neverAsked(trx, incidentId, sourceId));
  }

  async #queueAt(trx: PlatformTransaction, sourceId: number, artifacts: readonly Queued[]): Promise<void> {
    const { sendStrings } = await readSettings(trx);
    const sent = artifacts.filter((artifact) => notSent(artifact, sendStrings) === undefined);
    await queueLookups(trx, sent.map(({ id }) => id), [sourceId], atOnce);
    for (const { id, incidentId } of sent) announce(trx, { topics: [`incident:${incidentId}`], kind: "artifact.lookup", id, incidentId });
    if (sent.length > 0) announce(trx, { of: "lookup" });
  }

  async forget(trx: PlatformTransaction, artifactId: number): Promise<void> {
    await deleteLookups(trx, artifactId);
  }

  /** An incident was opened again: what rested because it was closed goes on. */
  async resume(trx: PlatformTransaction, incidentId: number): Promise<void> {
    await resumeLookups(trx, incidentId, this.deps.now());
    announce(trx, { of: "lookup" });
  }

  pending(queries: PlatformQueries, artifacts: readonly Artifact[]): Promise<ReadonlyMap<number, readonly { id: number; name: string }[]>> {
    return pendingSources(queries, artifacts.map((artifact) => artifact.id));
  }

  /** What every source was asked about an artifact. */
  async ofArtifact(artifact: Artifact): Promise<ArtifactLookupsDTO> {
    const { db } = this.deps.database;
    const rows = await lookupsOfArtifact(db, artifact.id);
    const on = (await listServices(db)).filter(({ enabled }) => enabled);
    const label = (await incidentLabels(db, [artifact.incidentId])).get(artifact.incidentId);
    return {
      entities: rows.map(lookupDTO),
      not_sent: notSent(artifact, (await readSettings(db)).sendStrings) ?? null,
      tlp: label ?? null,
      withheld: on.filter(({ maxTlp }) => isAbove(label, maxTlp)).map(({ id, name }) => ({ id, name })),
      sources_on: on.length,
    };
  }
}

/** The sources that are on, or off only until their credentials are right. */
async function workingSources(trx: PlatformTransaction): Promise<ThreatSource[]> {
  return (await listServices(trx)).filter(({ enabled, disabledReason }) => enabled || disabledReason !== null);
}

/** A look-up as REST shows it. */
export function lookupDTO(row: Parameters<typeof toLookup>[0] & { readonly name: string; readonly enabled: number }): ThreatLookupDTO {
  const { state, asked, answered, answer_ms, statuses, error, hits, next_at } = row;
  return { source: { id: row.source_id, name: row.name, enabled: row.enabled === 1 }, state: state as ThreatLookupDTO["state"], asked, answered, answer_ms, statuses, error, hits, next_at };
}
