import { SoarkitError, type HandleFormat, type ScriptDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import * as z from "zod";
import { displayNames } from "../accounts/principals.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { readObjectType, writeObjectType } from "./object-type.js";
import { deleteScript, findScript, listScripts, saveScript, type StoredScript } from "./store.js";

const scriptInputSchema = z.looseObject({
  uuid: z.string().min(1).max(100).nullish(),
  name: z.string().trim().min(1).max(1000),
  programmatic_name: z.string().regex(/^\w{1,200}$/).nullish(),
  description: z.union([z.string(), z.looseObject({ content: z.string() })]).nullish(),
  language: z.enum(["python", "python3"]).nullish(),
  object_type: z.union([z.string().min(1).max(200), z.number(), z.looseObject({ name: z.string().min(1).max(200) })]).transform(readObjectType),
  script_text: z.string().max(1_000_000),
  enabled: z.boolean().nullish(),
});

/** Global scripts (soar-protocol §1.12 "ScriptDTO"): run by script steps of workflows. */
export class Scripts {
  constructor(private readonly options: { database: PlatformDatabase; now: () => number }) {}

  /** All scripts by name. */
  async list(format: HandleFormat, within: PlatformQueries = this.options.database.db): Promise<ScriptDTO[]> {
    const scripts = await listScripts(within);
    const names = await displayNames(within, scripts.flatMap((script) => [script.creator, script.modifier]));
    return scripts.map((script) => scriptDTO(script, format, names));
  }

  /** One script by id or name (digits alone are an id). @throws SoarkitError OBJECT_UNKNOWN */
  async get(handle: number | string, format: HandleFormat, within: PlatformQueries = this.options.database.db): Promise<ScriptDTO> {
    const script = await this.#require(within, handle);
    return scriptDTO(script, format, await displayNames(within, [script.creator, script.modifier]));
  }

  /**
   * Creates the script, or updates the one with the same uuid, else name.
   * @throws SoarkitError BODY_INVALID
   */
  async save(trx: PlatformTransaction, input: unknown, by: { name: string }): Promise<{ id: number; created: boolean; changed: boolean }> {
    const given = parseInput(scriptInputSchema, input, "script");
    const existing = (given.uuid == null ? undefined : await findScript(trx, { uuid: given.uuid })) ?? (await findScript(trx, { name: given.name }));
    const description = typeof given.description === "object" ? (given.description?.content ?? null) : (given.description ?? null);
    const said = {
      uuid: given.uuid ?? existing?.uuid ?? newId(),
      name: given.name,
      programmaticName: given.programmatic_name ?? existing?.programmaticName ?? programmaticName(given.name),
      description,
      language: given.language ?? existing?.language ?? "python3",
      objectType: given.object_type,
      source: given.script_text,
      enabled: given.enabled ?? true,
    };
    if (existing !== undefined && Object.entries(said).every(([name, value]) => existing[name as keyof typeof said] === value)) {
      return { id: existing.id, created: false, changed: false };
    }
    const now = this.options.now();
    const script = { ...said, creator: existing?.creator ?? by.name, created: existing?.created ?? now, modifier: by.name, modified: now };
    return { id: await saveScript(trx, script, existing?.id), created: existing === undefined, changed: true };
  }

  /** Replaces a script. @throws SoarkitError OBJECT_UNKNOWN, BODY_INVALID */
  async update(handle: number | string, input: unknown, by: { name: string }): Promise<number> {
    return this.options.database.transaction(async (trx) => {
      const existing = await this.#require(trx, handle);
      const given = typeof input === "object" && input !== null ? input : {};
      return (await this.save(trx, { ...given, uuid: existing.uuid }, by)).id;
    });
  }

  /** Creates or updates a script in a change of its own. @throws SoarkitError BODY_INVALID */
  async create(input: unknown, by: { name: string }): Promise<number> {
    return this.options.database.transaction(async (trx) => (await this.save(trx, input, by)).id);
  }

  /** Deletes a script; workflows whose steps run it say so when they come to it. @throws SoarkitError OBJECT_UNKNOWN */
  delete(handle: number | string): Promise<void> {
    return this.options.database.transaction(async (trx) => deleteScript(trx, (await this.#require(trx, handle)).id));
  }

  async #require(queries: PlatformQueries, handle: number | string): Promise<StoredScript> {
    const text = String(handle);
    const found = await findScript(queries, /^\d{1,9}$/.test(text) ? { id: Number(text) } : { name: text });
    if (found === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "script", id: text.slice(0, 100) });
    return found;
  }
}

function programmaticName(name: string): string {
  return name.toLowerCase().replace(/\W+/g, "_").slice(0, 200);
}

function scriptDTO(script: StoredScript, format: HandleFormat, names: ReadonlyMap<string, string>): ScriptDTO {
  return {
    id: script.id,
    name: script.name,
    programmatic_name: script.programmaticName,
    description: script.description,
    language: script.language,
    object_type: writeObjectType(script.objectType, format),
    script_text: script.source,
    enabled: script.enabled,
    uuid: script.uuid,
    export_key: script.name,
    creator_id: script.creator,
    created_date: script.created,
    last_modified_by: script.modifier,
    creator_name: names.get(script.creator) ?? script.creator,
    last_modified_by_name: names.get(script.modifier) ?? script.modifier,
    last_modified_time: script.modified,
    actions: [],
    tags: [],
  };
}
