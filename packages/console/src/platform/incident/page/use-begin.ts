import { useEffect, useRef } from "react";

/** What a tab can be asked to begin. */
export type Beginning = "new-note" | "new-artifact" | "edit-details";

/** How long a tab that is being opened may take, in milliseconds. */
const patience = 3000;
const eventName = "soarkit-incident-begin";
let asked: { what: Beginning; at: number } | undefined;

/** Asks the open tab, or the one that is being opened, to begin something. */
export function begin(what: Beginning): void {
  asked = { what, at: Date.now() };
  dispatchEvent(new Event(eventName));
}

/** Does something when it is asked for, also when that is what opened the tab. */
export function useBegin(what: Beginning, work: () => void): void {
  const current = useRef(work);
  current.current = work;
  useEffect(() => {
    const listener = () => {
      if (asked?.what !== what) return;
      const late = Date.now() - asked.at > patience;
      asked = undefined;
      if (!late) current.current();
    };
    listener();
    addEventListener(eventName, listener);
    return () => removeEventListener(eventName, listener);
  }, [what]);
}
