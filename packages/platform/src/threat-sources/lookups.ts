import type { ArtifactLookupsDTO, ThreatLookupDTO } from "@soarkit/protocol";
import type { Artifact } from "../artifacts/artifact.js";
import type { ArtifactLookups } from "../artifacts/artifacts.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { announce } from "../live/changes.js";
import type { toLookup } from "./lookup-store.js";
import { deleteLookups, lookupsOfArtifact, pendingSources, queueLookups, resumeLookups } from "./lookup-store.js";
import { notSent } from "./service-artifact.js";
import { readSettings } from "./store.js";

/** New look-ups go before what is due already. */
const atOnce = 0;

/** Which artifacts are looked up where: queued in the transaction that stores the artifact, asked after its commit. */
export class Lookups implements ArtifactLookups {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly now: () => number }) {}

  /** Queues artifacts at every source that is on, or off only until its credentials are right. @param only this source alone. */
  async queue(trx: PlatformTransaction, artifacts: readonly Artifact[], only?: number): Promise<void> {
    let query = trx.selectFrom("threat_sources").select("id").where("kind", "=", "service");
    query = query.where((eb) => eb.or([eb("enabled", "=", 1), eb("disabled_reason", "is not", null)]));
    if (only !== undefined) query = query.where("id", "=", only);
    const sources = await query.execute();
    if (sources.length === 0) return;
    const { sendStrings } = await readSettings(trx);
    const sent = artifacts.filter((artifact) => notSent(artifact, sendStrings) === undefined);
    await queueLookups(trx, sent.map((artifact) => artifact.id), sources.map((source) => source.id), atOnce);
    for (const { id, incidentId } of sent) announce(trx, { topics: [`incident:${incidentId}`], kind: "artifact.lookup", id, incidentId });
    if (sent.length > 0) announce(trx, { of: "lookup" });
  }

  async forget(trx: PlatformTransaction, artifactId: number): Promise<void> {
    await deleteLookups(trx, artifactId);
  }

  /** An incident was opened again: what rested because it was closed goes on. */
  async resume(trx: PlatformTransaction, incidentId: number): Promise<void> {
    await resumeLookups(trx, incidentId, this.deps.now());
  }

  pending(queries: PlatformQueries, artifacts: readonly Artifact[]): Promise<ReadonlyMap<number, readonly { id: number; name: string }[]>> {
    return pendingSources(queries, artifacts.map((artifact) => artifact.id));
  }

  /** What every source was asked about an artifact. */
  async ofArtifact(artifact: Artifact): Promise<ArtifactLookupsDTO> {
    const { db } = this.deps.database;
    const rows = await lookupsOfArtifact(db, artifact.id);
    const on = await db.selectFrom("threat_sources").select((eb) => eb.fn.countAll<number>().as("n")).where("kind", "=", "service").where("enabled", "=", 1).executeTakeFirstOrThrow();
    return {
      entities: rows.map(lookupDTO),
      not_sent: notSent(artifact, (await readSettings(db)).sendStrings) ?? null,
      sources_on: on.n,
    };
  }
}

/** A look-up as REST shows it. */
export function lookupDTO(row: Parameters<typeof toLookup>[0] & { readonly name: string; readonly enabled: number }): ThreatLookupDTO {
  const { state, asked, answered, answer_ms, statuses, error, hits, next_at } = row;
  return { source: { id: row.source_id, name: row.name, enabled: row.enabled === 1 }, state: state as ThreatLookupDTO["state"], asked, answered, answer_ms, statuses, error, hits, next_at };
}
