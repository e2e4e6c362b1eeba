import type { FieldDefDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";

/** Definitions of the incident's fields. */
export function useIncidentFields() {
  return useQuery({ queryKey: ["configuration", "fields", "incident"], queryFn: ({ signal }) => get<FieldDefDTO[]>("/types/incident/fields", { signal }), staleTime: 300_000 });
}
