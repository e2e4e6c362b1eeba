import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { EventStream, type LinkState, type LiveEvent } from "./event-stream.js";

const gatherMs = 150;

/**
 * Keeps what is on screen current. A query whose key begins with `[topic, group]` is fetched again when an event of that
 * topic and group (`note` of `note.added`) arrives; bursts are gathered for 150 ms.
 * @param address of the stream with its topics; undefined opens none.
 */
export function useLive(address: string | undefined, onEvent?: (event: LiveEvent) => void): { state: LinkState; retryNow: () => void } {
  const queries = useQueryClient();
  const [state, setState] = useState<LinkState>("connecting");
  const stream = useRef<EventStream | undefined>(undefined);
  const seen = useRef(onEvent);
  seen.current = onEvent;

  useEffect(() => {
    if (address === undefined) return;
    const stale = new Map<string, readonly string[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      for (const key of stale.values()) void queries.invalidateQueries({ queryKey: key });
      stale.clear();
    };
    setState((before) => (before === "live" ? "connecting" : before));
    stream.current = new EventStream(address, {
      onEvent(event) {
        const key = [event.topic, event.kind.split(".")[0] ?? event.kind];
        stale.set(key.join(" "), key);
        timer ??= setTimeout(flush, gatherMs);
        seen.current?.(event);
      },
      onResync: () => void queries.invalidateQueries(),
      onState: setState,
    });
    return () => {
      clearTimeout(timer);
      if (stale.size > 0) flush();
      stream.current?.close();
    };
  }, [address, queries]);

  const retryNow = useCallback(() => stream.current?.retryNow(), []);
  return { state, retryNow };
}
