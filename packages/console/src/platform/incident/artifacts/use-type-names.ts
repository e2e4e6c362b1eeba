import { useMemo } from "react";
import { useOrg } from "../../../shell/use-org.js";

/** Names of the artifact types that a value can be given to; those of files are left out. */
export function useTypeNames(): string[] {
  const { incident_artifact_types: types } = useOrg();
  return useMemo(() => Object.values(types).filter((type) => type.enabled && !type.file).map((type) => type.name).sort(), [types]);
}
