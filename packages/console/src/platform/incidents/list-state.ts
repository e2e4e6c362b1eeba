import type { Sort } from "../../parts/table-columns.js";

/** Dates that a time frame can be about. */
export const frameFields = { create_date: "Created", inc_last_modified_date: "Changed", discovered_date: "Discovered", end_date: "Closed" } as const;
export type FrameField = keyof typeof frameFields;

/** How far back a time frame reaches, in days. */
export const frameDays: readonly number[] = [1, 7, 30, 90, 365];

/** Whose incidents: mine, nobody's, or those of people by id. */
export type OwnerFilter = "me" | "none" | readonly number[];

/** What the list shows: all of it is in the address. */
export interface ListState {
  /** Part of the name. */
  q: string;
  status: "A" | "C" | "any";
  severity: readonly number[];
  type: readonly number[];
  /** Ids of workspaces. */
  workspace: readonly number[];
  owner: OwnerFilter;
  frame: { field: FrameField; days: number } | undefined;
  sort: Sort;
  /** From 1. */
  page: number;
  size: number;
  columns: readonly string[];
}

/** Numbers of rows a page can have. */
export const pageSizes: readonly number[] = [25, 50, 100];

/** Columns at first. */
export const firstColumns: readonly string[] = ["id", "name", "severity_code", "incident_type_ids", "phase_id", "owner_id", "workspace", "create_date"];

/** The list without anything in the address: all open incidents, newest first. */
export const firstState: ListState = {
  q: "",
  status: "A",
  severity: [],
  type: [],
  workspace: [],
  owner: [],
  frame: undefined,
  sort: { column: "create_date", descending: true },
  page: 1,
  size: 25,
  columns: firstColumns,
};

const numbers = (text: string | null): number[] => (text ?? "").split(",").filter((part) => /^\d{1,9}$/.test(part)).map(Number);

/** Reads an address; whatever is wrong in it takes its default. */
export function readState(search: URLSearchParams, known: ReadonlySet<string>): ListState {
  const status = search.get("status");
  const owner = search.get("owner");
  const [field = "", days = ""] = (search.get("frame") ?? "").split(":");
  const sort = /^(-?)([a-z_]{1,40})$/.exec(search.get("sort") ?? "");
  const page = Number(search.get("page") ?? 1);
  const size = Number(search.get("size") ?? 25);
  const columns = (search.get("columns") ?? "").split(",").filter((column) => known.has(column));
  return {
    q: (search.get("q") ?? "").slice(0, 200),
    status: status === "C" || status === "any" ? status : "A",
    severity: numbers(search.get("severity")),
    type: numbers(search.get("type")),
    workspace: numbers(search.get("workspace")),
    owner: owner === "me" || owner === "none" ? owner : numbers(owner),
    frame: field in frameFields && frameDays.includes(Number(days)) ? { field: field as FrameField, days: Number(days) } : undefined,
    sort: sort !== null && known.has(sort[2] ?? "") ? { column: sort[2] ?? "", descending: sort[1] === "-" } : firstState.sort,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: pageSizes.includes(size) ? size : 25,
    columns: columns.length === 0 ? firstColumns : columns,
  };
}

/** Writes an address; what is as at first is left out. */
export function writeState(state: ListState): URLSearchParams {
  const search = new URLSearchParams();
  const owner = typeof state.owner === "string" ? state.owner : state.owner.join(",");
  const parts: readonly (readonly [string, string])[] = [
    ["q", state.q],
    ["status", state.status === "A" ? "" : state.status],
    ["severity", state.severity.join(",")],
    ["type", state.type.join(",")],
    ["workspace", state.workspace.join(",")],
    ["owner", owner],
    ["frame", state.frame === undefined ? "" : `${state.frame.field}:${state.frame.days}`],
    ["sort", state.sort.column === "create_date" && state.sort.descending ? "" : `${state.sort.descending ? "-" : ""}${state.sort.column}`],
    ["page", state.page === 1 ? "" : String(state.page)],
    ["size", state.size === 25 ? "" : String(state.size)],
    ["columns", state.columns.join(",") === firstColumns.join(",") ? "" : state.columns.join(",")],
  ];
  for (const [name, value] of parts) {
    if (value !== "") search.set(name, value);
  }
  return search;
}

/** A named set of filters that comes with Soarkit. */
export interface ShippedView {
  id: string;
  name: string;
  filters: Pick<ListState, "q" | "status" | "severity" | "type" | "workspace" | "owner" | "frame">;
}

const open = { q: "", status: "A", severity: [], type: [], workspace: [], owner: [], frame: undefined } as const;

/** Views that come with Soarkit (console.md §3A.2). */
export const shippedViews: readonly ShippedView[] = [
  { id: "open", name: "All Open Incidents", filters: open },
  { id: "mine", name: "My Incidents", filters: { ...open, owner: "me" } },
  { id: "unassigned", name: "Unassigned", filters: { ...open, owner: "none" } },
  { id: "closed-week", name: "Closed this week", filters: { ...open, status: "C", frame: { field: "end_date", days: 7 } } },
  { id: "changed-today", name: "Changed today", filters: { ...open, status: "any", frame: { field: "inc_last_modified_date", days: 1 } } },
  { id: "all", name: "All Incidents", filters: { ...open, status: "any" } },
];

/** The view whose filters these are; undefined for a set of one's own. */
export function viewOf(state: ListState): ShippedView | undefined {
  const filters = (of: ShippedView["filters"]) => writeState({ ...firstState, q: of.q, status: of.status, severity: of.severity, type: of.type, workspace: of.workspace, owner: of.owner, frame: of.frame }).toString();
  const own = filters(state);
  return shippedViews.find((view) => filters(view.filters) === own);
}
