import type { MessageDestinationDTO } from "@soarkit/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import type { DestinationState } from "./types.js";

function list(answer: DestinationState[] | { entities: DestinationState[] }): DestinationState[] {
  return Array.isArray(answer) ? answer : answer.entities;
}

/** Queues and who reads them, kept current. */
export function useDestinationStates() {
  useTopic("messaging");
  return useQuery({
    queryKey: ["messaging", "destination", "list"],
    queryFn: async ({ signal }) => list(await get<DestinationState[] | { entities: DestinationState[] }>("/console/destinations", { signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** A destination's definition: who may read it. */
export function useDestination(id: number | undefined) {
  return useQuery({
    queryKey: ["configuration", "destination", id ?? 0],
    queryFn: ({ signal }) => get<MessageDestinationDTO>(`/message_destinations/${id ?? 0}?handle_format=objects`, { signal }),
    enabled: id !== undefined,
  });
}
