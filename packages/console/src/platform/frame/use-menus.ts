import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTopic } from "../../live/topics.js";

const gatherMs = 200;

/** True for what holds menu items: incidents, lists of them, and artifacts. */
export function holdsMenus([topic, group]: QueryKey): boolean {
  if (typeof topic !== "string") return false;
  return topic === "incidents" || (topic.startsWith("incident:") && (group === "incident" || group === "artifact"));
}

/** Reads incidents and artifacts on screen again when rules change: their Actions menus are made of rules. */
export function useMenus(): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useTopic("configuration", (event) => {
    if (event.kind !== "rule.changed") return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void queries.invalidateQueries({ predicate: (query) => holdsMenus(query.queryKey) }), gatherMs);
  });
}
