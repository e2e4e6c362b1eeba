import { useEffect, useState } from "react";

const drafts = new Map<string, Draft>();

/** A script under edit. */
export interface Draft {
  text: string;
  /** The saved script that it began from. */
  base: string;
}

/** A draft that outlives leaving the page within this tab; closing the tab asks. */
export function useDraft(key: string, saved: string): { draft: Draft | undefined; text: string; edit: (text: string) => void; drop: () => void } {
  const [, setCount] = useState(0);
  const draft = drafts.get(key);
  const again = () => setCount((count) => count + 1);
  const isOpen = draft !== undefined;
  useEffect(() => {
    if (!isOpen) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isOpen]);
  return {
    draft,
    text: draft?.text ?? saved,
    edit: (text) => {
      const base = drafts.get(key)?.base ?? saved;
      if (text === base && base === saved) drafts.delete(key);
      else drafts.set(key, { text, base });
      again();
    },
    drop: () => {
      drafts.delete(key);
      again();
    },
  };
}

/** Makes a draft begin from another saved script: "keep mine". */
export function rebase(key: string, base: string): void {
  const draft = drafts.get(key);
  if (draft !== undefined) drafts.set(key, { ...draft, base });
}
