import { SoarkitError, type FunctionDTO, type Handle, type HandleFormat, type PrincipalDTO, type ViewItemDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import { principalDTO, type Principal } from "../../accounts/principal.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../../database.js";
import { writeHandle } from "../../http/formats.js";
import { findField, type Fields } from "../../types/fields.js";
import { resolveDestination } from "../destinations/destinations.js";
import { findDestination, listDestinations } from "../destinations/store.js";
import { functionInputSchema, type FunctionChange } from "./input.js";
import { deleteFunction, findFunction, insertFunction, listFunctions, updateFunction, workflowsByFunction, workflowsCalling, type StoredFunction } from "./store.js";

/** The functions that workflows can call (soar-protocol §1.12). */
export class Functions {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly fields: Pick<Fields, "list">;
      readonly now: () => number;
    },
  ) {}

  /** Every function by name. */
  async list(format: HandleFormat, queries: PlatformQueries = this.deps.database.db): Promise<FunctionDTO[]> {
    const functions = await listFunctions(queries);
    const names = new Map((await listDestinations(queries)).map((destination) => [destination.id, destination.programmaticName]));
    return functions.map((stored) => functionDTO(stored, names.get(stored.destinationId) ?? "", format));
  }

  /** One function by id or name. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(handle: Handle, format: HandleFormat, queries: PlatformQueries = this.deps.database.db): Promise<FunctionDTO> {
    const stored = await this.require(queries, handle);
    const destination = await findDestination(queries, { id: stored.destinationId });
    return functionDTO(stored, destination?.programmaticName ?? "", format);
  }

  /** The same functions with the workflows that call them. */
  async withWorkflows(functions: readonly FunctionDTO[]): Promise<FunctionDTO[]> {
    const calling = await workflowsByFunction(this.deps.database.db);
    return functions.map((called) => ({ ...called, workflows: calling.get(called.uuid) ?? [] }));
  }

  /** Creates a function from a DTO and answers its id. @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN`, `REQUEST_INVALID`. */
  async create(body: unknown, principal: Principal): Promise<number> {
    const input = parseInput(functionInputSchema, body, "function");
    return this.deps.database.transaction((trx) => this.save(trx, undefined, input, principal));
  }

  /** Replaces the members that the DTO has. @throws SoarkitError as `create`, and `OBJECT_UNKNOWN`. */
  async update(handle: Handle, body: unknown, principal: Principal): Promise<number> {
    const input = parseInput(functionInputSchema.partial(), body, "function");
    return this.deps.database.transaction(async (trx) => this.save(trx, await this.require(trx, handle), input, principal));
  }

  /** Removes a function. @throws SoarkitError `OBJECT_UNKNOWN`, `IN_USE`. */
  async delete(handle: Handle): Promise<void> {
    await this.deps.database.transaction(async (trx) => {
      const stored = await this.require(trx, handle);
      const users = await workflowsCalling(trx, stored.uuid);
      if (users.length > 0) throw new SoarkitError("IN_USE", { kind: "function", name: stored.name, by: users.map((name) => `the workflow ${name}`).join(", ") });
      await deleteFunction(trx, stored.id);
    });
  }

  /** Writes a new function, or the members given over an existing one; answers its id. */
  async save(trx: PlatformTransaction, existing: StoredFunction | undefined, input: FunctionChange, principal: Principal): Promise<number> {
    const name = input.name ?? existing?.name ?? "";
    const uuid = input.uuid ?? existing?.uuid ?? newId();
    for (const by of [{ name }, { uuid }]) {
      const other = await findFunction(trx, by);
      if (other !== undefined && other.id !== existing?.id) throw new SoarkitError("NAME_TAKEN", { kind: "function", name: Object.values(by).join() });
    }
    const by: PrincipalDTO = principalDTO(principal);
    const now = this.deps.now();
    const values: Omit<StoredFunction, "id"> = {
      name,
      displayName: input.display_name ?? existing?.displayName ?? name,
      uuid,
      description: input.description === undefined ? (existing?.description ?? null) : input.description,
      destinationId: await this.destination(trx, name, input, existing),
      viewItems: input.view_items == null ? (existing?.viewItems ?? []) : await this.viewItems(trx, name, input.view_items),
      version: (existing?.version ?? 0) + 1,
      tags: input.tags ?? existing?.tags ?? [],
      extra: { ...existing?.extra, ...extraOf(input) },
      creator: existing?.creator ?? by,
      created: existing?.created ?? now,
      modifier: by,
      modified: now,
    };
    if (existing === undefined) return insertFunction(trx, values);
    await updateFunction(trx, existing.id, values);
    return existing.id;
  }

  private async destination(trx: PlatformTransaction, name: string, input: FunctionChange, existing: StoredFunction | undefined): Promise<number> {
    if (input.destination_handle === undefined) {
      if (existing !== undefined) return existing.destinationId;
      throw new SoarkitError("REQUEST_INVALID", { what: `The function ${name}`, reason: "send destination_handle: the message destination that takes its calls." });
    }
    const destination = await resolveDestination(trx, input.destination_handle);
    if (destination !== undefined) return destination.id;
    const { destination_handle: handle } = input;
    const shown = typeof handle === "object" ? `${handle.id}` : String(handle);
    throw new SoarkitError("REQUEST_INVALID", { what: `The function ${name}`, reason: `there is no message destination ${shown}; create it first.` });
  }

  /** Inputs by field uuid, whatever they were named by. */
  private async viewItems(trx: PlatformTransaction, name: string, items: readonly ViewItemDTO[]): Promise<ViewItemDTO[]> {
    const fields = await this.deps.fields.list("__function", trx);
    return items.map((item) => {
      if (item.element !== "field" && item.element !== "field_uuid") return item;
      const field = fields.find((candidate) => candidate.uuid === item.content) ?? findField(fields, item.content);
      if (field !== undefined) return { ...item, element: "field_uuid", field_type: "__function", content: field.uuid };
      throw new SoarkitError("REQUEST_INVALID", { what: `The function ${name}`, reason: `there is no input field ${item.content}; create it as a field of type __function first.` });
    });
  }

  private async require(queries: PlatformQueries, handle: Handle): Promise<StoredFunction> {
    const wanted = typeof handle === "object" ? handle.id : handle;
    const byId = typeof wanted === "number" || /^\d{1,15}$/.test(wanted) ? await findFunction(queries, { id: Number(wanted) }) : undefined;
    const stored = byId ?? (await findFunction(queries, { name: String(wanted) }));
    if (stored === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "function", id: String(wanted).slice(0, 200) });
    return stored;
  }
}

function extraOf(input: FunctionChange): Record<string, unknown> {
  const { output_description, output_json_example, output_json_schema } = input;
  const given = { output_description, output_json_example, output_json_schema };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The function as REST shows it. */
function functionDTO(stored: StoredFunction, destination: string, format: HandleFormat): FunctionDTO {
  return {
    output_description: null,
    output_json_example: null,
    output_json_schema: null,
    ...stored.extra,
    id: stored.id,
    name: stored.name,
    display_name: stored.displayName,
    uuid: stored.uuid,
    export_key: stored.name,
    description: stored.description,
    destination_handle: writeHandle(stored.destinationId, destination, format),
    view_items: [...stored.viewItems],
    workflows: [],
    version: stored.version,
    creator: stored.creator,
    created_date: stored.created,
    last_modified_by: stored.modifier,
    last_modified_time: stored.modified,
    tags: [...stored.tags],
  };
}
