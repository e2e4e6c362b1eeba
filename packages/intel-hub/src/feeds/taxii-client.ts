import { SoarkitError } from "@soarkit/protocol";
import { z } from "zod";
import type { OutgoingHttp } from "./outgoing.js";

/** A collection that a server offers. */
export interface OfferedCollection {
  readonly id: string;
  readonly title: string;
}

/** A part of a collection. */
export interface CollectionPart {
  readonly objects: readonly unknown[];
  readonly more: boolean;
  readonly next: string | undefined;
  /** When its first and last object were added, as the server says it. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** Objects that are asked for at once; a server may give fewer. */
const objectsAtOnce = 500;
/** Media types of TAXII 2.1. */
const accept = "application/taxii+json;version=2.1";

const discovery = z.object({ api_roots: z.array(z.string()).optional(), default: z.string().optional(), versions: z.array(z.string()).optional() });
const collectionList = z.object({ collections: z.array(z.object({ id: z.string().min(1).max(200), title: z.string().default(""), can_read: z.boolean().default(true) })).optional() });
const envelope = z.object({ more: z.boolean().default(false), next: z.string().max(4_000).optional(), objects: z.array(z.unknown()).default([]) });

/** A time as STIX writes it; servers give fractions of any length. */
const timestamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?Z$/;

/** Whether a server's time is later than another of its times, to the last digit of its fractions. */
export function isLater(time: string, than: string): boolean {
  return comparable(time) > comparable(than);
}

function comparable(time: string): string {
  const [, seconds = time, fraction = ""] = timestamp.exec(time) ?? [];
  return `${seconds}.${fraction.padEnd(12, "0")}`;
}

/** Talks to a TAXII 2.1 server. */
export class TaxiiClient {
  constructor(
    private readonly http: OutgoingHttp,
    private readonly login: { readonly user: string; readonly password: string },
    private readonly signal: AbortSignal,
  ) {}

  /** The API root behind an address: itself, or the one that a discovery names. @throws SoarkitError `FEED_REFUSED`, `FEED_ANSWER`. */
  async apiRoot(address: string): Promise<string> {
    const url = withSlash(address);
    const found = this.read(discovery, (await this.get(url)).text, url);
    if (found.versions !== undefined) return url;
    const root = found.default ?? found.api_roots?.[0];
    if (root === undefined) throw new SoarkitError("FEED_ANSWER", { url, reason: "it names no API root" });
    const resolved = new URL(withSlash(root), url);
    // A discovery behind a proxy may name a host that only its own network knows; another host is never sent the password, nor is the same one unencrypted.
    if (resolved.origin !== new URL(url).origin) throw new SoarkitError("FEED_ANSWER", { url, reason: `its API root is elsewhere, at ${resolved.origin}; give that address itself if you trust it` });
    return resolved.href;
  }

  /** The collections that can be read. */
  async collections(root: string): Promise<OfferedCollection[]> {
    const url = new URL("collections/", root).href;
    const { collections = [] } = this.read(collectionList, (await this.get(url)).text, url);
    return collections.filter(({ can_read: readable }) => readable).map(({ id, title }) => ({ id, title }));
  }

  /** Objects added after a time, from `next` on. @throws SoarkitError `FEED_REFUSED`, `FEED_ANSWER`. */
  async objects(root: string, collection: string, after: string, next: string | undefined): Promise<CollectionPart> {
    const url = new URL(`collections/${encodeURIComponent(collection)}/objects/`, root);
    url.searchParams.set("limit", String(objectsAtOnce));
    if (after !== "") url.searchParams.set("added_after", after);
    if (next !== undefined) url.searchParams.set("next", next);
    const { text, headers } = await this.get(url.href);
    const found = this.read(envelope, text, url.href);
    const [first, last] = [headers["x-taxii-date-added-first"], headers["x-taxii-date-added-last"]].map((time) => (time !== undefined && timestamp.test(time) ? time : undefined));
    return { objects: found.objects, more: found.more, next: found.next, first, last: last ?? first };
  }

  private async get(url: string): Promise<{ text: string; headers: Readonly<Record<string, string>> }> {
    const { user, password } = this.login;
    const authorization = user === "" ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
    const answer = await this.http.request({ method: "GET", url, headers: { accept, ...authorization }, signal: this.signal });
    if (!answer.ok) throw new SoarkitError("FEED_REFUSED", { url: withoutQuery(url), status: answer.status, reason: adviceOf(answer.status) });
    return { text: answer.text(), headers: answer.headers };
  }

  private read<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } }, text: string, url: string): T {
    let parsed: unknown;
    try {
      parsed = text.trim() === "" ? {} : JSON.parse(text);
    } catch (error) {
      throw new SoarkitError("FEED_ANSWER", { url: withoutQuery(url), reason: "it is not JSON" }, { cause: error });
    }
    const result = schema.safeParse(parsed);
    if (!result.success) throw new SoarkitError("FEED_ANSWER", { url: withoutQuery(url), reason: "it is not what a TAXII 2.1 server answers" });
    return result.data;
  }
}

function adviceOf(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return "check user and password, and that the account may read this collection";
    case 404:
      return "check the address and the collection; the server may have removed it";
    case 406:
      return "it does not speak TAXII 2.1; Soarkit speaks no older version";
    case 429:
      return "it is asked too often; raise the interval";
    default:
      return status >= 300 && status < 400 ? "it sends the caller elsewhere; give the address it stands at now" : "its log says more";
  }
}

function withSlash(address: string): string {
  return address.endsWith("/") ? address : `${address}/`;
}

function withoutQuery(url: string): string {
  return url.split("?", 1)[0] ?? url;
}
