import { newId, type Migration } from "@soarkit/runtime";
import { sql, type Generated, type Kysely } from "kysely";

/** Where hits come from. */
export interface ThreatSourceRow {
  id: Generated<number>;
  uuid: string;
  name: string;
  /** service: looked up over HTTP; script: only named by scripts that add hits. */
  kind: string;
  description: string;
  /** Empty for a script's. */
  rest_url: string;
  auth_user: string | null;
  /** 1: the secret store holds a password under the uuid. */
  has_password: number;
  /** PEM text of an authority that is trusted besides those of the system. */
  ca: string | null;
  /** 1: unencrypted HTTP to other machines. */
  allow_http: number;
  /** Narrowest Traffic Light Protocol label that is sent. */
  max_tlp: Generated<string>;
  enabled: number;
  /** Why the platform switched it off itself; null when a person did or it is on. */
  disabled_reason: string | null;
  /** 1: it wants the content of file artifacts. */
  upload_file: number;
  /** multipart | json: the form of look-ups it is known to take; null before the first answer. */
  body_form: string | null;
  /** Artifacts of open incidents with a greater id are still to be queued for it; null when there are none. */
  sweep_after: number | null;
  last_at: number | null;
  /** HTTP status; null when no answer came. */
  last_status: number | null;
  last_ms: number | null;
  last_error: string | null;
  create_date: number;
  modify_date: number;
}

/** What one source has been asked about one artifact. */
export interface ThreatLookupRow {
  artifact_id: number;
  source_id: number;
  /** ask | wait | answered | refused | failed */
  state: string;
  /** Raised whenever it is asked anew: an answer to an earlier question is dropped. */
  round: number;
  /** What the service calls the look-up while it waits. */
  remote_id: string | null;
  /** First question of this round. */
  asked: number | null;
  answered: number | null;
  /** How long the last answer took, milliseconds. */
  answer_ms: number | null;
  /** Statuses of this round, as `303>200`. */
  statuses: string;
  error: string | null;
  hits: number;
  /** Failures in a row. */
  failures: number;
  /** When it goes on; 0 at once, before what is due already; null never. */
  next_at: number | null;
  /** End of this round's patience. */
  give_up_at: number | null;
}

/** The one row of settings. */
export interface ThreatSettingsRow {
  id: number;
  /** Hours until artifacts of open incidents are looked up again; 0 never. */
  rescan_hours: number;
  /** 1: artifacts of the type String are looked up, too. */
  send_strings: number;
}

/** Tables of the folder `threat-sources`. */
export interface ThreatSourcesTables {
  threat_sources: ThreatSourceRow;
  threat_lookups: ThreatLookupRow;
  threat_settings: ThreatSettingsRow;
}

/** Migrations of the folder `threat-sources`. */
export const threatSourcesMigrations: Migration[] = [
  {
    name: "threat sources: sources, look-ups, and whose hits are",
    async up(db) {
      await db.schema
        .createTable("threat_sources")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("uuid", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("description", "text", (column) => column.notNull())
        .addColumn("rest_url", "text", (column) => column.notNull())
        .addColumn("auth_user", "text")
        .addColumn("has_password", "integer", (column) => column.notNull())
        .addColumn("ca", "text")
        .addColumn("allow_http", "integer", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("disabled_reason", "text")
        .addColumn("upload_file", "integer", (column) => column.notNull())
        .addColumn("body_form", "text")
        .addColumn("sweep_after", "integer")
        .addColumn("last_at", "bigint")
        .addColumn("last_status", "integer")
        .addColumn("last_ms", "integer")
        .addColumn("last_error", "text")
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .addColumn("modify_date", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("threat_lookups")
        .addColumn("artifact_id", "integer", (column) => column.notNull().references("artifacts.id").onDelete("cascade"))
        .addColumn("source_id", "integer", (column) => column.notNull().references("threat_sources.id").onDelete("cascade"))
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("round", "integer", (column) => column.notNull())
        .addColumn("remote_id", "text")
        .addColumn("asked", "bigint")
        .addColumn("answered", "bigint")
        .addColumn("answer_ms", "integer")
        .addColumn("statuses", "text", (column) => column.notNull())
        .addColumn("error", "text")
        .addColumn("hits", "integer", (column) => column.notNull())
        .addColumn("failures", "integer", (column) => column.notNull())
        .addColumn("next_at", "bigint")
        .addColumn("give_up_at", "bigint")
        .addPrimaryKeyConstraint("threat_lookups_key", ["artifact_id", "source_id"])
        .execute();
      await db.schema.createIndex("threat_lookups_next").on("threat_lookups").columns(["source_id", "next_at"]).execute();
      await db.schema.createIndex("threat_lookups_state").on("threat_lookups").columns(["state", "source_id", "next_at"]).execute();
      await db.schema.createIndex("threat_lookups_asked").on("threat_lookups").columns(["source_id", "asked"]).execute();
      await db.schema
        .createTable("threat_settings")
        .addColumn("id", "integer", (column) => column.primaryKey())
        .addColumn("rescan_hours", "integer", (column) => column.notNull())
        .addColumn("send_strings", "integer", (column) => column.notNull())
        .execute();
      await (db as Kysely<ThreatSourcesTables>).insertInto("threat_settings").values({ id: 1, rescan_hours: 48, send_strings: 0 }).execute();
      await nameSources(db as Kysely<OldTables>);
    },
  },
  {
    name: "threat sources: narrowest label that is sent",
    async up(db) {
      await db.schema.alterTable("threat_sources").addColumn("max_tlp", "text", (column) => column.notNull().defaultTo("AMBER")).execute();
    },
  },
];

interface OldTables extends Pick<ThreatSourcesTables, "threat_sources"> {
  artifact_hits: { source: string; source_id: number | null; create_date: number };
}

/** Hits held the name of their source; now they refer to it. */
async function nameSources(db: Kysely<OldTables>): Promise<void> {
  await db.schema.alterTable("artifact_hits").addColumn("source_id", "integer", (column) => column.references("threat_sources.id")).execute();
  await db.schema.alterTable("artifact_hits").addColumn("looked_up", "integer", (column) => column.notNull().defaultTo(0)).execute();
  const named = await db.selectFrom("artifact_hits").select(["source", (eb) => eb.fn.min("create_date").as("since")]).groupBy("source").execute();
  for (const { source, since } of named) await db.insertInto("threat_sources").values(scriptSource(source, since)).execute();
  await sql`update artifact_hits set source_id = (select id from threat_sources where name = artifact_hits.source)`.execute(db);
  await db.schema.alterTable("artifact_hits").dropColumn("source").execute();
}

/** A source that only scripts name. */
export function scriptSource(name: string, at: number) {
  return { uuid: newId(), name, kind: "script", description: "", rest_url: "", has_password: 0, allow_http: 0, enabled: 1, upload_file: 0, create_date: at, modify_date: at };
}
