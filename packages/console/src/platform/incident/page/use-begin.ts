import { useEffect, useRef } from "react";
import { type BeginEvent, beginEvent } from "./use-incident-keys.js";

/** Does something when the page's shortcut for it is pressed, also when that opened the tab. */
export function useBegin(what: BeginEvent, work: () => void): void {
  const current = useRef(work);
  current.current = work;
  useEffect(() => {
    const listener = (event: Event) => {
      if (event instanceof CustomEvent && event.detail === what) current.current();
    };
    addEventListener(beginEvent, listener);
    return () => removeEventListener(beginEvent, listener);
  }, [what]);
}
