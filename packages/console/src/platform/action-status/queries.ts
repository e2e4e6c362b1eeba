import type { Entities } from "@soarkit/protocol";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { get, post } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { outcomesOf, type StateChoice } from "./filter.js";
import type { InvocationDetail, InvocationEntry } from "./types.js";

const gatherMs = 150;

/** Where events about these entries arrive: the incident's topic, or that of all messages. */
export function topicOf(incidentId: number | undefined): string {
  return incidentId === undefined ? "messaging" : `incident:${incidentId}`;
}

/** Which entries to fetch. */
export interface InvocationQuery {
  incidentId?: number | undefined;
  states: readonly StateChoice[];
  /** How many, newest first. */
  size: number;
}

/** The entries, kept current. The end of a workflow ends the run that started it, so workflow events count too. */
export function useInvocations({ incidentId, states, size }: InvocationQuery) {
  const topic = topicOf(incidentId);
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useTopic(topic, (event) => {
    if (!event.kind.startsWith("workflow.")) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void queries.invalidateQueries({ queryKey: [topic, "invocation"] }), gatherMs);
  });
  return useQuery({
    queryKey: [topic, "invocation", "list", incidentId ?? 0, states.join(","), size],
    queryFn: async ({ signal }) => {
      if (states.length === 0) return [];
      const asked = new URLSearchParams({ state: outcomesOf(states).join(","), size: String(size), ...(incidentId === undefined ? {} : { incident: String(incidentId) }) });
      return (await get<Entities<InvocationEntry>>(`/action_invocations?${asked.toString()}`, { signal })).entities;
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** How one entry is fetched, with its timeline. */
export function invocationQuery(id: number, incidentId: number | undefined) {
  return {
    queryKey: [topicOf(incidentId), "invocation", "one", id],
    queryFn: ({ signal }: { signal: AbortSignal }) => get<InvocationDetail>(`/action_invocations/${id}`, { signal }),
    staleTime: 0,
  };
}

/** Lets what stopped go on, or ends it, with a reason that is kept. */
export function actOn(id: number, what: "retry" | "end", reason: string): Promise<unknown> {
  return post(`/action_invocations/${id}/${what}`, { reason });
}
