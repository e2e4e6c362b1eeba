import { actionsQueue, InvocationMessageType } from "@soarkit/protocol";
import type { PlatformDatabase, PlatformQueries } from "../../database.js";
import type { Readers } from "../readers.js";
import type { Invocation, StartedInstance, StoredInvocationMessage } from "./invocation.js";

/** Why something that is pending has not ended. */
export interface Waiting {
  /** `no_consumer`, `not_permitted`, `queued`, `taken`, `working`, `script`, `workflow`. */
  code: string;
  /** For a person; without what to do, which goes by the code. */
  text: string;
  /** Milliseconds since the epoch. */
  since: number | null;
}

/** Finds out what pending runs, calls and messages wait for (console.md §3A.9). */
export class WaitingReasons {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly orgId: number; readonly readers: Readers }) {}

  /** What a pending call or message waits for. @param messages what was said about it. */
  async ofCall(call: Invocation, messages: readonly StoredInvocationMessage[]): Promise<Waiting> {
    const { db } = this.deps.database;
    const destination = call.destination ?? "";
    const queue = actionsQueue(this.deps.orgId, destination);
    const readers = await this.deps.readers.of(queue);
    const message = await findQueued(db, call.id);
    const [reader] = readers;
    if (reader === undefined) {
      const refused = await this.deps.readers.refusedOf(queue);
      if (refused.length > 0) return { code: "not_permitted", text: `${refused.join(", ")} is connected, but may not read ${destination}.`, since: call.created };
      return this.noReader(call, destination, message?.deliveries ?? 0);
    }
    if (message !== undefined && message.deliveries === 0) {
      const ahead = await countAhead(db, queue, message.sequence);
      const servers = readers.length === 1 ? "one integration server takes them" : `${readers.length} integration servers take them`;
      return { code: "queued", text: ahead === 0 ? `It is the next message on ${destination}; ${servers}.` : `${ahead} ${ahead === 1 ? "message is" : "messages are"} ahead on ${destination}; ${servers}.`, since: call.created };
    }
    const who = readers.length === 1 ? reader.name : "An integration server";
    const said = messages.filter((candidate) => candidate.type !== InvocationMessageType.error).at(-1);
    if (said !== undefined && said.text.trim() !== "") return { code: "working", text: `${who} is working: ${said.text.slice(0, 500)}`, since: said.create_date };
    return { code: "taken", text: `${who} took it and has not reported yet.`, since: call.taken ?? call.created };
  }

  /** What a run waits for whose calls are all answered. */
  async ofInstances(instances: readonly StartedInstance[]): Promise<Waiting | null> {
    const running = instances.find((instance) => instance.status === "running");
    if (running === undefined) return null;
    const step = await this.deps.database.db
      .selectFrom("workflow_steps")
      .select(["name", "invocation_id", "start_date"])
      .where("instance_id", "=", running.instanceId)
      .where("state", "=", "waiting")
      .orderBy("start_date", "desc")
      .executeTakeFirst();
    if (step === undefined) return { code: "workflow", text: `The workflow ${running.workflow.name} is between two steps.`, since: running.startDate };
    const stage = step.invocation_id === null ? "pre-process" : "post-process";
    return { code: "script", text: `The ${stage} script of the step ${step.name} is running.`, since: step.start_date };
  }

  private async noReader(call: Invocation, destination: string, deliveries: number): Promise<Waiting> {
    const seen = (await this.deps.readers.lastSeen()).get(destination);
    const last = seen === undefined ? "none has been seen yet" : `last seen ${new Date(seen.at).toISOString().slice(0, 16).replace("T", " ")} UTC: ${seen.name} on ${seen.host}`;
    const taken = deliveries > 0 ? " It had been taken before and will be handed out again." : "";
    return { code: "no_consumer", text: `No integration server is connected to ${destination}; ${last}.${taken}`, since: Math.max(call.created, seen?.at ?? 0) };
  }
}

function findQueued(queries: PlatformQueries, invocationId: number): Promise<{ sequence: number; deliveries: number } | undefined> {
  return queries.selectFrom("outbox").select(["sequence", "deliveries"]).where("invocation_id", "=", invocationId).executeTakeFirst();
}

async function countAhead(queries: PlatformQueries, queue: string, sequence: number): Promise<number> {
  const row = await queries
    .selectFrom("outbox")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("queue", "=", queue)
    .where("sequence", "<", sequence)
    .executeTakeFirstOrThrow();
  return row.count;
}
