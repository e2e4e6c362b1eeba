import { SoarkitError, type FieldDefDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import * as z from "zod";
import type { Principal } from "../accounts/principal.js";
import { recordAudit } from "../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { fieldDTO } from "./field-definition.js";
import { fieldInputSchema } from "./field-input.js";
import { findType } from "./field-store.js";
import type { Fields } from "./fields.js";

/** TypeDTO (soar-protocol §1.12). */
export interface TypeDTO {
  id: number;
  type_id: number;
  type_name: string;
  display_name: string;
  uuid: string;
  export_key: string;
  fields: Record<string, FieldDefDTO>;
  properties: { can_create: boolean; can_destroy: boolean; for_who: string[] };
  parent_types: string[];
  for_actions: boolean;
  for_notifications: boolean;
  for_custom_fields: boolean;
  for_workflows: boolean;
  actions: unknown[];
  scripts: unknown[];
  playbooks: unknown[];
  tags: unknown[];
}

/** Kind of type of a data table (soar-protocol §1.12). */
const dataTable = 8;

const typeSchema = z.looseObject({
  type_name: z.string().regex(/^[a-z_][a-z0-9_]{0,99}$/i, "use letters, digits and _, beginning with a letter"),
  display_name: z.string().trim().min(1).max(300),
  type_id: z.number().int().nullish(),
  uuid: z.string().max(100).nullish(),
  parent_types: z.array(z.string().max(100)).max(10).nullish(),
  fields: z.union([z.record(z.string(), fieldInputSchema), z.array(fieldInputSchema)]).nullish(),
});

/** Object types: the built-in ones and data tables. */
export class Types {
  constructor(private readonly options: { database: PlatformDatabase; fields: Fields; now?: () => number }) {}

  /** All types with their fields. */
  async list(): Promise<TypeDTO[]> {
    const rows = await this.options.database.db.selectFrom("types").selectAll().orderBy("id").execute();
    const types: TypeDTO[] = [];
    for (const row of rows) types.push(await this.dto(row));
    return types;
  }

  /** A type by name or id. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(nameOrId: string | number, within?: PlatformQueries): Promise<TypeDTO> {
    const queries = within ?? this.options.database.db;
    const type = await findType(queries, nameOrId);
    const row = type === undefined ? undefined : await queries.selectFrom("types").selectAll().where("id", "=", type.id).executeTakeFirst();
    if (row === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "type", id: String(nameOrId).slice(0, 100) });
    return this.dto(row, within);
  }

  /**
   * Creates a data table, or changes the one with the same name: its display name and columns.
   * @throws SoarkitError `BODY_INVALID`, `BUILT_IN`, and as `Fields.save`.
   */
  async save(trx: PlatformTransaction, input: unknown, principal: Principal): Promise<TypeDTO> {
    const checked = parseInput(typeSchema, input, "type");
    const existing = await trx.selectFrom("types").selectAll().where("type_name", "=", checked.type_name).executeTakeFirst();
    if (existing?.system === 1) throw new SoarkitError("BUILT_IN", { kind: "type", name: checked.type_name });
    if (checked.type_id !== undefined && checked.type_id !== null && checked.type_id !== dataTable && checked.type_id < 1000) {
      throw new SoarkitError("REQUEST_INVALID", { what: "The type", reason: `only data tables (type_id ${dataTable}) can be created.` });
    }
    const { fields } = this.options;
    fields.forget();
    if (existing === undefined) {
      const row = {
        type_id: dataTable,
        type_name: checked.type_name,
        display_name: checked.display_name,
        uuid: checked.uuid ?? newId(),
        parent_types: JSON.stringify(checked.parent_types ?? ["incident"]),
        system: 0,
      };
      await trx.insertInto("types").values(row).execute();
    } else await trx.updateTable("types").set({ display_name: checked.display_name }).where("id", "=", existing.id).execute();
    const columns = Array.isArray(checked.fields) ? checked.fields : Object.values(checked.fields ?? {});
    for (const column of columns) await fields.save(trx, checked.type_name, column, principal);
    const saved = await this.get(checked.type_name, trx);
    await this.audit(trx, existing === undefined ? "type_created" : "type_changed", saved, principal);
    return saved;
  }

  /** Deletes a data table with its columns. @throws SoarkitError `OBJECT_UNKNOWN`, `BUILT_IN`. */
  async delete(trx: PlatformTransaction, nameOrId: string | number, principal: Principal): Promise<void> {
    const type = await this.get(nameOrId, trx);
    if (type.type_id !== dataTable) throw new SoarkitError("BUILT_IN", { kind: "type", name: type.type_name });
    this.options.fields.forget();
    await trx.deleteFrom("fields").where("type_id", "=", type.id).execute();
    await trx.deleteFrom("types").where("id", "=", type.id).execute();
    await this.audit(trx, "type_deleted", type, principal);
  }

  private async dto(row: { id: number; type_id: number; type_name: string; display_name: string; uuid: string; parent_types: string; system: number }, within?: PlatformQueries): Promise<TypeDTO> {
    const fields = await this.options.fields.list(row.type_name, within);
    const table = row.system === 0;
    return {
      id: row.id,
      type_id: row.type_id,
      type_name: row.type_name,
      display_name: row.display_name,
      uuid: row.uuid,
      export_key: row.type_name,
      fields: Object.fromEntries(fields.map((field) => [field.name, fieldDTO(field)])),
      properties: { can_create: table, can_destroy: table, for_who: [] },
      parent_types: JSON.parse(row.parent_types) as string[],
      for_actions: !["actioninvocation", "__function"].includes(row.type_name),
      for_notifications: false,
      for_custom_fields: ["incident", "actioninvocation", "__function"].includes(row.type_name),
      for_workflows: !["actioninvocation", "__function"].includes(row.type_name),
      actions: [],
      scripts: [],
      playbooks: [],
      tags: [],
    };
  }

  private async audit(trx: PlatformTransaction, kind: string, type: TypeDTO, principal: Principal): Promise<void> {
    const at = (this.options.now ?? Date.now)();
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: null, objectType: "type", objectId: type.id, objectName: type.type_name, detail: {}, at });
  }
}
