import type { Principal } from "../accounts/principal.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import type { Aliases } from "./aliases.js";

/** An object of an export document. */
export type DocumentItem = Readonly<Record<string, unknown>>;

/** An object of this platform in the form of an export document. */
export interface ExportedObject {
  /** What the section's objects are told apart by (soar-protocol §3.2). */
  readonly key: string;
  readonly uuid: string;
  readonly form: DocumentItem;
  /** False for what comes with the platform: found on import, left out of exports. */
  readonly exported: boolean;
}

/** What an item of a document is told apart by. */
export interface ItemIdentity {
  readonly key: string;
  readonly uuid: string | undefined;
}

/** One section of export documents: how its objects are read, recognised and written. */
export interface Section {
  /** Key in the document. */
  readonly name: string;
  /** What one of its objects is called in messages. */
  readonly kind: string;
  /** All objects as they are now. */
  read(queries: PlatformQueries): Promise<ExportedObject[]>;
  /** Whether this reader may know of an object; every reader of the configuration where it is missing. */
  knownTo?(object: ExportedObject, principal: Principal): boolean;
  /** Identity of an item; undefined when it lacks the members for it. */
  identify(item: DocumentItem): ItemIdentity | undefined;
  /** Writes an item over the object it means, or as a new one. */
  save(trx: PlatformTransaction, item: DocumentItem, existing: ExportedObject | undefined, by: SectionContext): Promise<void>;
}

/** What all sections share during one import. */
export interface SectionContext {
  readonly principal: Principal;
  /** Uuids of the document that mean objects which have another uuid here. */
  readonly aliases: Aliases;
}

/** A member as text; undefined for anything else and for the empty text. */
export function textMember(item: DocumentItem, member: string): string | undefined {
  const value = item[member];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Identity by the first of these members that is set, and the uuid. */
export function identityBy(item: DocumentItem, ...members: readonly string[]): ItemIdentity | undefined {
  for (const member of members) {
    const key = textMember(item, member);
    if (key !== undefined) return { key, uuid: textMember(item, "uuid") };
  }
  return undefined;
}
