const storageKey = "soarkit-last-list";

/** The list a person came from. */
export interface LastList {
  /** Query part of its address, with `?`, or empty. */
  search: string;
  /** Incidents on its page, in order. */
  ids: readonly number[];
}

/** Remembers the list, for the way back and for previous and next. */
export function rememberList(list: LastList): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(list));
  } catch {
    // Without storage the way back leads to the list as it is at first.
  }
}

/** The list a person came from; an empty one when there is none. */
export function lastList(): LastList {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
    if (typeof stored !== "object" || stored === null) return { search: "", ids: [] };
    const { search, ids } = stored as Partial<Record<keyof LastList, unknown>>;
    return { search: typeof search === "string" && /^(\?.*)?$/.test(search) ? search : "", ids: Array.isArray(ids) ? ids.filter((id) => typeof id === "number") : [] };
  } catch {
    return { search: "", ids: [] };
  }
}
