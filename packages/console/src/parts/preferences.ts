import { useSyncExternalStore } from "react";

/** What a person chose for this browser. */
export interface Preferences {
  /** Time zone of all times: `browser`, `UTC` or a name such as `Europe/Berlin`. */
  zone: string;
  density: "compact" | "normal" | "roomy";
  /** Whether indicators are shown defanged. */
  defang: boolean;
  /** Whether single-letter shortcuts work (WCAG 2.1.4). */
  shortcuts: boolean;
}

const storageKey = "soarkit-preferences";
const initial: Preferences = { zone: "browser", density: "normal", defang: false, shortcuts: true };
const listeners = new Set<() => void>();
let current: Preferences | undefined;

/** Stored text as preferences; whatever is missing or wrong takes its default. */
export function readPreferences(text: string | null): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "{}");
  } catch {
    return initial;
  }
  const given = (typeof stored === "object" && stored !== null ? stored : {}) as Partial<Record<keyof Preferences, unknown>>;
  return {
    zone: typeof given.zone === "string" && isZone(given.zone) ? given.zone : initial.zone,
    density: given.density === "compact" || given.density === "roomy" ? given.density : "normal",
    defang: given.defang === true,
    shortcuts: given.shortcuts !== false,
  };
}

/** True for a time zone that this browser knows. */
export function isZone(zone: string): boolean {
  if (zone === "browser") return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The preferences now. */
export function preferences(): Preferences {
  if (current === undefined) {
    let text: string | null = null;
    try {
      text = localStorage.getItem(storageKey);
    } catch {
      text = null;
    }
    current = readPreferences(text);
  }
  return current;
}

/** Changes some preferences, for this tab at once and for later ones. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // A browser without storage keeps them for this tab.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key !== storageKey) return;
    current = undefined;
    listener();
  };
  addEventListener("storage", fromOtherTab);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", fromOtherTab);
  };
}

/** The preferences, current on every change. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}
