import type { Kysely, Transaction } from "kysely";
import { openDatabase, type Database, type Logger, type Migration } from "@soarkit/runtime";
import { accountsMigrations, type AccountsTables } from "./accounts/schema.js";
import { workspacesMigrations, type WorkspacesTables } from "./accounts/workspaces/schema.js";
import { artifactsMigrations, type ArtifactsTables } from "./artifacts/schema.js";
import { auditMigrations, type AuditTables } from "./audit/schema.js";
import { customizationsMigrations, type CustomizationsTables } from "./customizations/schema.js";
import { eventOrderMigrations, eventsMigrations, type EventsTables } from "./events/schema.js";
import { incidentListMigrations } from "./incidents/list-schema.js";
import { incidentsMigrations, type IncidentsTables } from "./incidents/schema.js";
import { artifactFilesMigrations, attachmentsMigrations, type AttachmentsTables } from "./attachments/schema.js";
import { messagingAutomaticMigrations, messagingConsoleMigrations, messagingInterventionMigrations, type MessagingConsoleTables } from "./messaging/console-schema.js";
import { messagingMigrations, type MessagingTables } from "./messaging/schema.js";
import { noteSourceMigrations, notesMigrations, type NotesTables } from "./notes/schema.js";
import { orgMigrations, type OrgTables } from "./org/schema.js";
import { rulesMigrations, type RulesTables } from "./rules/schema.js";
import { scriptsMigrations, type ScriptsTables } from "./scripts/schema.js";
import { ruleScriptMigrations, scriptingLogMigrations, type ScriptingLogTables } from "./scripting-log/schema.js";
import { threatSourcesMigrations, type ThreatSourcesTables } from "./threat-sources/schema.js";
import { layoutsMigrations, type LayoutsTables } from "./types/layouts/schema.js";
import { typesMigrations, type TypesTables } from "./types/schema.js";
import { workflowRemovalMigrations, workflowsConsoleMigrations, type WorkflowsConsoleTables } from "./workflows/console-schema.js";
import { workflowsMigrations, type WorkflowsTables } from "./workflows/schema.js";

/** Every table of `platform.db`. */
export type PlatformTables = AccountsTables &
  OrgTables &
  TypesTables &
  IncidentsTables &
  ArtifactsTables &
  NotesTables &
  AuditTables &
  ScriptsTables &
  WorkflowsTables &
  MessagingTables &
  RulesTables &
  CustomizationsTables &
  MessagingConsoleTables &
  WorkflowsConsoleTables &
  ScriptingLogTables &
  AttachmentsTables &
  EventsTables &
  WorkspacesTables &
  LayoutsTables &
  ThreatSourcesTables;

/** The platform's one database file. */
export type PlatformDatabase = Database<PlatformTables>;

/** An open change. Inside it nothing is awaited but the database. */
export type PlatformTransaction = Transaction<PlatformTables>;

/**
 * Where a query runs: the database, or an open change. There is one connection: code inside a change must pass
 * the change on to everything it calls, because a query outside of it waits until the change is over.
 */
export type PlatformQueries = Kysely<PlatformTables>;

/** All migrations in the order they are applied. New ones are appended, never put between. */
export const platformMigrations: Migration[] = [
  ...orgMigrations,
  ...accountsMigrations,
  ...typesMigrations,
  ...incidentsMigrations,
  ...artifactsMigrations,
  ...notesMigrations,
  ...auditMigrations,
  ...scriptsMigrations,
  ...workflowsMigrations,
  ...messagingMigrations,
  ...rulesMigrations,
  ...customizationsMigrations,
  ...messagingConsoleMigrations,
  ...workflowsConsoleMigrations,
  ...incidentListMigrations,
  ...scriptingLogMigrations,
  ...attachmentsMigrations,
  ...workflowRemovalMigrations,
  ...messagingInterventionMigrations,
  ...messagingAutomaticMigrations,
  ...noteSourceMigrations,
  ...eventsMigrations,
  ...ruleScriptMigrations,
  ...workspacesMigrations,
  ...layoutsMigrations,
  ...threatSourcesMigrations,
  ...artifactFilesMigrations,
  ...eventOrderMigrations,
];

/** Opens `platform.db` and brings it up to date. */
export function openPlatformDatabase(file: string, log: Logger): Promise<PlatformDatabase> {
  return openDatabase<PlatformTables>({ file, migrations: platformMigrations, log });
}
