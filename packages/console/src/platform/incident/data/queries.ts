import type { ActionInvocationDTO, Entities, FieldDefDTO, MessageDestinationDTO, NewsfeedEntryDTO, PagedDTO } from "@soarkit/protocol";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { get, post } from "../../../api/platform.js";
import type { Artifact, Attachment, Incident, Note } from "./types.js";

const view = "handle_format=objects&text_content_output_format=objects_no_convert";
const pageLength = 1000;

/** Keys of queries: the topic and group of the events that make them stale, then what they ask. */
export const keys = {
  incident: (id: number) => [`incident:${id}`, "incident"] as const,
  notes: (id: number) => [`incident:${id}`, "note"] as const,
  artifacts: (id: number) => [`incident:${id}`, "artifact"] as const,
  attachments: (id: number) => [`incident:${id}`, "attachment"] as const,
  newsfeed: (id: number) => [`incident:${id}`, "newsfeed"] as const,
  invocations: (id: number) => [`incident:${id}`, "invocation"] as const,
};

/** The incident itself. */
export function useIncident(id: number): UseQueryResult<Incident> {
  return useQuery({ queryKey: keys.incident(id), queryFn: ({ signal }) => get<Incident>(`/incidents/${id}?${view}`, { signal }) });
}

/** Its notes as threads, the newest first. */
export function useNotes(id: number): UseQueryResult<Note[]> {
  return useQuery({
    queryKey: keys.notes(id),
    queryFn: async ({ signal }) => (await get<Note[]>(`/incidents/${id}/comments?${view}`, { signal })).sort((a, b) => b.create_date - a.create_date || b.id - a.id),
  });
}

/** All of its artifacts, the newest first. */
export function useArtifacts(id: number): UseQueryResult<Artifact[]> {
  return useQuery({ queryKey: keys.artifacts(id), queryFn: ({ signal }) => allArtifacts(id, signal) });
}

async function allArtifacts(id: number, signal: AbortSignal): Promise<Artifact[]> {
  const found: Artifact[] = [];
  for (;;) {
    const query = { start: found.length, length: pageLength, sorts: [{ field_name: "id", type: "desc" }] };
    const page = await post<PagedDTO<Artifact>>(`/incidents/${id}/artifacts/query_paged?include_related_incident_count=true&${view}`, query, { signal });
    found.push(...page.data);
    if (page.data.length < pageLength || found.length >= page.recordsFiltered) return found;
  }
}

/** Its files, the newest first. */
export function useAttachments(id: number): UseQueryResult<Attachment[]> {
  return useQuery({
    queryKey: keys.attachments(id),
    queryFn: async ({ signal }) => (await get<Attachment[]>(`/incidents/${id}/attachments?handle_format=objects`, { signal })).sort((a, b) => b.created - a.created || b.id - a.id),
  });
}

/** What happened to it, newest first. @param length most entries. */
export function useNewsfeed(id: number, length: number): UseQueryResult<NewsfeedEntryDTO[]> {
  return useQuery({
    queryKey: [...keys.newsfeed(id), length],
    queryFn: ({ signal }) => get<NewsfeedEntryDTO[]>(`/incidents/${id}/newsfeed?start=0&length=${length}`, { signal }),
    placeholderData: (before) => before,
  });
}

/** Runs of rules, calls and messages of the incident, newest first. */
export function useInvocations(id: number): UseQueryResult<ActionInvocationDTO[]> {
  return useQuery({
    queryKey: keys.invocations(id),
    queryFn: async ({ signal }) => (await get<Entities<ActionInvocationDTO>>(`/incidents/${id}/action_invocations?limit=200`, { signal })).entities,
  });
}

/** Field definitions of a type: `incident`, `actioninvocation`. */
export function useFields(type: string): UseQueryResult<FieldDefDTO[]> {
  return useQuery({ queryKey: ["configuration", "type", "fields", type], queryFn: ({ signal }) => get<FieldDefDTO[]>(`/types/${type}/fields`, { signal }), staleTime: 300_000 });
}

/** A destination with who reads it, for “What happens” (`GET /console/destinations`). */
export type DestinationState = Pick<MessageDestinationDTO, "id" | "name" | "programmatic_name"> & { depth: number; consumers: unknown[]; last_seen?: number | null };

/** Destinations and who reads them. */
export function useDestinations(): UseQueryResult<DestinationState[]> {
  return useQuery({
    queryKey: ["messaging", "destination", "states"],
    queryFn: async ({ signal }) => {
      const answer = await get<Entities<DestinationState> | DestinationState[]>("/console/destinations", { signal });
      return Array.isArray(answer) ? answer : answer.entities;
    },
    retry: false,
  });
}
