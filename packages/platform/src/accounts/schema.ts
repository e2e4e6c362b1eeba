import type { Generated } from "kysely";
import type { Migration } from "@soarkit/runtime";

/** Everybody who can act: users, API keys and the platform itself share one row of ids. */
export interface PrincipalRow {
  id: Generated<number>;
  /** user | api_key | local */
  kind: string;
  /** E-mail of a user, uuid of an API key. */
  name: string;
  display_name: string;
  create_date: number;
  /** Role in every workspace, analyst | observer; null for who has none. */
  every_workspace: string | null;
}

/** A person. Times are milliseconds, booleans 0 or 1. */
export interface UserRow {
  principal_id: number;
  /** Lower case. */
  email: string;
  fname: string;
  lname: string;
  /** scrypt; null while the person has no password. */
  password_hash: string | null;
  /** administrator | analyst | observer */
  role: string;
  /** IBM's letters: A active, D deactivated (soar-protocol §1.11). */
  status: string;
  last_login: number | null;
}

/** A key for programs. */
export interface ApiKeyRow {
  principal_id: number;
  /** The key id of basic authentication, a uuid. */
  client_id: string;
  /** SHA-256, hex. */
  secret_hash: string;
  /** JSON array of permission names. */
  permissions: string;
  enabled: number;
}

/** A login of a person in a browser or client. */
export interface SessionRow {
  /** SHA-256 of the cookie's value, hex. */
  token_hash: string;
  principal_id: number;
  create_date: number;
  last_used: number;
}

/** A login link that works once. */
export interface LoginLinkRow {
  /** SHA-256 of the token, hex. */
  token_hash: string;
  principal_id: number;
  expires: number;
  used_at: number | null;
}

/** Tables of the folder `accounts`. */
export interface AccountsTables {
  principals: PrincipalRow;
  users: UserRow;
  api_keys: ApiKeyRow;
  sessions: SessionRow;
  login_links: LoginLinkRow;
}

/** Migrations of the folder `accounts`, oldest first. */
export const accountsMigrations: Migration[] = [
  {
    name: "accounts: principals, users, API keys, sessions, login links",
    async up(db) {
      await db.schema
        .createTable("principals")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull().unique())
        .addColumn("display_name", "text", (column) => column.notNull())
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("users")
        .addColumn("principal_id", "integer", (column) => column.primaryKey().references("principals.id"))
        .addColumn("email", "text", (column) => column.notNull().unique())
        .addColumn("fname", "text", (column) => column.notNull())
        .addColumn("lname", "text", (column) => column.notNull())
        .addColumn("password_hash", "text")
        .addColumn("role", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("last_login", "bigint")
        .execute();
      await db.schema
        .createTable("api_keys")
        .addColumn("principal_id", "integer", (column) => column.primaryKey().references("principals.id"))
        .addColumn("client_id", "text", (column) => column.notNull().unique())
        .addColumn("secret_hash", "text", (column) => column.notNull())
        .addColumn("permissions", "text", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("sessions")
        .addColumn("token_hash", "text", (column) => column.primaryKey())
        .addColumn("principal_id", "integer", (column) => column.notNull().references("principals.id"))
        .addColumn("create_date", "bigint", (column) => column.notNull())
        .addColumn("last_used", "bigint", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("sessions_last_used").on("sessions").column("last_used").execute();
      await db.schema
        .createTable("login_links")
        .addColumn("token_hash", "text", (column) => column.primaryKey())
        .addColumn("principal_id", "integer", (column) => column.notNull().references("principals.id"))
        .addColumn("expires", "bigint", (column) => column.notNull())
        .addColumn("used_at", "bigint")
        .execute();
    },
  },
];
