import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { LinkState, LiveEvent } from "./event-stream.js";
import { useLive } from "./use-live.js";

type EventListener = (event: LiveEvent) => void;

interface LiveContextValue {
  state: LinkState;
  retryNow: () => void;
  want: (topic: string) => () => void;
  listen: (listener: EventListener) => () => void;
}

const LiveContext = createContext<LiveContextValue | undefined>(undefined);

/** How long topics are gathered before the stream is opened again, so that a page change costs one reconnect. */
const settleMs = 60;

/** One stream for the tab, carrying what the pages on screen ask for. @param base address without its query. */
export function LiveProvider({ base, children }: { base: string; children: ReactNode }) {
  const queries = useQueryClient();
  const wanted = useRef(new Map<string, number>());
  const listeners = useRef(new Set<EventListener>());
  const [topics, setTopics] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const known = useRef(new Set<string>());

  const settle = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTopics([...wanted.current.keys()].sort().join(",")), settleMs);
  }, []);
  const want = useCallback(
    (topic: string) => {
      wanted.current.set(topic, (wanted.current.get(topic) ?? 0) + 1);
      settle();
      return () => {
        const left = (wanted.current.get(topic) ?? 1) - 1;
        if (left > 0) wanted.current.set(topic, left);
        else wanted.current.delete(topic);
        settle();
      };
    },
    [settle],
  );
  const listen = useCallback((listener: EventListener) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);

  const live = useLive(topics === "" ? undefined : `${base}?topics=${encodeURIComponent(topics)}`, (event) => {
    for (const listener of listeners.current) listener(event);
  });
  useEffect(() => {
    if (live.state !== "live") return;
    // What was fetched before the stream carried its topic may have missed a change.
    const now = topics.split(",");
    for (const topic of now) {
      if (!known.current.has(topic)) void queries.invalidateQueries({ queryKey: [topic] });
    }
    known.current = new Set(now);
  }, [live.state, topics, queries]);

  const { state, retryNow } = live;
  const value = useMemo(() => ({ state, retryNow, want, listen }), [state, retryNow, want, listen]);
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

/** Keeps a topic (`incidents`, `incident:2101`, `messaging`, `configuration`, `system`) live while the page is on screen. */
export function useTopic(topic: string | undefined, onEvent?: EventListener): void {
  const live = useContext(LiveContext);
  const current = useRef(onEvent);
  current.current = onEvent;
  const want = live?.want;
  const listen = live?.listen;
  useEffect(() => (topic === undefined ? undefined : want?.(topic)), [want, topic]);
  useEffect(() => listen?.((event) => {
    if (event.topic === topic) current.current?.(event);
  }), [listen, topic]);
}

/** State of the link, for the live bar. */
export function useLink(): { state: LinkState; retryNow: () => void } {
  const live = useContext(LiveContext);
  return live ?? { state: "connecting", retryNow: () => undefined };
}
