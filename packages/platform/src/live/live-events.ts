import { setImmediate } from "node:timers/promises";
import { messageOf } from "@soarkit/protocol";
import type { ConsoleEvent, Logger } from "@soarkit/runtime";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformDatabase, PlatformQueries } from "../database.js";
import type { PageChange } from "./changes.js";

/** Most changes that are told in one go. */
const largestRound = 500;

/** Turns changes into the events of open pages, in the order of the changes and without saying the same twice in a row. */
export class LiveEvents {
  #waiting: PageChange[] = [];
  #work: Promise<void> | undefined;
  #stopped = false;

  constructor(private readonly deps: { readonly database: Pick<PlatformDatabase, "db">; readonly log: Logger; readonly publish: (event: ConsoleEvent) => void }) {}

  /** Takes changes that are committed. */
  readonly push = (changes: readonly PageChange[]): void => {
    if (this.#stopped) return;
    this.#waiting.push(...changes);
    this.#work ??= this.#drain();
  };

  /** Takes no more changes, and waits for the round under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting = [];
    await this.#work;
  }

  async #drain(): Promise<void> {
    await setImmediate();
    while (this.#waiting.length > 0) {
      const round = this.#waiting.splice(0, largestRound);
      try {
        for (const event of await eventsOf(this.deps.database.db, round)) this.deps.publish(event);
      } catch (error) {
        this.deps.log.warn({ reason: messageOf(error) }, "Open pages could not be told of a change; they show it when they are loaded again");
      }
    }
    this.#work = undefined;
  }
}

async function eventsOf(queries: PlatformQueries, changes: readonly PageChange[]): Promise<ConsoleEvent[]> {
  const idsOf = (of: "invocation" | "instance"): number[] => changes.flatMap((change) => ("of" in change && change.of === of ? [change.id] : []));
  const incidents = {
    invocation: await incidentsOf(queries, "invocations", idsOf("invocation")),
    instance: await incidentsOf(queries, "workflow_instances", idsOf("instance")),
  };
  const people = await PrincipalDirectory.read(queries, changes.flatMap((change) => ("by" in change && typeof change.by === "number" ? [change.by] : [])));
  const events = new Map<string, ConsoleEvent>();
  for (const change of changes) {
    const topics = "of" in change ? topicsOf(incidents[change.of].get(change.id)) : change.topics;
    const by = "by" in change && change.by !== undefined ? { by: typeof change.by === "number" ? people.dto(change.by).display_name : change.by } : {};
    const id = change.id === undefined ? {} : { id: change.id };
    for (const topic of topics) {
      const key = `${topic} ${change.kind} ${change.id ?? ""}`;
      // Said last: whatever came before it in this round is covered by reading again after it.
      events.delete(key);
      events.set(key, { topic, kind: change.kind, ...id, ...by });
    }
  }
  return [...events.values()];
}

function topicsOf(incidentId: number | undefined): string[] {
  return incidentId === undefined ? ["messaging"] : [`incident:${incidentId}`, "messaging"];
}

async function incidentsOf(queries: PlatformQueries, table: "invocations" | "workflow_instances", ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await queries.selectFrom(table).select(["id", "incident_id"]).where("id", "in", wanted).execute();
  return new Map(rows.map((row) => [row.id, row.incident_id]));
}
