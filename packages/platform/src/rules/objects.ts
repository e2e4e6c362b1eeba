import type { PlatformQueries } from "../database.js";
import type { SubjectObjects } from "./conditions.js";

/** An object that a rule can run on, with what its conditions can ask. */
export interface RuleObject {
  /** API name of its type. */
  readonly type: string;
  readonly id: number;
  readonly name: string;
  readonly incidentId: number;
  /** Snapshots by object name: the object itself and its incident; selects by label. */
  readonly objects: SubjectObjects;
}

/** What rules need of incidents. */
export interface IncidentSource {
  snapshot(id: number, within?: PlatformQueries): Promise<Record<string, unknown>>;
}

/** What rules need of artifacts. */
export interface ArtifactSource {
  getById(id: number, within?: PlatformQueries): Promise<{ readonly id: number; readonly incidentId: number; readonly value: string } | undefined>;
  snapshot(id: number, within?: PlatformQueries): Promise<Record<string, unknown>>;
}

/** Finds the objects that rules run on. */
export class RuleObjects {
  constructor(private readonly deps: { readonly incidents: IncidentSource; readonly artifacts: ArtifactSource }) {}

  /**
   * The object; undefined for an artifact that does not exist and for types on which nothing can run here.
   * @throws SoarkitError `OBJECT_UNKNOWN` for an incident that does not exist.
   */
  async find(type: string, id: number, within?: PlatformQueries): Promise<RuleObject | undefined> {
    if (type === "incident") {
      const incident = await this.deps.incidents.snapshot(id, within);
      return { type, id, name: String(incident["name"]), incidentId: id, objects: { incident } };
    }
    if (type !== "artifact") return undefined;
    const found = await this.deps.artifacts.getById(id, within);
    if (found === undefined) return undefined;
    const incident = await this.deps.incidents.snapshot(found.incidentId, within);
    const artifact = await this.deps.artifacts.snapshot(id, within);
    return { type, id, name: found.value, incidentId: found.incidentId, objects: { incident, artifact } };
  }
}
