import { refang } from "../../parts/defang.js";

/** What the address of a search holds. */
export interface SearchState {
  /** `simple` takes values, words or pasted text; `query` the query language. */
  mode: "simple" | "query";
  q: string;
  type: string;
  severity: string;
  tlp: string;
  source: string;
  /** `24h`, `7d`, `30d`, `365d` or empty for any time. */
  seen: string;
  /** Expired records, too. */
  expired: boolean;
  grouped: boolean;
  sort: string;
  /** From 1. */
  page: number;
}

const times: Readonly<Record<string, string>> = { "24h": "-24h", "7d": "-7d", "30d": "-30d", "365d": "-365d" };
const plainFilters = ["type", "tlp", "source"] as const;

/** The state in an address. */
export function readState(search: URLSearchParams): SearchState {
  const text = (name: string): string => search.get(name) ?? "";
  const page = Number(text("page"));
  return {
    mode: text("mode") === "query" ? "query" : "simple",
    q: text("q"),
    type: text("type"),
    severity: text("severity"),
    tlp: text("tlp"),
    source: text("source"),
    seen: text("seen") in times ? text("seen") : "",
    expired: text("expired") === "true",
    grouped: text("grouped") !== "false",
    sort: ["confidence", "severity", "value"].includes(text("sort")) ? text("sort") : "last_seen",
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The address of a state; what is as usual is left out. */
export function writeState(state: SearchState): URLSearchParams {
  const search = new URLSearchParams();
  if (state.q !== "") search.set("q", state.q);
  if (state.mode === "query") search.set("mode", "query");
  for (const name of ["type", "severity", "tlp", "source", "seen"] as const) if (state[name] !== "") search.set(name, state[name]);
  if (state.expired) search.set("expired", "true");
  if (!state.grouped) search.set("grouped", "false");
  if (state.sort !== "last_seen") search.set("sort", state.sort);
  if (state.page > 1) search.set("page", String(state.page));
  return search;
}

/** True when filters narrow the search. */
export function isFiltered(state: SearchState): boolean {
  return state.type !== "" || state.severity !== "" || state.tlp !== "" || state.source !== "" || state.seen !== "" || state.expired;
}

/** A text as a value of the query language. */
export function quoted(text: string): string {
  return `"${text.replaceAll(/[\\*]/g, "\\$&").replaceAll('"', '""')}"`;
}

/** The conditions of the filters. */
function filterConditions(state: SearchState): string[] {
  return [
    ...plainFilters.flatMap((name) => (state[name] === "" ? [] : [`${name} = ${quoted(state[name])}`])),
    ...(state.severity === "" ? [] : [`severity >= ${quoted(state.severity)}`]),
    // A condition on the status makes the hub look at expired records, too.
    ...(state.expired ? ["(status = active or status = expired)"] : []),
    ...(state.seen === "" ? [] : [`date_last >= ${times[state.seen] ?? ""}`]),
  ];
}

/**
 * What the hub is asked. `offset` is where the typed text stands in it, so that the place of a mistake can be shown in
 * the field.
 */
export function hubQuery(state: SearchState): { query: string; offset: number } {
  const typed = state.mode === "simple" ? refang(state.q) : state.q;
  const filters = filterConditions(state);
  if (filters.length === 0) return { query: typed, offset: 0 };
  if (typed.trim() === "") return { query: filters.join(" and "), offset: 0 };
  const own = state.mode === "query" ? typed : ["value", "detail", "actor", "campaign", "feed_name"].map((field) => `${field} contains ${quoted(typed.trim())}`).join(" or ");
  return { query: `(${own}) and ${filters.join(" and ")}`, offset: 1 };
}

/** True for a text that holds several values or lines, and is looked up value by value. */
export function isBulk(text: string): boolean {
  const entries = text.split(/[\n\r,;\t]+/).map((entry) => entry.trim()).filter((entry) => entry !== ""); // prettier-ignore
  return entries.length > 1;
}
