import { readFile } from "node:fs/promises";
import { parseTlp, toStaxxTlp } from "@soarkit/indicators";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { isLoopback, newId, registerSecret, type ConsoleEvent, type Logger, type SecretStore } from "@soarkit/runtime";
import type { MakeOutgoing } from "./outgoing.js";
import { pollFeed, type PollCounts, type PollParts } from "./poll.js";
import type { FeedRow } from "./store.js";
import { TaxiiClient, type OfferedCollection } from "./taxii-client.js";

/** What a feed is made of. */
export interface NewFeed {
  readonly name: string;
  /** Of a discovery or an API root. */
  readonly url: string;
  /** Id or title; may be empty when the server has one collection only. */
  readonly collection: string;
  readonly user: string;
  readonly password: string;
  readonly ca_file: string;
  readonly verify: boolean;
  /** Allows `http:` to another machine, unencrypted. To this machine it is always allowed. */
  readonly allow_http: boolean;
  /** A proxy's address, `direct` for none, empty for the environment's. */
  readonly proxy: string;
  readonly interval_minutes: number;
  readonly tlp: string;
  readonly confidence: number | null;
  readonly expires_days: number | null;
}

/** A feed as people see it: everything but the password. */
export type FeedEntry = Omit<FeedRow, "verify" | "allow_http" | "secret_name" | "last_counts"> & { readonly verify: boolean; readonly allow_http: boolean; readonly has_password: boolean; readonly polling: boolean; readonly last_counts: PollCounts | null };

/** What feeds work with. */
export interface FeedParts extends PollParts {
  readonly outgoing: MakeOutgoing;
  readonly secrets: () => Promise<SecretStore>;
  readonly publish: (event: ConsoleEvent) => void;
  readonly log: Logger;
}

/** The store's service of the passwords. */
const secretService = "hub-feeds";
const minute = 60_000;
/** Wait after a failure, doubled with each; never longer than the interval or an hour, whichever is more. */
const firstWait = 30_000;
const hour = 60 * minute;
/** Longest time that a timer can wait, milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** Feeds: collections of other TAXII 2.1 servers, polled by timer, each with a watermark that survives any end of the process. */
export class Feeds {
  private readonly timers = new Map<number, NodeJS.Timeout>();
  private readonly polls = new Map<number, { readonly done: Promise<void>; readonly controller: AbortController }>();
  private stopped = false;

  constructor(private readonly parts: FeedParts) {}

  /** Begins to poll what is due, and sets a timer for what is not. */
  async start(): Promise<void> {
    for (const feed of await this.parts.feeds.list()) this.arm(feed);
  }

  /** Ends polls that run; what they stored stays, and the next start goes on from there. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const { controller } of this.polls.values()) controller.abort(new Error("the hub is stopping"));
    await Promise.all([...this.polls.values()].map(({ done }) => done));
  }

  async list(): Promise<FeedEntry[]> {
    return (await this.parts.feeds.list()).map((feed) => this.entry(feed));
  }

  /** Adds a feed after its server, login and collection have been tried. @throws SoarkitError `FEED_EXISTS`, `FEED_INVALID`, `FEED_REFUSED`, `FEED_ANSWER`. */
  async add(feed: NewFeed, by: string): Promise<FeedEntry> {
    const { feeds, now } = this.parts;
    const tlp = parseTlp(feed.tlp);
    if (tlp === undefined) throw new SoarkitError("FEED_INVALID", { reason: "tlp is one of CLEAR, GREEN, AMBER, AMBER+STRICT, RED" });
    if (isOpenToReaders(feed)) throw new SoarkitError("FEED_INVALID", { reason: `http sends password and indicators readable by everybody on the way to ${new URL(feed.url).host}; give an address with https, or allow http for this feed (“Allow http” on the page, --allow-http by command)` });
    if (feed.password !== "") registerSecret(feed.password);
    const { root, collection } = await this.resolve(feed);
    const secretName = feed.password === "" ? "" : newId();
    if (secretName !== "") await (await this.parts.secrets()).set(secretService, secretName, feed.password);
    const { name, user, ca_file, proxy, confidence, expires_days } = feed;
    const id = await feeds.add({
      name, url: root, collection: collection.id, collection_title: collection.title, user, secret_name: secretName, ca_file, verify: feed.verify ? 1 : 0, allow_http: feed.allow_http ? 1 : 0, proxy,
      interval: feed.interval_minutes * minute, tlp: toStaxxTlp(tlp), confidence, expires_days, state: "active", watermark: "", next_poll: now(), failures: 0, created: now(), created_by: by,
      last_poll: null, last_success: null, last_error: "", last_counts: "", total_added: 0,
    }); // prettier-ignore
    if (id === undefined) {
      if (secretName !== "") await (await this.parts.secrets()).delete(secretService, secretName);
      throw new SoarkitError("FEED_EXISTS", { name });
    }
    const added = await this.get(id);
    this.changed(id, "feed.added", by);
    this.arm(added);
    return this.entry(added);
  }

  /** Polls at once, paused or not, and waits for the end. @throws SoarkitError `FEED_UNKNOWN`. */
  async poll(id: number): Promise<FeedEntry> {
    await this.get(id);
    await this.begin(id);
    return this.entry(await this.get(id));
  }

  /** @throws SoarkitError `FEED_UNKNOWN`. */
  async setState(id: number, state: FeedRow["state"], by: string): Promise<FeedEntry> {
    await this.get(id);
    await this.parts.feeds.change(id, { state, ...(state === "active" ? { next_poll: this.parts.now() } : {}) });
    const feed = await this.get(id);
    this.changed(id, state === "active" ? "feed.resumed" : "feed.paused", by);
    this.arm(feed);
    return this.entry(feed);
  }

  /** Removes a feed and its password; the indicators it brought stay. @throws SoarkitError `FEED_UNKNOWN`. */
  async remove(id: number, by: string): Promise<void> {
    const feed = await this.get(id);
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    const running = this.polls.get(id);
    running?.controller.abort(new Error("the feed was removed"));
    await running?.done;
    await this.parts.feeds.remove(id);
    if (feed.secret_name !== "") await (await this.parts.secrets()).delete(secretService, feed.secret_name);
    this.changed(id, "feed.removed", by);
  }

  private async get(id: number): Promise<FeedRow> {
    const feed = await this.parts.feeds.find(id);
    if (feed === undefined) throw new SoarkitError("FEED_UNKNOWN", { id });
    return feed;
  }

  private arm(feed: FeedRow): void {
    clearTimeout(this.timers.get(feed.id));
    this.timers.delete(feed.id);
    if (this.stopped || feed.state !== "active") return;
    const wait = Math.min(Math.max(feed.next_poll - this.parts.now(), 0), longestTimer);
    const timer = setTimeout(() => void this.begin(feed.id), wait);
    timer.unref();
    this.timers.set(feed.id, timer);
  }

  /** One poll at a time of each feed; a second call waits for the one that runs. Never throws: the result stands with the feed. */
  private begin(id: number): Promise<void> {
    const running = this.polls.get(id);
    if (running !== undefined || this.stopped) return running?.done ?? Promise.resolve();
    const controller = new AbortController();
    const done = this.run(id, controller.signal)
      .catch((error: unknown) => this.parts.log.error({ err: error, feed: id }, "Polling a feed failed"))
      .finally(() => this.polls.delete(id));
    this.polls.set(id, { done, controller });
    this.changed(id, "feed.polling");
    return done;
  }

  private async run(id: number, signal: AbortSignal): Promise<void> {
    const { feeds, now } = this.parts;
    const feed = await this.get(id);
    const began = now();
    try {
      const secrets = feed.secret_name === "" ? undefined : await this.parts.secrets();
      const password = (await secrets?.get(secretService, feed.secret_name)) ?? "";
      const counts = await this.withClient({ ...feed, verify: feed.verify === 1, allow_http: feed.allow_http === 1, password }, signal, (client) => pollFeed(feed, client, this.parts));
      await feeds.change(id, { last_poll: began, last_success: began, last_error: "", failures: 0, last_counts: JSON.stringify(counts), total_added: feed.total_added + counts.added, next_poll: began + feed.interval });
      if (counts.added + counts.changed + counts.ended > 0) this.parts.publish({ topic: "indicators", kind: "indicator.added", by: feed.name });
    } catch (error) {
      if (signal.aborted) return;
      const failures = feed.failures + 1;
      const wait = Math.min(firstWait * 2 ** Math.min(failures - 1, 20), Math.max(feed.interval, hour));
      await feeds.change(id, { last_poll: began, last_error: messageOf(error).slice(0, 1_000), failures, next_poll: now() + wait });
      this.parts.log.warn({ feed: feed.name, failures, retry_seconds: Math.round(wait / 1_000) }, `Polling failed: ${messageOf(error)}`);
    }
    const after = await feeds.find(id);
    if (after !== undefined) this.arm(after);
    this.changed(id, "feed.polled");
  }

  private async resolve(feed: NewFeed): Promise<{ root: string; collection: OfferedCollection }> {
    return this.withClient(feed, new AbortController().signal, async (client) => {
      const root = await client.apiRoot(feed.url);
      const offered = await client.collections(root);
      const wanted = offered.filter(({ id, title }) => feed.collection === "" || id === feed.collection || title === feed.collection);
      const [collection, ...others] = wanted;
      if (collection !== undefined && others.length === 0) return { root, collection };
      const names = offered.map(({ title, id }) => `${title === "" ? id : title} (${id})`).join(", ");
      throw new SoarkitError("FEED_INVALID", { reason: offered.length === 0 ? "the server offers this account no collection to read" : `name one collection of: ${names}` });
    });
  }

  private async withClient<T>(feed: Pick<NewFeed, "verify" | "allow_http" | "ca_file" | "proxy" | "user" | "password">, signal: AbortSignal, work: (client: TaxiiClient) => Promise<T>): Promise<T> {
    const ca = feed.ca_file === "" ? undefined : await readCa(feed.ca_file);
    const http = this.parts.outgoing({ verify: feed.verify, allowHttp: feed.allow_http, ...(ca === undefined ? {} : { ca }), ...(feed.proxy === "" ? {} : { proxy: feed.proxy }) });
    try {
      return await work(new TaxiiClient(http, feed, signal));
    } finally {
      await http.close();
    }
  }

  private entry({ verify, allow_http: http, secret_name: secretName, last_counts: counts, ...feed }: FeedRow): FeedEntry {
    return { ...feed, verify: verify === 1, allow_http: http === 1, has_password: secretName !== "", polling: this.polls.has(feed.id), last_counts: counts === "" ? null : (JSON.parse(counts) as PollCounts) };
  }

  private changed(id: number, kind: string, by?: string): void {
    this.parts.publish({ topic: "feeds", kind, id, ...(by === undefined ? {} : { by }) });
  }
}

/** True when what is sent could be read on the way, and nobody allowed that. */
function isOpenToReaders({ url, allow_http: allowed }: Pick<NewFeed, "url" | "allow_http">): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !allowed && !isLoopback(hostname);
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new SoarkitError("FEED_INVALID", { reason: `the certificate file ${file} cannot be read (${messageOf(error)})` }, { cause: error });
  }
}
