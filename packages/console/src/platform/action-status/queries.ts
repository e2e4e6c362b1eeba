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
  /** With all that automatic rules did; else only what went wrong in it. */
  automatic: boolean;
  /** How many, newest first. */
  size: number;
}

/** A list of the action status. */
export interface Invocations {
  readonly entities: readonly InvocationEntry[];
  /** How many runs of automatic rules without an error there are in these states, listed or not. */
  readonly automatic: number;
}

/** The entries, kept current. The end of a workflow ends the run that started it, so workflow events count too. */
export function useInvocations({ incidentId, states, automatic, size }: InvocationQuery) {
  const topic = topicOf(incidentId);
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useTopic(topic, (event) => {
    if (!event.kind.startsWith("workflow.")) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void queries.invalidateQueries({ queryKey: [topic, "invocation"] }), gatherMs);
  });
  return useQuery({
    queryKey: [topic, "invocation", "list", incidentId ?? 0, states.join(","), automatic, size],
    queryFn: async ({ signal }): Promise<Invocations> => {
      if (states.length === 0) return { entities: [], automatic: 0 };
      const asked = new URLSearchParams({ state: outcomesOf(states).join(","), size: String(size), ...(incidentId === undefined ? {} : { incident: String(incidentId) }), ...(automatic ? {} : { automatic: "errors" }) });
      return await get<Invocations>(`/action_invocations?${asked.toString()}`, { signal });
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
