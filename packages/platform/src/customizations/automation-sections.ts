import { parseInput } from "@soarkit/runtime";
import type { ScriptDTO, WorkflowDTO } from "@soarkit/protocol";
import { principalIdOf } from "../accounts/principals.js";
import type { PlatformQueries, PlatformTransaction } from "../database.js";
import { destinationInputSchema } from "../messaging/destinations/input.js";
import type { MessageDestinations } from "../messaging/destinations/destinations.js";
import { findDestination } from "../messaging/destinations/store.js";
import type { Functions } from "../messaging/functions/functions.js";
import { functionInputSchema } from "../messaging/functions/input.js";
import { findFunction } from "../messaging/functions/store.js";
import { ruleInputSchema } from "../rules/input.js";
import type { Rules } from "../rules/rules.js";
import { findRule } from "../rules/store.js";
import type { Aliases } from "./aliases.js";
import { identityBy, textMember, type DocumentItem, type Section } from "./section.js";

/** What imports need of workflows. */
export interface WorkflowSource {
  list(format: "names", within?: PlatformQueries): Promise<WorkflowDTO[]>;
  save(trx: PlatformTransaction, input: unknown, by: { name: string }): Promise<unknown>;
}

/** What imports need of scripts. */
export interface ScriptSource {
  list(format: "names", within?: PlatformQueries): Promise<ScriptDTO[]>;
  save(trx: PlatformTransaction, input: unknown, by: { name: string }): Promise<unknown>;
}

/** Message destinations, by programmatic name. Readers are added, never taken away; those unknown here are left out. */
export function destinationSection(destinations: MessageDestinations): Section {
  return {
    name: "message_destinations",
    kind: "message destination",
    identify: (item) => identityBy(item, "programmatic_name", "export_key", "name"),
    read: async (queries) =>
      (await destinations.list("names", queries)).map((destination) => ({ key: destination.programmatic_name, uuid: destination.uuid, form: withoutNames(destination), exported: true })),
    save: async (trx, item, existing, { aliases }) => {
      const input = parseInput(destinationInputSchema, item, "message destination");
      const here = existing === undefined ? undefined : await findDestination(trx, { uuid: existing.uuid });
      const users = [...(here?.users ?? []), ...(await known(trx, input.users ?? []))];
      const apiKeys = [...(here?.apiKeys ?? []), ...(await known(trx, input.api_keys ?? []))];
      await destinations.save(trx, here, { ...input, users, api_keys: apiKeys, uuid: here?.uuid ?? input.uuid });
      if (here !== undefined) aliases.add(textMember(item, "uuid"), here.uuid);
    },
  };
}

/** Functions, by name. */
export function functionSection(functions: Functions): Section {
  return {
    name: "functions",
    kind: "function",
    identify: (item) => identityBy(item, "name", "export_key"),
    read: async (queries) => (await functions.list("names", queries)).map((called) => ({ key: called.name, uuid: called.uuid, form: { ...called }, exported: true })),
    save: async (trx, item, existing, { principal, aliases }) => {
      const input = parseInput(functionInputSchema, { ...item, view_items: viewItems(item, aliases) }, "function");
      const here = existing === undefined ? undefined : await findFunction(trx, { uuid: existing.uuid });
      await functions.save(trx, here, { ...input, uuid: here?.uuid ?? input.uuid }, principal);
      if (here !== undefined) aliases.add(textMember(item, "uuid"), here.uuid);
    },
  };
}

/** Global scripts, by name. */
export function scriptSection(scripts: ScriptSource): Section {
  return {
    name: "scripts",
    kind: "script",
    identify: (item) => identityBy(item, "name", "export_key"),
    read: async (queries) => (await scripts.list("names", queries)).map((script) => ({ key: script.name, uuid: script.uuid, form: withoutNames(script), exported: true })),
    save: async (trx, item, existing, { principal, aliases }) => {
      await scripts.save(trx, existing === undefined ? item : { ...item, uuid: existing.uuid }, { name: principal.name });
      if (existing !== undefined) aliases.add(textMember(item, "uuid"), existing.uuid);
    },
  };
}

/** Workflows, by programmatic name. */
export function workflowSection(workflows: WorkflowSource): Section {
  return {
    name: "workflows",
    kind: "workflow",
    identify: (item) => identityBy(item, "programmatic_name", "export_key"),
    read: async (queries) => (await workflows.list("names", queries)).map((workflow) => ({ key: workflow.programmatic_name, uuid: workflow.uuid, form: withoutNames(workflow), exported: true })),
    save: async (trx, item, existing, { principal, aliases }) => {
      const input = { ...item, content: bpmn(item["content"], aliases), ...(existing === undefined ? {} : { uuid: existing.uuid }) };
      await workflows.save(trx, input, { name: principal.name });
      if (existing !== undefined) aliases.add(textMember(item, "uuid"), existing.uuid);
    },
  };
}

/** Rules, by name. */
export function ruleSection(rules: Rules): Section {
  return {
    name: "actions",
    kind: "rule",
    identify: (item) => identityBy(item, "name", "export_key"),
    read: async (queries) => (await rules.list("names", queries)).map((rule) => ({ key: rule.name, uuid: rule.uuid, form: { ...rule }, exported: true })),
    save: async (trx, item, existing, { aliases }) => {
      const input = parseInput(ruleInputSchema, { ...item, view_items: viewItems(item, aliases) }, "rule");
      const here = existing === undefined ? undefined : await findRule(trx, { uuid: existing.uuid });
      await rules.save(trx, here, { ...input, uuid: here?.uuid ?? input.uuid });
      if (here !== undefined) aliases.add(textMember(item, "uuid"), here.uuid);
    },
  };
}

/** What goes into a document: IBM's members, without the names of people that stand beside them. */
function withoutNames(object: object): DocumentItem {
  const names: ReadonlySet<string> = new Set(["creator_name", "last_modified_by_name", "user_names", "api_key_names"]);
  return Object.fromEntries(Object.entries(object).filter(([member]) => !names.has(member)));
}

/** A workflow's content with the uuids in its BPMN as they are here. */
function bpmn(content: unknown, aliases: Aliases): unknown {
  if (typeof content !== "object" || content === null || !("xml" in content) || typeof content.xml !== "string") return content;
  return { ...content, xml: aliases.rewrite(content.xml) };
}

/** View items with their fields' uuids as they are here. */
function viewItems(item: DocumentItem, aliases: Aliases): unknown {
  const items = item["view_items"];
  if (!Array.isArray(items)) return items;
  return items.map((entry: unknown) =>
    typeof entry === "object" && entry !== null && "content" in entry && typeof entry.content === "string" ? { ...entry, content: aliases.here(entry.content) } : entry,
  );
}

/** Ids of the accounts that exist here. A document of another platform names its own. */
async function known(queries: PlatformQueries, handles: readonly (number | string | { id: number; name: string })[]): Promise<number[]> {
  const ids: number[] = [];
  for (const handle of handles) {
    const id = typeof handle === "string" ? await principalIdOf(queries, handle) : undefined;
    if (id !== undefined) ids.push(id);
  }
  return ids;
}
