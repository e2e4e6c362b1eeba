import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { EventStream, type LinkState, type LiveEvent } from "./event-stream.js";

const gatherMs = 150;

/**
 * Keeps what is on screen current. A query whose key begins with `[topic, group]` is fetched again when an event of that
 * topic and group (`note` of `note.added`) arrives; bursts are gathered for 150 ms.
 */
export function useLive(address: string, onEvent?: (event: LiveEvent) => void): { state: LinkState; retryNow: () => void } {
  const queries = useQueryClient();
  const [state, setState] = useState<LinkState>("connecting");
  const stream = useRef<EventStream | undefined>(undefined);
  const seen = useRef(onEvent);
  seen.current = onEvent;

  useEffect(() => {
    const stale = new Map<string, readonly string[]>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      for (const key of stale.values()) void queries.invalidateQueries({ queryKey: key });
      stale.clear();
    };
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
      stream.current?.close();
    };
  }, [address, queries]);

  return { state, retryNow: () => stream.current?.retryNow() };
}
