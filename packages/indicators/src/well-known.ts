import { urlParts } from "./urls.js";
import type { IndicatorType } from "./types.js";
import { wellKnownLists } from "./well-known-lists.js";

/** Why a value tells nothing about an attack. */
export interface WellKnown {
  /** Name of the list it stands on. */
  readonly list: string;
  /** What the value is, e.g. `the public DNS resolver of Google`. */
  readonly reason: string;
  /** True where a mark is enough: filed as an indicator it would set off no alarm, since nothing goes there. */
  readonly quiet: boolean;
}

interface Entry extends WellKnown {
  readonly below: boolean;
  readonly paths: boolean;
}

let entries: ReadonlyMap<string, Entry> | undefined;

/**
 * Tells whether a value is one that nearly everybody meets: a public DNS resolver, the hash of the empty file, an example name.
 * Takes canonical values, as `normalise` makes them. A URL counts when it is nothing but such a host, or when everything on the
 * host is as harmless; an e-mail address when its domain is reserved for examples. Private and reserved networks are
 * `specialUse`'s. One look-up in memory, a host name one for each of its labels. Never throws.
 */
export function wellKnown(type: IndicatorType, value: string): WellKnown | undefined {
  if (type === "ip" || type === "domain") return found(ofHost(value));
  if (type === "email") return ofEmail(value);
  if (type === "url" || type === "link") return ofUrl(value);
  return found(index().get(`${type} ${value}`));
}

/** A sentence on a well-known value, e.g. `well-known: the public DNS resolver of Google (list Public DNS resolvers)`. */
export function wellKnownRemark({ list, reason }: Pick<WellKnown, "list" | "reason">): string {
  return `well-known: ${reason} (list ${list})`;
}

/** Names of our own lists with the number of their entries. */
export function ownLists(): { readonly name: string; readonly entries: number; readonly quiet: boolean }[] {
  const counts = new Map<string, { entries: number; quiet: boolean }>();
  for (const { list, quiet } of index().values()) counts.set(list, { entries: (counts.get(list)?.entries ?? 0) + 1, quiet });
  return [...counts].map(([name, facts]) => ({ name, ...facts }));
}

function ofEmail(value: string): WellKnown | undefined {
  const entry = ofHost(value.slice(value.lastIndexOf("@") + 1));
  return entry?.below === true && entry.paths ? found(entry) : undefined;
}

function ofUrl(value: string): WellKnown | undefined {
  const host = urlParts(value)?.host;
  const entry = host === undefined ? undefined : ofHost(host);
  if (entry === undefined) return undefined;
  return entry.paths || /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*\/?$/.test(value) ? found(entry) : undefined;
}

/** The entry of a host name or address, or of a name above it. */
function ofHost(host: string): Entry | undefined {
  const known = index();
  const own = known.get(host);
  if (own !== undefined) return own;
  for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) {
    const above = known.get(host.slice(dot + 1));
    if (above?.below === true) return above;
  }
  return undefined;
}

function found(entry: Entry | undefined): WellKnown | undefined {
  return entry && { list: entry.list, reason: entry.reason, quiet: entry.quiet };
}

function index(): ReadonlyMap<string, Entry> {
  entries ??= new Map(
    wellKnownLists.flatMap(({ name, reason, below = false, paths = false, quiet = false, entries: read }) =>
      [...read()].flatMap(([about, values]) => values.map((value): [string, Entry] => [value, { list: name, reason: reason.replace("{}", about), below, paths, quiet }])),
    ),
  );
  return entries;
}
