import type { Entities, ThreatServiceDTO, ThreatSettingsDTO, ThreatSourceLookupDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";

/** Key of everything about threat sources: stale by events `threat_source.…` of the topic `system`. */
export const threatKey = ["system", "threat_source"] as const;

/** The registered threat services. */
export function useThreatSources() {
  return useQuery({ queryKey: [...threatKey, "list"], queryFn: async ({ signal }) => (await get<Entities<ThreatServiceDTO>>("/threat_sources", { signal })).entities });
}

/** The look-ups of a source that began last. */
export function useSourceLookups(id: number) {
  return useQuery({ queryKey: [...threatKey, "lookups", id], queryFn: async ({ signal }) => (await get<Entities<ThreatSourceLookupDTO>>(`/threat_sources/${id}/lookups`, { signal })).entities });
}

/** Settings of all look-ups. */
export function useThreatSettings() {
  return useQuery({ queryKey: [...threatKey, "settings"], queryFn: ({ signal }) => get<ThreatSettingsDTO>("/threat_settings", { signal }) });
}
