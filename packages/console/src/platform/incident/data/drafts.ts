import { useCallback, useSyncExternalStore } from "react";

const prefix = "soarkit-draft:";
const listeners = new Set<() => void>();
/** For browsers that keep nothing: the drafts of this tab. */
const kept = new Map<string, string>();

/** Where drafts are kept; `sessionStorage` in the page. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** A half-written text; an empty one when there is none. @param name such as `note:2101`. */
export function readDraft(name: string, storage: DraftStorage = browserStorage()): string {
  return storage.getItem(prefix + name) ?? "";
}

/** Keeps a half-written text over reloads and log-ins until it is sent; a blank one is forgotten. */
export function writeDraft(name: string, text: string, storage: DraftStorage = browserStorage()): void {
  if (text.trim() === "") storage.removeItem(prefix + name);
  else storage.setItem(prefix + name, text);
  for (const listener of listeners) listener();
}

/** A draft as a state: its text and how to change it. */
export function useDraft(name: string): [string, (text: string) => void] {
  const text = useSyncExternalStore(subscribe, () => readDraft(name));
  const write = useCallback((value: string) => writeDraft(name, value), [name]);
  return [text, write];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Session storage that falls back to memory when it is full or forbidden. */
function browserStorage(): DraftStorage {
  return {
    getItem: (key) => kept.get(key) ?? attempt(() => sessionStorage.getItem(key)) ?? null,
    setItem(key, value) {
      kept.set(key, value);
      attempt(() => sessionStorage.setItem(key, value));
    },
    removeItem(key) {
      kept.delete(key);
      attempt(() => sessionStorage.removeItem(key));
    },
  };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
