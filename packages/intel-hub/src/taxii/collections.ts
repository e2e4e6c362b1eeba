import { SoarkitError } from "@soarkit/protocol";
import { nameUuid } from "../stix/ids.js";

/** A collection: everything, one source, or the place for pushes. */
export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
  readonly media_types: readonly [string];
  /** Of which source its objects are; undefined for all. */
  readonly source?: string;
}

/** Media type of the objects. */
export const stixMediaType = "application/stix+json;version=2.1";

const everything: Collection = { id: nameUuid("collection\nall"), title: "All indicators", description: "Every indicator and report that may be shared", can_read: true, can_write: false, media_types: [stixMediaType] };
const inbox: Collection = { id: nameUuid("collection\ninbox"), title: "Inbox", description: "Indicators pushed here wait for approval; those of an administrator count at once", can_read: false, can_write: true, media_types: [stixMediaType] };

/** The collections of a hub with reports of these sources. Ids never change. */
export function collectionsOf(sources: readonly string[]): Collection[] {
  const ofSource = (source: string): Collection => ({ id: nameUuid(`collection\nsource\n${source}`), title: source, description: `Indicators and reports of ${source}`, can_read: true, can_write: false, media_types: [stixMediaType], source });
  return [everything, inbox, ...sources.map(ofSource)];
}

/** The collection with this id. @throws SoarkitError `HUB_TAXII_UNKNOWN`. */
export function findCollection(collections: readonly Collection[], id: string): Collection {
  const found = collections.find((collection) => collection.id === id.toLowerCase());
  if (found === undefined) throw new SoarkitError("HUB_TAXII_UNKNOWN", { what: "collection", id });
  return found;
}

/** The collection as TAXII answers it. */
export function collectionResource({ source: _source, ...resource }: Collection): Omit<Collection, "source"> {
  return resource;
}
