import { useMemo } from "react";
import { useOrg } from "../../../shell/use-org.js";

/** Names of the artifact types that a value can be given to; with `file`, of those that are files. */
export function useTypeNames(file = false): string[] {
  const { incident_artifact_types: types } = useOrg();
  return useMemo(() => Object.values(types).filter((type) => type.enabled && type.file === file).map((type) => type.name).sort(), [types, file]);
}
