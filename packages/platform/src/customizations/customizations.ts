import { SoarkitError, type ConfigurationImportDTO, type ExportDocument } from "@soarkit/protocol";
import { principalDTO, type Principal } from "../accounts/principal.js";
import type { PlatformDatabase, PlatformQueries } from "../database.js";
import type { Rules } from "../rules/rules.js";
import type { Fields } from "../types/fields.js";
import { serverVersion } from "../org/server-version.js";
import { mergeDocument } from "./merge.js";
import type { Section } from "./section.js";
import { endImport, findImport, insertImport, type ImportMessage, type StagedImport } from "./store.js";

/** Takes a transaction back after a trial. */
class TakeBack extends Error {
  constructor(readonly messages: readonly ImportMessage[]) {
    super("taken back");
  }
}

/** Imports and exports of the configuration (soar-protocol §1.10 "Configuration transfer", §3). */
export class Customizations {
  constructor(
    private readonly deps: { readonly database: PlatformDatabase; readonly sections: readonly Section[]; readonly rules: Rules; readonly fields: Pick<Fields, "forget">; readonly now: () => number },
  ) {}

  /**
   * Tries a document out and stages it. The answer is `PENDING`, or `INVALID` with a message for each object that
   * cannot be imported. Nothing of the configuration changes.
   * @param keepChanged objects that a person changed since they were imported stay as they are, and are named.
   * @throws SoarkitError `REQUEST_INVALID` for something that is no export document.
   */
  async stage(document: unknown, principal: Principal, keepChanged: boolean): Promise<ConfigurationImportDTO> {
    if (typeof document !== "object" || document === null || Array.isArray(document)) {
      throw new SoarkitError("REQUEST_INVALID", { what: "The export document", reason: "send a JSON object, such as the content of export.res." });
    }
    const content = document as Readonly<Record<string, unknown>>;
    const messages = await this.merge(content, principal, keepChanged, async (_queries, found) => Promise.reject(new TakeBack(found)));
    const created = this.deps.now();
    const status = hasErrors(messages) ? "INVALID" : "PENDING";
    const staged = { status, document: status === "PENDING" ? JSON.stringify(document) : "", messages, keepChanged, created } as const;
    const id = await this.deps.database.transaction((trx) => insertImport(trx, { ...staged, principal: principalDTO(principal) }));
    return importDTO({ ...staged, id });
  }

  /** One import. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(id: number): Promise<ConfigurationImportDTO> {
    return importDTO(await this.require(id));
  }

  /**
   * Accepts or rejects a staged import. Accepting writes everything in one transaction; what has become impossible
   * since the staging ends it as `IMPORT_ERROR` with nothing written. The same answer again is no error.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `IMPORT_ENDED`, `REQUEST_INVALID` for another status.
   */
  async decide(id: number, status: string, principal: Principal): Promise<ConfigurationImportDTO> {
    const staged = await this.require(id);
    if (status !== "ACCEPTED" && status !== "REJECTED") {
      throw new SoarkitError("REQUEST_INVALID", { what: "The status", reason: "send ACCEPTED or REJECTED." });
    }
    if (staged.status === status) return importDTO(staged);
    if (staged.status !== "PENDING") throw new SoarkitError("IMPORT_ENDED", { id, status: staged.status });
    if (status === "REJECTED") {
      await this.deps.database.transaction((trx) => endImport(trx, id, "REJECTED", staged.messages, this.deps.now()));
      return this.get(id);
    }
    const document = JSON.parse(staged.document) as Record<string, unknown>;
    const messages = await this.merge(document, principal, staged.keepChanged, async (trx, found) => {
      const current = await findImport(trx, id);
      if (current?.status !== "PENDING") throw new SoarkitError("IMPORT_ENDED", { id, status: current?.status ?? "REJECTED" });
      if (hasErrors(found)) throw new TakeBack(found);
      await endImport(trx, id, "ACCEPTED", found, this.deps.now());
    });
    if (hasErrors(messages)) await this.deps.database.transaction((trx) => endImport(trx, id, "IMPORT_ERROR", messages, this.deps.now()));
    return this.get(id);
  }

  /** The whole configuration, as far as the principal may know of it, as an export document; handles are names. */
  async export(principal: Principal): Promise<ExportDocument> {
    const { db } = this.deps.database;
    const document: ExportDocument = { export_format_version: 2, id: 1, export_date: this.deps.now(), export_type: "ORG", locale: "en", server_version: { ...serverVersion } };
    for (const section of this.deps.sections) {
      const objects = await section.read(db);
      document[section.name] = objects.filter((object) => object.exported && (section.knownTo?.(object, principal) ?? true)).map((object) => object.form);
    }
    document.action_order = (document.actions ?? []).flatMap((action) => action.uuid ?? []);
    for (const name of emptySections) document[name] ??= [];
    return document;
  }

  /** Merges and lets `finish` decide whether it stays; answers what was remarked. */
  private async merge(
    document: Readonly<Record<string, unknown>>,
    principal: Principal,
    keepChanged: boolean,
    finish: (trx: PlatformQueries, messages: readonly ImportMessage[]) => Promise<void>,
  ): Promise<readonly ImportMessage[]> {
    const { database, sections, rules, now } = this.deps;
    try {
      return await database.transaction(async (trx) => {
        const messages = await mergeDocument(trx, { sections, rules, document, principal, keepChanged, now: now() });
        await finish(trx, messages);
        return messages;
      });
    } catch (error) {
      if (error instanceof TakeBack) return error.messages;
      throw error;
    } finally {
      rules.forget();
      this.deps.fields.forget();
    }
  }

  private async require(id: number): Promise<StagedImport> {
    const staged = await findImport(this.deps.database.db, id);
    if (staged === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "configuration import", id });
    return staged;
  }
}

/** Sections that readers of an export look for, and that have no objects here. */
const emptySections = ["task_order", "phases", "automatic_tasks", "types", "roles", "tags", "playbooks", "apps", "overrides", "inbound_destinations"] as const;

function hasErrors(messages: readonly ImportMessage[]): boolean {
  return messages.some((message) => message.type === "ERROR");
}

function importDTO(staged: StagedImport): ConfigurationImportDTO {
  return { id: staged.id, status: staged.status, create_date: staged.created, messages: [...staged.messages] };
}
