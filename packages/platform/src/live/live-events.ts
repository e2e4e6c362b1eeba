import { setImmediate } from "node:timers/promises";
import { messageOf } from "@soarkit/protocol";
import type { ConsoleEvent, Logger } from "@soarkit/runtime";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { PlatformDatabase, PlatformQueries } from "../database.js";
import { workspacesOf } from "../accounts/workspaces/store.js";
import type { PageChange } from "./changes.js";

/** Most changes that are told in one go. */
const largestRound = 500;

/** Turns changes into the events of open pages, in the order of the changes and without saying the same twice in a row. */
export class LiveEvents {
  #waiting: PageChange[] = [];
  #work: Promise<void> | undefined;
  #stopped = false;

  constructor(private readonly deps: { readonly database: Pick<PlatformDatabase, "db">; readonly log: Logger; readonly publish: (event: ConsoleEvent, audience?: readonly number[]) => void }) {}

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
        for (const { event, audience } of await eventsOf(this.deps.database.db, round)) this.deps.publish(event, audience);
      } catch (error) {
        this.deps.log.warn({ reason: messageOf(error) }, "Open pages could not be told of a change; they show it when they are loaded again");
      }
    }
    this.#work = undefined;
  }
}

/** An event with the workspaces whose members may know of it; undefined: everybody. */
interface Told {
  readonly event: ConsoleEvent;
  readonly audience: readonly number[] | undefined;
}

async function eventsOf(queries: PlatformQueries, changes: readonly PageChange[]): Promise<Told[]> {
  const idsOf = (of: "invocation" | "instance"): number[] => changes.flatMap((change) => ("of" in change && change.of === of ? [change.id] : []));
  const incidents = {
    invocation: await incidentsOf(queries, "invocations", idsOf("invocation")),
    instance: await incidentsOf(queries, "workflow_instances", idsOf("instance")),
  };
  const people = await PrincipalDirectory.read(queries, changes.flatMap((change) => ("by" in change && typeof change.by === "number" ? [change.by] : [])));
  const incidentIn = (change: PageChange): number | undefined => ("of" in change ? incidents[change.of].get(change.id) : change.incidentId);
  const where = await workspacesOf(queries, [...new Set(changes.flatMap((change) => incidentIn(change) ?? []))]);
  const events = new Map<string, Told>();
  for (const change of changes) {
    const topics = "of" in change ? topicsOf(incidentIn(change)) : change.topics;
    const by = "by" in change && change.by !== undefined ? { by: typeof change.by === "number" ? people.dto(change.by).display_name : change.by } : {};
    const id = change.id === undefined ? {} : { id: change.id };
    const audience = audienceOf(change, incidentIn(change), where);
    for (const topic of topics) {
      const key = `${topic} ${change.kind} ${change.id ?? ""}`;
      // Said last: whatever came before it in this round is covered by reading again after it.
      const earlier = events.get(key)?.audience ?? [];
      events.delete(key);
      events.set(key, { event: { topic, kind: change.kind, ...id, ...by }, audience: audience === undefined ? undefined : [...new Set([...earlier, ...audience])] });
    }
  }
  return [...events.values()];
}

function audienceOf(change: PageChange, incident: number | undefined, where: ReadonlyMap<number, number>): number[] | undefined {
  if (!("of" in change) && incident === undefined) return undefined;
  const now = incident === undefined ? undefined : where.get(incident);
  const before = "of" in change ? [] : (change.workspaces ?? []);
  return [...before, ...(now === undefined ? [] : [now])];
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
