import type { ArtifactTypeDTO, Entities } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";

/** An incident type. */
export interface IncidentType {
  id: number;
  name: string;
  description: string;
  parent_id: number | null;
  enabled: boolean;
  hidden: boolean;
  system: boolean;
}

/** All artifact types. */
export function useArtifactTypes() {
  return useQuery({ queryKey: ["configuration", "type", "artifact"], queryFn: async ({ signal }) => (await get<Entities<ArtifactTypeDTO>>("/artifact_types", { signal })).entities });
}

/** All incident types, in the order of the tree: each below its parent. */
export function useIncidentTypes() {
  return useQuery({ queryKey: ["configuration", "type", "incident"], queryFn: async ({ signal }) => inTree(Object.values(await get<Record<string, IncidentType>>("/incident_types", { signal })).filter((type) => !type.hidden)) });
}

/** An incident type with its depth in the tree, from 0. */
export type PlacedType = IncidentType & { depth: number };

/** Each type below its parent, siblings by name. */
export function inTree(types: readonly IncidentType[], parent: number | null = null, depth = 0): PlacedType[] {
  const known = new Set(types.map((type) => type.id));
  const here = types.filter((type) => (parent === null ? type.parent_id === null || !known.has(type.parent_id) : type.parent_id === parent));
  return here.sort((a, b) => a.name.localeCompare(b.name)).flatMap((type) => [{ ...type, depth }, ...inTree(types, type.id, depth + 1)]);
}
