import type { Migration } from "@soarkit/runtime";
import type { Generated } from "kysely";

/** A message destination (soar-protocol §1.12). */
export interface MessageDestinationsTable {
  id: Generated<number>;
  name: string;
  programmatic_name: string;
  /** 0 queue, 1 topic. */
  destination_type: number;
  expect_ack: number;
  uuid: string;
  /** JSON array. */
  tags: string;
  created: number;
}

/** Who may read a destination's queue: the lists `users` and `api_keys` of its DTO. */
export interface MessageDestinationReadersTable {
  destination_id: number;
  kind: "user" | "api_key";
  principal_id: number;
}

/** A function that workflows can call (soar-protocol §1.12). */
export interface FunctionsTable {
  id: Generated<number>;
  name: string;
  display_name: string;
  uuid: string;
  /** JSON TextContent or null. */
  description: string | null;
  destination_id: number;
  /** JSON array of view items: the inputs by field uuid. */
  view_items: string;
  version: number;
  tags: string;
  /** JSON object of the members that are stored and given back as they came. */
  extra: string;
  /** JSON PrincipalDTO. */
  creator: string;
  created: number;
  modifier: string;
  modified: number;
}

/** A message that no consumer has acknowledged yet; acknowledging deletes the row. */
export interface OutboxTable {
  sequence: Generated<number>;
  queue: string;
  message_id: string;
  /** JSON object of strings. */
  headers: string;
  body: string;
  deliveries: number;
  invocation_id: number | null;
  created: number;
}

/**
 * One run of a rule, one function call or one action message, and what became of it (soar-protocol §1.13).
 * They share one row of ids: the id in `correlation-id` is the id the action status shows.
 */
export interface InvocationsTable {
  id: Generated<number>;
  /** rule | function | message */
  kind: string;
  /** The run of the rule that set it off; null for a run itself and for workflows started without a rule. */
  parent_id: number | null;
  /** Workflow instance; null for a run of a rule and for a message that a rule sent itself. */
  instance_id: number | null;
  /** The step's execution in the workflow; unique together with `instance_id`. */
  execution_id: string | null;
  /** JSON `{id, name, type}` of the rule as it was when run. */
  rule: string | null;
  function_id: number | null;
  /** JSON `{id, name, display_name}` as it was when called. */
  function: string | null;
  /** JSON `{workflow_id, name, programmatic_name}`. */
  workflow: string | null;
  /** Programmatic name of the destination that got the message; null for a run of a rule. */
  destination: string | null;
  incident_id: number;
  object_type: string;
  object_id: number;
  object_name: string;
  /** JSON PrincipalDTO. */
  principal: string;
  /** JSON object: a call's inputs as sent, a run's activity-field values by API name; else null. */
  inputs: string | null;
  /** JSON array of the ids of the rules that led here, oldest first. */
  chain: string;
  created: number;
  ended: number | null;
  /** How long an answer is waited for. */
  timeout_seconds: number;
  /** When it becomes "timed out" if nobody answers; null when it has ended or expects no answer. */
  timeout_at: number | null;
  status: number;
  outcome: string;
  /** pending → answered | failed; answered → processed (its post-process effects are written). */
  state: string;
  /** JSON of the reply's results, null when there were none. */
  results: string | null;
  error: string | null;
  /** When an integration server first got the message. */
  taken: Generated<number | null>;
  /** Display name of who ended it before its time. */
  ended_by: Generated<string | null>;
  /** Id of the rule in `rule`. */
  rule_id: number | null;
  /** 1 for what a rule did by itself, 0 for what a person started. */
  automatic: Generated<number>;
}

/** What was said about an invocation while it ran. */
export interface InvocationMessagesTable {
  id: Generated<number>;
  invocation_id: number;
  type: number;
  text: string;
  created: number;
}

/** Keys that sign context tokens; kept so that tokens in stored messages stay valid over restarts. */
export interface SigningKeysTable {
  name: string;
  secret: string;
  created: number;
}

/** Tables of the folder messaging. */
export interface MessagingTables {
  message_destinations: MessageDestinationsTable;
  message_destination_readers: MessageDestinationReadersTable;
  functions: FunctionsTable;
  outbox: OutboxTable;
  invocations: InvocationsTable;
  invocation_messages: InvocationMessagesTable;
  signing_keys: SigningKeysTable;
}

/** Migrations of the folder messaging, in order. */
export const messagingMigrations: Migration[] = [
  {
    name: "messaging: destinations, functions, outbox, invocations",
    async up(db) {
      await db.schema
        .createTable("message_destinations")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("name", "text", (c) => c.notNull())
        .addColumn("programmatic_name", "text", (c) => c.notNull().unique())
        .addColumn("destination_type", "integer", (c) => c.notNull())
        .addColumn("expect_ack", "integer", (c) => c.notNull())
        .addColumn("uuid", "text", (c) => c.notNull().unique())
        .addColumn("tags", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .execute();
      await db.schema
        .createTable("message_destination_readers")
        .addColumn("destination_id", "integer", (c) => c.notNull().references("message_destinations.id").onDelete("cascade"))
        .addColumn("kind", "text", (c) => c.notNull())
        .addColumn("principal_id", "integer", (c) => c.notNull())
        .addPrimaryKeyConstraint("message_destination_readers_key", ["destination_id", "kind", "principal_id"])
        .execute();
      await db.schema
        .createTable("functions")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("name", "text", (c) => c.notNull().unique())
        .addColumn("display_name", "text", (c) => c.notNull())
        .addColumn("uuid", "text", (c) => c.notNull().unique())
        .addColumn("description", "text")
        .addColumn("destination_id", "integer", (c) => c.notNull().references("message_destinations.id"))
        .addColumn("view_items", "text", (c) => c.notNull())
        .addColumn("version", "integer", (c) => c.notNull())
        .addColumn("tags", "text", (c) => c.notNull())
        .addColumn("extra", "text", (c) => c.notNull())
        .addColumn("creator", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .addColumn("modifier", "text", (c) => c.notNull())
        .addColumn("modified", "bigint", (c) => c.notNull())
        .execute();
      await db.schema
        .createTable("outbox")
        .addColumn("sequence", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("queue", "text", (c) => c.notNull())
        .addColumn("message_id", "text", (c) => c.notNull().unique())
        .addColumn("headers", "text", (c) => c.notNull())
        .addColumn("body", "text", (c) => c.notNull())
        .addColumn("deliveries", "integer", (c) => c.notNull().defaultTo(0))
        .addColumn("invocation_id", "integer")
        .addColumn("created", "bigint", (c) => c.notNull())
        .execute();
      await db.schema.createIndex("outbox_queue").on("outbox").columns(["queue", "sequence"]).execute();
      await db.schema.createIndex("outbox_invocation").on("outbox").column("invocation_id").execute();
      await db.schema
        .createTable("invocations")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("kind", "text", (c) => c.notNull())
        .addColumn("parent_id", "integer")
        .addColumn("instance_id", "integer")
        .addColumn("execution_id", "text")
        .addColumn("rule", "text")
        .addColumn("function_id", "integer")
        .addColumn("function", "text")
        .addColumn("workflow", "text")
        .addColumn("destination", "text")
        .addColumn("incident_id", "integer", (c) => c.notNull())
        .addColumn("object_type", "text", (c) => c.notNull())
        .addColumn("object_id", "integer", (c) => c.notNull())
        .addColumn("object_name", "text", (c) => c.notNull())
        .addColumn("principal", "text", (c) => c.notNull())
        .addColumn("inputs", "text")
        .addColumn("chain", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .addColumn("ended", "bigint")
        .addColumn("timeout_seconds", "integer", (c) => c.notNull())
        .addColumn("timeout_at", "bigint")
        .addColumn("status", "integer", (c) => c.notNull())
        .addColumn("outcome", "text", (c) => c.notNull())
        .addColumn("state", "text", (c) => c.notNull())
        .addColumn("results", "text")
        .addColumn("error", "text")
        .addUniqueConstraint("invocations_execution", ["instance_id", "execution_id"])
        .execute();
      await db.schema.createIndex("invocations_incident").on("invocations").columns(["incident_id", "id"]).execute();
      await db.schema.createIndex("invocations_parent").on("invocations").column("parent_id").execute();
      await db.schema.createIndex("invocations_timeout").on("invocations").column("timeout_at").execute();
      await db.schema
        .createTable("invocation_messages")
        .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
        .addColumn("invocation_id", "integer", (c) => c.notNull().references("invocations.id").onDelete("cascade"))
        .addColumn("type", "integer", (c) => c.notNull())
        .addColumn("text", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .execute();
      await db.schema
        .createTable("signing_keys")
        .addColumn("name", "text", (c) => c.primaryKey())
        .addColumn("secret", "text", (c) => c.notNull())
        .addColumn("created", "bigint", (c) => c.notNull())
        .execute();
      await db.schema.createIndex("invocation_messages_invocation").on("invocation_messages").columns(["invocation_id", "id"]).execute();
    },
  },
];
