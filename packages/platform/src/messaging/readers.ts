import { messageOf } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";
import type { BrokerLink, BrokerLinkEvent, BrokerPrincipal } from "@soarkit/stomp";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformDatabase } from "../database.js";
import { announce } from "../live/changes.js";

/** Pages are told of at most so many waiting messages when a reader comes or goes. */
const mostTold = 100;

/** An integration server that reads a queue now. */
export interface QueueReader {
  /** Name of its account. */
  readonly name: string;
  /** Its address. */
  readonly host: string;
  readonly since: number;
  /** Messages that it has and has not acknowledged. */
  readonly in_flight: number;
}

/** An integration server that is connected now. */
export interface ConnectedServer {
  readonly name: string;
  readonly host: string;
  readonly since: number;
  /** Programmatic names of the destinations that it reads. */
  readonly destinations: string[];
  readonly in_flight: number;
}

/** Who read a destination last. */
export interface LastSeen {
  readonly at: number;
  readonly name: string;
  readonly host: string;
}

/** Who reads which queue, who would but may not, and who did last. */
export class Readers {
  #links: () => readonly BrokerLink[] = () => [];
  /** Refused reads by queue, then account. */
  readonly #refused = new Map<string, Set<number>>();
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly orgId: number; readonly log: Logger; readonly now: () => number }) {}

  /** Where the broker's links are looked at. */
  attach(links: () => readonly BrokerLink[]): void {
    this.#links = links;
  }

  /** For the broker: told of every link and what it reads. */
  readonly onLink = (event: BrokerLinkEvent): void => {
    const { db } = this.deps.database;
    const { principal } = event.link;
    if (!("queue" in event)) {
      announce(db, { topics: ["system", "messaging"], kind: `server.${event.kind}`, id: event.link.id, by: Number(principal.id) });
      return;
    }
    if (event.kind === "reading") this.#refused.get(event.queue)?.delete(Number(principal.id));
    const destination = this.#destinationOf(event.queue);
    if (destination === undefined) return;
    this.#writing = this.#writing.then(() => this.#saw(destination, event.link));
  };

  /** An account asked for a queue that it may not read. */
  refused(principal: BrokerPrincipal, queue: string): void {
    if (this.#destinationOf(queue) === undefined) return;
    this.#refused.set(queue, (this.#refused.get(queue) ?? new Set()).add(Number(principal.id)));
  }

  /** Who reads this queue. */
  async of(queue: string): Promise<QueueReader[]> {
    const found = this.#links().flatMap((link) => link.reads.filter((read) => read.queue === queue).map((read) => ({ link, read })));
    const names = await this.#names(found.map(({ link }) => link));
    return found.map(({ link, read }) => ({ name: names(link), host: link.peer, since: read.since, in_flight: read.inFlight }));
  }

  /** Names of connected accounts that asked for this queue and may not read it. */
  async refusedOf(queue: string): Promise<string[]> {
    const refused = this.#refused.get(queue);
    if (refused === undefined || refused.size === 0) return [];
    const links = this.#links().filter((link) => refused.has(Number(link.principal.id)));
    const names = await this.#names(links);
    return [...new Set(links.map(names))];
  }

  /** Every connected integration server. */
  async servers(): Promise<ConnectedServer[]> {
    const links = this.#links();
    const names = await this.#names(links);
    return links.map((link) => ({
      name: names(link),
      host: link.peer,
      since: link.since,
      destinations: link.reads.flatMap((read) => this.#destinationOf(read.queue) ?? []).sort(),
      in_flight: link.reads.reduce((sum, read) => sum + read.inFlight, 0),
    }));
  }

  /** Who read which destination last, by programmatic name. */
  async lastSeen(): Promise<ReadonlyMap<string, LastSeen>> {
    const rows = await this.deps.database.db.selectFrom("destination_seen").selectAll().execute();
    return new Map(rows.map((row) => [row.destination, { at: row.seen, name: row.reader, host: row.peer }]));
  }

  /** Resolves when everything seen is written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #destinationOf(queue: string): string | undefined {
    const prefix = `actions.${this.deps.orgId}.`;
    return queue.startsWith(prefix) ? queue.slice(prefix.length) : undefined;
  }

  async #names(links: readonly BrokerLink[]): Promise<(link: BrokerLink) => string> {
    const people = await PrincipalDirectory.read(this.deps.database.db, links.map((link) => Number(link.principal.id)));
    return (link) => people.dto(Number(link.principal.id)).display_name;
  }

  async #saw(destination: string, link: BrokerLink): Promise<void> {
    const { db } = this.deps.database;
    try {
      const values = { seen: this.deps.now(), reader: (await this.#names([link]))(link), peer: link.peer };
      await db
        .insertInto("destination_seen")
        .values({ destination, ...values })
        .onConflict((conflict) => conflict.column("destination").doUpdateSet(values))
        .execute();
      announce(db, { topics: ["messaging"], kind: "destination.changed", id: destination });
      // What waits there has another reason to wait now.
      const waiting = await db.selectFrom("invocations").select("id").where("outcome", "=", "pending").where("destination", "=", destination).orderBy("id", "desc").limit(mostTold).execute();
      for (const { id } of waiting) announce(db, { of: "invocation", kind: "invocation.message", id });
    } catch (error) {
      this.deps.log.warn({ destination, reason: messageOf(error) }, "It could not be noted who reads a destination");
    }
  }
}
