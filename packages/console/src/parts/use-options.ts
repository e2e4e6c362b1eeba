import type { FieldDefDTO } from "@soarkit/protocol";
import { useMemo } from "react";
import { useOrgIfKnown } from "../shell/use-org.js";

/** One choice of a select field. */
export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

/** The choices of a field: its own values, the people, or the incident types. */
export function useOptions(definition: FieldDefDTO): Option[] {
  const org = useOrgIfKnown();
  return useMemo(() => {
    switch (definition.input_type) {
      case "select_owner":
      case "select_user":
      case "multiselect_members":
        return Object.values(org?.users ?? {}).map((user) => ({ value: String(user.id), label: user.display_name }));
      default:
    }
    if (definition.name === "incident_type_ids" && definition.values.length === 0) {
      return Object.values(org?.incident_types ?? {}).map((type) => ({ value: String(type.id), label: type.name }));
    }
    return definition.values.filter((value) => value.enabled && !value.hidden).map((value) => ({ value: String(value.value), label: value.label }));
  }, [definition, org]);
}
