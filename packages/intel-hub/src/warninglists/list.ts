import type { IndicatorType } from "@soarkit/indicators";
import type { Packed } from "./packed.js";

/** How the entries of a MISP warning list are compared. */
export type ListKind = "string" | "substring" | "hostname" | "cidr" | "regex";

/** What a list does: `off` nothing, `mark` says so, `hold` says so, keeps imports waiting and reports no hit. */
export const effects = ["off", "mark", "hold"] as const;
export type Effect = (typeof effects)[number];

/** The head of a list, as its file says it (MISP's format: name, description, version, type, matching_attributes, category). */
export interface ListHead {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly type: ListKind;
  readonly attributes: readonly string[];
  /** True for identifiers that are only known (cloud networks), false for values that are false alarms. */
  readonly known: boolean;
  /** Entries left out: empty ones and overlong ones. */
  readonly left: number;
  readonly size: number;
}

/** A list as the reader hands it over: its entries, packed when they are many. */
export interface ReadList {
  readonly head: ListHead;
  readonly entries?: readonly string[];
  readonly packed?: Packed;
}

/** A list in use. */
export interface UsedList extends ReadList {
  /** Folder or file name, the handle of its settings. */
  readonly id: string;
  /** Types of ours that it judges; empty for all. */
  readonly types: ReadonlySet<IndicatorType>;
}
