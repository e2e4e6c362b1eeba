import { useEffect, useRef } from "react";
import { preferences } from "./preferences.js";

/** Places where letters are typed or mean something else. */
const busyPlaces = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=menu], [role=dialog], [role=listbox], [role=combobox], .cm-editor";

/** True when a single-letter shortcut must not act on this event. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest(busyPlaces) !== null && target !== null;
}

/**
 * Single-key shortcuts of a page, by `event.key`. A key of two letters such as `g i` is pressed one after the other.
 * They are off while a field, menu or dialog has the focus, and when the person switched them off.
 */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>, enabled = true): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (!enabled) return;
    let leader = "";
    let leaderAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || !preferences().shortcuts) return;
      if (document.querySelector("[role=dialog][aria-modal=true]") !== null) return;
      const sequence = leader !== "" && Date.now() - leaderAt < 1500 ? `${leader} ${event.key}` : "";
      const action = current.current[sequence] ?? current.current[event.key];
      leader = event.key.length === 1 ? event.key : "";
      leaderAt = Date.now();
      if (action === undefined) return;
      event.preventDefault();
      leader = "";
      action(event);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [enabled]);
}
