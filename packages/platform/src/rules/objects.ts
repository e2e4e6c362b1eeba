import { artifactName, type Artifact, type ArtifactState } from "../artifacts/artifact.js";
import { hitsOf } from "../artifacts/store.js";
import type { PlatformDatabase, PlatformQueries } from "../database.js";
import type { ArtifactType } from "../types/artifact-types.js";
import type { SubjectObjects } from "./conditions.js";

/** An object that a rule can run on, with what its conditions can ask. */
export interface RuleObject {
  /** API name of its type. */
  readonly type: string;
  readonly id: number;
  readonly name: string;
  readonly incidentId: number;
  /** By object name: the object itself and its incident; selects by label. */
  readonly objects: SubjectObjects;
}

/** What rules need of incidents. */
export interface IncidentSource {
  snapshot(id: number, within?: PlatformQueries): Promise<Record<string, unknown>>;
  /** Many at once; those that do not exist are left out. */
  snapshots(ids: readonly number[], within?: PlatformQueries): Promise<ReadonlyMap<number, Record<string, unknown>>>;
}

/** What rules need of artifacts. */
export interface ArtifactSource {
  getById(id: number, within?: PlatformQueries): Promise<Artifact | undefined>;
}

/** What rules need of artifact types. */
export interface ArtifactTypeSource {
  all(within?: PlatformQueries): Promise<ReadonlyMap<number, ArtifactType>>;
}

/** Reads the objects that rules run on, as their conditions see them. */
export class RuleObjects {
  constructor(
    private readonly deps: { readonly database: PlatformDatabase; readonly incidents: IncidentSource; readonly artifacts: ArtifactSource; readonly artifactTypes: ArtifactTypeSource },
  ) {}

  /**
   * The object; undefined for an artifact that does not exist and for types on which nothing can run here.
   * @throws SoarkitError `OBJECT_UNKNOWN` for an incident that does not exist.
   */
  async find(type: string, id: number, within: PlatformQueries = this.deps.database.db): Promise<RuleObject | undefined> {
    if (type === "incident") return this.incident(id, within);
    if (type !== "artifact") return undefined;
    const artifact = await this.deps.artifacts.getById(id, within);
    if (artifact === undefined) return undefined;
    const [found] = await this.artifacts([artifact], within);
    return found;
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`. */
  async incident(id: number, within: PlatformQueries): Promise<RuleObject> {
    const incident = await this.deps.incidents.snapshot(id, within);
    return { type: "incident", id, name: String(incident["name"]), incidentId: id, objects: { incident } };
  }

  /** Many incidents, read together; those that do not exist are left out. */
  async incidents(ids: readonly number[], within: PlatformQueries): Promise<RuleObject[]> {
    const snapshots = await this.deps.incidents.snapshots(ids, within);
    return [...snapshots].map(([id, incident]) => ({ type: "incident", id, name: String(incident["name"]), incidentId: id, objects: { incident } }));
  }

  /** Many artifacts; their incidents are read together. */
  async artifacts(artifacts: readonly Artifact[], within: PlatformQueries): Promise<RuleObject[]> {
    const types = await this.deps.artifactTypes.all(within);
    const hits = await hitsOf(within, artifacts);
    const incidents = await this.deps.incidents.snapshots([...new Set(artifacts.map((artifact) => artifact.incidentId))], within);
    return artifacts.map((artifact) => {
      const { id, incidentId } = artifact;
      return { type: "artifact", id, name: artifactName(artifact), incidentId, objects: { artifact: artifactSubject({ ...artifact, hits: hits.get(id) ?? [] }, types), incident: incidents.get(incidentId) } };
    });
  }
}

/** An artifact as conditions see it: its type by name, its hits by the names of their sources. */
export function artifactSubject(artifact: ArtifactState, types: ReadonlyMap<number, ArtifactType>): Record<string, unknown> {
  const { id, value, description, created, relating, properties } = artifact;
  const hits = artifact.hits.map((hit) => ({ ...hit, name: hit.source }));
  return { id, type: types.get(artifact.type)?.name ?? String(artifact.type), value, description, created, relating, properties, hits };
}
