import { actionsQueue, SoarkitError, type Handle, type HandleFormat, type MessageDestinationDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import { PrincipalDirectory, principalIdOf } from "../../accounts/principals.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../../database.js";
import { writeHandle } from "../../http/formats.js";
import { rulesSendingTo } from "../../rules/store.js";
import { queueDepth } from "../outbox/store.js";
import type { QueueReader, Readers } from "../readers.js";
import { destinationInputSchema, type MessageDestinationChange } from "./input.js";
import {
  deleteDestination,
  findDestination,
  functionsOf,
  insertDestination,
  listDestinations,
  pendingOf,
  updateDestination,
  type MessageDestination,
  type MessageDestinationValues,
} from "./store.js";

/** What a destination's queue looks like now. */
export interface DestinationStatusDTO {
  id: number;
  programmatic_name: string;
  queue: string;
  /** Messages that nobody has acknowledged. */
  depth: number;
  /** When the oldest of them was stored, in milliseconds since the epoch; null when there is none. */
  oldest: number | null;
  /** Integration servers that read the queue now. */
  consumers: number;
}

/** A destination as the console's pages show it. */
export interface DestinationStateDTO extends Omit<DestinationStatusDTO, "consumers"> {
  name: string;
  consumers: QueueReader[];
  /** When it was read last, in milliseconds since the epoch; null when nobody ever did. */
  last_seen: number | null;
  /** Who read it last, and from where. */
  last_reader: string | null;
  /** Accounts that are connected and asked for it, but may not read it. */
  refused: string[];
}

/** The message destinations (soar-protocol §1.12): queues, and who may read them. */
export class MessageDestinations {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly orgId: number;
      readonly now: () => number;
      /** Who reads which queue. */
      readonly readers: Pick<Readers, "of" | "lastSeen" | "refusedOf">;
    },
  ) {}

  /** Every destination by name. */
  async list(format: HandleFormat, queries: PlatformQueries = this.deps.database.db): Promise<MessageDestinationDTO[]> {
    const destinations = await listDestinations(queries);
    const people = await PrincipalDirectory.read(queries, destinations.flatMap((destination) => [...destination.users, ...destination.apiKeys]));
    return destinations.map((destination) => destinationDTO(destination, people, format));
  }

  /** One destination by id, programmatic name or name. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(handle: Handle, format: HandleFormat, queries: PlatformQueries = this.deps.database.db): Promise<MessageDestinationDTO> {
    const destination = await this.require(queries, handle);
    const people = await PrincipalDirectory.read(queries, [...destination.users, ...destination.apiKeys]);
    return destinationDTO(destination, people, format);
  }

  /** Creates a destination from a DTO and answers its id. @throws SoarkitError `REQUEST_INVALID`, `NAME_TAKEN`. */
  async create(body: unknown): Promise<number> {
    const input = parseInput(destinationInputSchema, body, "message destination");
    return this.deps.database.transaction((trx) => this.save(trx, undefined, input));
  }

  /** Replaces the members that the DTO has. @throws SoarkitError `OBJECT_UNKNOWN`, `REQUEST_INVALID`, `NAME_TAKEN`, `IN_USE`. */
  async update(handle: Handle, body: unknown): Promise<number> {
    const input = parseInput(destinationInputSchema.partial(), body, "message destination");
    return this.deps.database.transaction(async (trx) => this.save(trx, await this.require(trx, handle), input));
  }

  /** Removes a destination. @throws SoarkitError `OBJECT_UNKNOWN`, `IN_USE`. */
  async delete(handle: Handle): Promise<void> {
    await this.deps.database.transaction(async (trx) => {
      const destination = await this.require(trx, handle);
      const functions = (await functionsOf(trx, destination.id)).map((name) => `the function ${name}`);
      const rules = (await rulesSendingTo(trx, destination.id)).map((name) => `the rule ${name}`);
      const by = [...functions, ...rules].join(", ");
      if (by !== "") throw new SoarkitError("IN_USE", { kind: "message destination", name: destination.name, by });
      await this.refuseWhenPending(trx, destination);
      await deleteDestination(trx, destination.id);
    });
  }

  /** Depth and consumers of a destination's queue. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async status(handle: Handle): Promise<DestinationStatusDTO> {
    const { db } = this.deps.database;
    const destination = await this.require(db, handle);
    const queue = actionsQueue(this.deps.orgId, destination.programmaticName);
    const { depth, oldest } = await queueDepth(db, queue);
    return { id: destination.id, programmatic_name: destination.programmaticName, queue, depth, oldest, consumers: (await this.deps.readers.of(queue)).length };
  }

  /** Depth, readers and when it was read last, of one destination. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async state(handle: Handle): Promise<DestinationStateDTO> {
    return this.stateOf(await this.require(this.deps.database.db, handle));
  }

  /** The same of every destination, by name. */
  async states(): Promise<DestinationStateDTO[]> {
    const states: DestinationStateDTO[] = [];
    for (const destination of await listDestinations(this.deps.database.db)) states.push(await this.stateOf(destination));
    return states;
  }

  private async stateOf(destination: MessageDestination): Promise<DestinationStateDTO> {
    const { readers, orgId, database, now } = this.deps;
    const queue = actionsQueue(orgId, destination.programmaticName);
    const consumers = await readers.of(queue);
    const seen = (await readers.lastSeen()).get(destination.programmaticName);
    return {
      id: destination.id,
      name: destination.name,
      programmatic_name: destination.programmaticName,
      queue,
      ...(await queueDepth(database.db, queue)),
      consumers,
      last_seen: consumers.length > 0 ? now() : (seen?.at ?? null),
      last_reader: seen === undefined ? null : `${seen.name} (${seen.host})`,
      refused: await readers.refusedOf(queue),
    };
  }

  /** Writes a new destination, or the members given over an existing one; answers its id. */
  async save(trx: PlatformTransaction, existing: MessageDestination | undefined, input: MessageDestinationChange): Promise<number> {
    const name = input.name ?? existing?.name ?? "";
    const programmaticName = input.programmatic_name ?? existing?.programmaticName ?? name.toLowerCase().replace(/[^a-z0-9_]+/g, "_");
    const values: MessageDestinationValues = {
      name,
      programmaticName,
      destinationType: input.destination_type ?? existing?.destinationType ?? 0,
      expectAck: input.expect_ack ?? existing?.expectAck ?? true,
      uuid: input.uuid ?? existing?.uuid ?? newId(),
      tags: input.tags ?? existing?.tags ?? [],
      users: input.users == null ? (existing?.users ?? []) : await principals(trx, input.users, "users"),
      apiKeys: input.api_keys == null ? (existing?.apiKeys ?? []) : await principals(trx, input.api_keys, "api_keys"),
    };
    for (const by of [{ name }, { programmaticName }, { uuid: values.uuid }]) {
      const other = await findDestination(trx, by);
      if (other !== undefined && other.id !== existing?.id) throw new SoarkitError("NAME_TAKEN", { kind: "message destination", name: Object.values(by).join() });
    }
    if (existing === undefined) return insertDestination(trx, values, this.deps.now());
    if (existing.programmaticName !== programmaticName) await this.refuseWhenPending(trx, existing);
    await updateDestination(trx, existing.id, values);
    return existing.id;
  }

  private async refuseWhenPending(trx: PlatformTransaction, destination: MessageDestination): Promise<void> {
    const pending = await pendingOf(trx, destination.programmaticName, actionsQueue(this.deps.orgId, destination.programmaticName));
    if (pending > 0) throw new SoarkitError("IN_USE", { kind: "message destination", name: destination.name, by: `${pending} messages that are not answered yet` });
  }

  private async require(queries: PlatformQueries, handle: Handle): Promise<MessageDestination> {
    const destination = await resolveDestination(queries, handle);
    if (destination === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "message destination", id: typeof handle === "object" ? handle.id : handle });
    return destination;
  }
}

/** The destination that a handle means: id, programmatic name, or name. */
export async function resolveDestination(queries: PlatformQueries, handle: Handle): Promise<MessageDestination | undefined> {
  const wanted = typeof handle === "object" ? handle.id : handle;
  if (typeof wanted === "number") return findDestination(queries, { id: wanted });
  return (await findDestination(queries, { programmaticName: wanted })) ?? (await findDestination(queries, { name: wanted }));
}

async function principals(queries: PlatformQueries, handles: readonly Handle[], member: string): Promise<number[]> {
  const ids: number[] = [];
  for (const handle of handles) {
    const id = await principalIdOf(queries, handle);
    if (id === undefined) {
      const shown = typeof handle === "object" ? handle.name : String(handle);
      throw new SoarkitError("REQUEST_INVALID", { what: `The member ${member}`, reason: `there is no account ${shown}; create it first or leave it out.` });
    }
    ids.push(id);
  }
  return ids;
}

/** The destination as REST shows it. */
function destinationDTO(destination: MessageDestination, people: PrincipalDirectory, format: HandleFormat): MessageDestinationDTO {
  return {
    id: destination.id,
    name: destination.name,
    programmatic_name: destination.programmaticName,
    destination_type: writeHandle(destination.destinationType, destination.destinationType === 0 ? "queue" : "topic", format === "names" ? "ids" : format),
    expect_ack: destination.expectAck,
    users: destination.users.map((id) => people.handle(id, format)),
    api_keys: destination.apiKeys.map((id) => people.handle(id, format)),
    user_names: destination.users.map((id) => people.dto(id).display_name),
    api_key_names: destination.apiKeys.map((id) => people.dto(id).display_name),
    uuid: destination.uuid,
    export_key: destination.programmaticName,
    tags: [...destination.tags],
  };
}
