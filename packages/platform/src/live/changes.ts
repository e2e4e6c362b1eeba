import type { PlatformDatabase, PlatformQueries } from "../database.js";

/** Something changed that open pages want to know of. */
export type PageChange =
  | {
      /** `incidents`, `incident:2101`, `messaging`, `configuration`, `system`. */
      readonly topics: readonly string[];
      /** Such as `note.added`; pages read the group before the dot again. */
      readonly kind: string;
      readonly id?: number | string | undefined;
      /** Who did it: a name, or the id of a principal. */
      readonly by?: string | number | undefined;
      /** The incident it is of: only who may see its workspace is told. */
      readonly incidentId?: number | undefined;
      /** Workspaces whose members are told, too. */
      readonly workspaces?: readonly number[] | undefined;
    }
  /** Of an invocation or workflow instance; its incident is looked up when the change is told. */
  | { readonly of: "invocation" | "instance"; readonly kind: string; readonly id: number };

/** Something that is told after the commit: to open pages, to who asks the rules about queued events, or to who looks artifacts up. */
export type Change = PageChange | { readonly of: "event" | "lookup" };

/** Who is told of what was committed. */
export interface ChangeListeners {
  /** Open pages, in the order of the commits. */
  readonly pages: (changes: readonly PageChange[]) => void;
  /** Events were queued for the rules. */
  readonly events: () => void;
  /** Look-ups were queued. */
  readonly lookups: () => void;
}

const sinks = new WeakMap<object, (change: Change) => void>();

/**
 * Notes a change for open pages. Inside a transaction it is told after the commit and forgotten with a rollback;
 * outside of one call it after the change is written.
 */
export function announce(queries: PlatformQueries, change: Change): void {
  sinks.get(queries)?.(change);
}

/** The database with its announcements going to listeners, in the order of the commits. */
export function announcing(database: PlatformDatabase, listeners: ChangeListeners): PlatformDatabase {
  const tell = (noted: readonly Change[]): void => {
    const pages = noted.filter(isPageChange);
    if (pages.length > 0) listeners.pages(pages);
    if (noted.some((change) => "of" in change && change.of === "event")) listeners.events();
    if (noted.some((change) => "of" in change && change.of === "lookup")) listeners.lookups();
  };
  sinks.set(database.db, (change) => tell([change]));
  return {
    ...database,
    transaction: async (work) => {
      const noted: Change[] = [];
      const result = await database.transaction((trx) => {
        sinks.set(trx, (change) => noted.push(change));
        return work(trx);
      });
      if (noted.length > 0) tell(noted);
      return result;
    },
  };
}

function isPageChange(change: Change): change is PageChange {
  return !("of" in change) || (change.of !== "event" && change.of !== "lookup");
}
