import type { StoredValue } from "../types/stored-value.js";

/** An incident. */
export interface Incident {
  readonly id: number;
  /** Raised with every change of its own fields. */
  readonly vers: number;
  readonly creatorId: number;
  readonly createDate: number;
  readonly modifiedDate: number;
  /** Values of its fields by path (`name`, `severity_code`, `properties.x`); a missing one is null. */
  readonly values: Readonly<Record<string, StoredValue>>;
}

/** The name of an incident. */
export function incidentName(incident: Incident): string {
  const { name } = incident.values;
  return typeof name === "string" ? name : "";
}
