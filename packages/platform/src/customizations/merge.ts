import { messageOf, SoarkitError } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import type { PlatformTransaction } from "../database.js";
import type { Rules } from "../rules/rules.js";
import { findRule } from "../rules/store.js";
import { Aliases } from "./aliases.js";
import { objectHash } from "./object-hash.js";
import type { DocumentItem, ExportedObject, Section } from "./section.js";
import { importedHashes, rememberImported, type ImportMessage } from "./store.js";

/** What a merge is made of. */
export interface MergeOptions {
  readonly sections: readonly Section[];
  readonly rules: Rules;
  readonly document: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  /** Objects that a person changed since they were imported stay as they are. */
  readonly keepChanged: boolean;
  readonly now: number;
}

/**
 * Merges a document into the platform (soar-protocol §3.2): objects are found by uuid, then by their identity key, and
 * created or replaced; nothing is deleted. Problems are gathered, so that one answer names all of them: when a message
 * of type ERROR comes back, the transaction must be rolled back.
 */
export async function mergeDocument(trx: PlatformTransaction, options: MergeOptions): Promise<ImportMessage[]> {
  const messages: ImportMessage[] = [];
  const aliases = new Aliases();
  const hashes = await importedHashes(trx);
  const untouched = new Set<string>();
  const written = new Set<string>();
  for (const section of options.sections) {
    const before = await section.read(trx);
    for (const object of before) {
      const id = `${section.name}/${object.uuid}`;
      if (hashes.get(id) === objectHash(section.name, object.form)) untouched.add(id);
    }
    for (const [index, item] of itemsOf(options.document, section, messages).entries()) {
      const identity = section.identify(item);
      if (identity === undefined) {
        messages.push({ type: "ERROR", text: `${section.name}[${index}] has no name. Give it one.` });
        continue;
      }
      const existing = before.find((object) => object.uuid === identity.uuid) ?? before.find((object) => object.key === identity.key);
      const id = `${section.name}/${existing?.uuid ?? ""}`;
      if (existing !== undefined && options.keepChanged && hashes.has(id) && !untouched.has(id)) {
        aliases.add(identity.uuid, existing.uuid);
        messages.push({ type: "WARN", text: `kept: the ${section.kind} ${existing.key} was changed here since it was imported.` });
        continue;
      }
      try {
        await section.save(trx, item, existing, { principal: options.principal, aliases });
        written.add(`${section.name}/${identity.key}`).add(`${section.name}/${existing?.key ?? identity.key}`);
        if (existing !== undefined && existing.key !== identity.key) messages.push({ type: "INFO", text: `The ${section.kind} ${existing.key} is now called ${identity.key}.` });
      } catch (error) {
        if (!(error instanceof SoarkitError)) throw error;
        messages.push({ type: "ERROR", text: `The ${section.kind} ${identity.key} cannot be imported. ${messageOf(error)}` });
      }
    }
  }
  await orderRules(trx, options);
  leftOut(options, messages);
  if (messages.some((message) => message.type === "ERROR")) return messages;
  for (const section of options.sections) {
    for (const object of await section.read(trx)) await remember(trx, section, object, options.now, written, untouched);
  }
  return messages;
}

/** What was written, and what only looks different because something it refers to was renamed, counts as unchanged from now on. */
async function remember(trx: PlatformTransaction, section: Section, object: ExportedObject, now: number, written: ReadonlySet<string>, untouched: ReadonlySet<string>): Promise<void> {
  if (!written.has(`${section.name}/${object.key}`) && !untouched.has(`${section.name}/${object.uuid}`)) return;
  await rememberImported(trx, section.name, object.uuid, objectHash(section.name, object.form), now);
}

function itemsOf(document: Readonly<Record<string, unknown>>, section: Section, messages: ImportMessage[]): DocumentItem[] {
  const items = document[section.name];
  if (items === undefined || items === null) return [];
  if (Array.isArray(items) && items.every((item): item is DocumentItem => typeof item === "object" && item !== null && !Array.isArray(item))) return items;
  messages.push({ type: "ERROR", text: `${section.name} is not a list of objects. Send a list, null, or leave it out.` });
  return [];
}

/** The document's rules in its order; they come after the rules that it does not name. */
async function orderRules(trx: PlatformTransaction, { document, rules }: MergeOptions): Promise<void> {
  const order = document["action_order"];
  if (!Array.isArray(order)) return;
  const ids: number[] = [];
  for (const uuid of order) {
    const rule = typeof uuid === "string" ? await findRule(trx, { uuid }) : undefined;
    if (rule !== undefined) ids.push(rule.id);
  }
  await rules.appendInOrder(trx, ids);
}

/** Sections with content that this platform has no place for. */
const knownSections: ReadonlySet<string> = new Set([
  "phases", "automatic_tasks", "types", "roles", "tags", "apps", "overrides", "inbound_destinations", "inbound_mailboxes", "case_matching_profiles",
  "groups", "playbooks", "geos", "industries", "regulators", "timeframes", "notifications",
]);

function leftOut({ document }: MergeOptions, messages: ImportMessage[]): void {
  for (const name of knownSections) {
    const content = document[name];
    const count = Array.isArray(content) ? content.length : 0;
    if (count > 0) messages.push({ type: "WARN", text: `The section ${name} (${count} objects) was left out: this platform has no place for it.` });
  }
}
