import { SoarkitError } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import type { Principal } from "../accounts/principal.js";
import { recordAudit } from "../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { labelToValue, valueToLabel, type FieldDefinition } from "./field-definition.js";
import { fieldInputSchema, keptMembers, type CheckedFieldInput, type FieldInput } from "./field-input.js";
import { findType, readFields } from "./field-store.js";
import { fieldUser, moveFieldValues } from "./field-use.js";

/**
 * The fields of all object types. Reads outside a change are answered from memory; code inside a change passes the
 * change as `within`.
 */
export class Fields {
  private readonly known = new Map<string, readonly FieldDefinition[]>();
  private generation = 0;

  constructor(private readonly options: { database: PlatformDatabase; now?: () => number }) {}

  /** The fields of a type in their order; none for a type that does not exist. */
  async list(typeName: string, within?: PlatformQueries): Promise<readonly FieldDefinition[]> {
    const known = this.known.get(typeName);
    if (known !== undefined) return known;
    for (;;) {
      const { generation } = this;
      const fields = await readFields(within ?? this.options.database.db, typeName);
      if (within !== undefined) return fields;
      if (generation !== this.generation) continue;
      this.known.set(typeName, fields);
      return fields;
    }
  }

  /** One field by name, path (`properties.x`) or id. */
  async get(typeName: string, nameOrId: string | number, within?: PlatformQueries): Promise<FieldDefinition | undefined> {
    return findField(await this.list(typeName, within), nameOrId);
  }

  /** The field with this uuid, of whatever type. */
  async getByUuid(uuid: string, within?: PlatformQueries): Promise<FieldDefinition | undefined> {
    for (const fields of this.known.values()) {
      const field = fields.find((candidate) => candidate.uuid === uuid);
      if (field !== undefined) return field;
    }
    const row = await (within ?? this.options.database.db)
      .selectFrom("fields")
      .innerJoin("types", "types.id", "fields.type_id")
      .select(["types.type_name", "fields.id"])
      .where("fields.uuid", "=", uuid)
      .executeTakeFirst();
    return row === undefined ? undefined : this.get(row.type_name, row.id, within);
  }

  /**
   * Creates the field, or updates the one with the same uuid or name in this type. Values are matched by uuid, then
   * label; values that are missing in the input stay, off and hidden, because incidents may hold them.
   * @throws SoarkitError `OBJECT_UNKNOWN` (type), `BODY_INVALID`, `BUILT_IN`, `NAME_TAKEN`.
   */
  async save(trx: PlatformTransaction, typeName: string, input: FieldInput, principal: Principal): Promise<FieldDefinition> {
    const checked = parseInput(fieldInputSchema, input, "field");
    const type = await findType(trx, typeName);
    if (type === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "type", id: typeName.slice(0, 100) });
    this.forget();
    const fields = await this.list(type.name, trx);
    const existing = fields.find((field) => field.uuid === checked.uuid) ?? fields.find((field) => field.name === checked.name);
    if (existing !== undefined) checkChange(existing, checked, fields);
    const id = existing === undefined ? await insertField(trx, type, checked, fields.length) : await updateField(trx, existing, checked);
    if (existing?.system !== true || existing.values.length > 0) await saveValues(trx, id, existing, checked);
    await recordAudit(trx, {
      kind: existing === undefined ? "field_created" : "field_changed",
      principalId: principal.id,
      incidentId: null,
      objectType: "field",
      objectId: id,
      objectName: `${type.name}/${checked.name}`,
      detail: {},
      at: (this.options.now ?? Date.now)(),
    });
    const saved = await this.get(type.name, id, trx);
    if (saved === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "field", id });
    return saved;
  }

  /** Deletes a field and what incidents hold in it. @throws SoarkitError `OBJECT_UNKNOWN`, `BUILT_IN`, `IN_USE`. */
  async delete(trx: PlatformTransaction, typeName: string, nameOrId: string | number, principal: Principal): Promise<void> {
    this.forget();
    const field = await this.get(typeName, nameOrId, trx);
    if (field === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "field", id: String(nameOrId).slice(0, 100) });
    if (field.system) throw new SoarkitError("BUILT_IN", { kind: "field", name: field.name });
    const by = await fieldUser(trx, field);
    if (by !== undefined) throw new SoarkitError("IN_USE", { kind: "field", name: field.name, by });
    if (field.typeName === "incident") await moveFieldValues(trx, field.path, undefined);
    await trx.deleteFrom("fields").where("id", "=", field.id).execute();
    await recordAudit(trx, {
      kind: "field_deleted",
      principalId: principal.id,
      incidentId: null,
      objectType: "field",
      objectId: field.id,
      objectName: `${typeName}/${field.name}`,
      detail: {},
      at: (this.options.now ?? Date.now)(),
    });
  }

  /** The stored value of a select label; undefined when there is none. */
  labelToValue(field: FieldDefinition, label: string): number | undefined {
    return labelToValue(field, label);
  }

  /** The label of a stored select value; undefined when there is none. */
  valueToLabel(field: FieldDefinition, value: number): string | undefined {
    return valueToLabel(field, value);
  }

  /** Called inside each change of types and fields: later reads outside of it wait for its end and see the result. */
  forget(): void {
    this.generation += 1;
    this.known.clear();
  }
}

/** A field of the list by name, path or id. */
export function findField(fields: readonly FieldDefinition[], nameOrId: string | number): FieldDefinition | undefined {
  if (typeof nameOrId === "number") return fields.find((field) => field.id === nameOrId);
  return (
    fields.find((field) => field.path === nameOrId) ??
    fields.find((field) => field.name === nameOrId) ??
    (/^\d{1,9}$/.test(nameOrId) ? fields.find((field) => field.id === Number(nameOrId)) : undefined)
  );
}

function checkChange(existing: FieldDefinition, input: CheckedFieldInput, fields: readonly FieldDefinition[]): void {
  if (existing.inputType !== input.input_type || (existing.system && existing.name !== input.name)) {
    if (existing.system) throw new SoarkitError("BUILT_IN", { kind: "field", name: existing.name });
    throw new SoarkitError("VALUE_INVALID", { field: input.name, reason: `its input type is ${existing.inputType} and cannot become ${input.input_type}; delete the field first.` });
  }
  if (existing.name !== input.name && fields.some((field) => field.name === input.name)) {
    throw new SoarkitError("NAME_TAKEN", { kind: "field", name: input.name });
  }
}

function columns(input: CheckedFieldInput) {
  return {
    name: input.name,
    text: input.text ?? input.name,
    tooltip: input.tooltip ?? "",
    placeholder: input.placeholder ?? "",
    required: input.required ?? null,
    rich_text: input.rich_text === true ? 1 : 0,
    blank_option: input.blank_option === true ? 1 : 0,
    extra: JSON.stringify(Object.fromEntries(keptMembers.filter((member) => input[member] !== undefined).map((member) => [member, input[member]]))),
  };
}

async function insertField(trx: PlatformTransaction, type: { id: number; name: string }, input: CheckedFieldInput, position: number): Promise<number> {
  const uuid = input.uuid ?? newId();
  const clash = await trx.selectFrom("fields").select("id").where("uuid", "=", uuid).executeTakeFirst();
  const prefix = type.name === "incident" || type.name === "actioninvocation" ? "properties" : null;
  const row = await trx
    .insertInto("fields")
    .values({ ...columns(input), uuid: clash === undefined ? uuid : newId(), type_id: type.id, prefix, input_type: input.input_type, system: 0, position })
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

async function updateField(trx: PlatformTransaction, existing: FieldDefinition, input: CheckedFieldInput): Promise<number> {
  const { extra, ...rest } = columns(input);
  if (existing.name !== input.name && existing.typeName === "incident") {
    await moveFieldValues(trx, existing.path, existing.prefix === null ? input.name : `${existing.prefix}.${input.name}`);
  }
  await trx.updateTable("fields").set(existing.system ? rest : { ...rest, extra }).where("id", "=", existing.id).execute();
  return existing.id;
}

async function saveValues(trx: PlatformTransaction, fieldId: number, existing: FieldDefinition | undefined, input: CheckedFieldInput): Promise<void> {
  if (input.values === undefined || input.values === null) return;
  const left = new Map((existing?.values ?? []).map((value) => [value.value, value]));
  for (const [position, value] of input.values.entries()) {
    const candidates = [...left.values()];
    const match = candidates.find((candidate) => candidate.uuid === value.uuid) ?? candidates.find((candidate) => candidate.label === value.label);
    const row = {
      label: value.label,
      enabled: value.enabled === false ? 0 : 1,
      is_default: value.default === true ? 1 : 0,
      hidden: value.hidden === true ? 1 : 0,
      position,
      properties: value.properties === undefined || value.properties === null ? null : JSON.stringify(value.properties),
    };
    if (match === undefined) await trx.insertInto("field_values").values({ ...row, field_id: fieldId, uuid: value.uuid ?? newId() }).execute();
    else {
      left.delete(match.value);
      await trx.updateTable("field_values").set(row).where("id", "=", match.value).execute();
    }
  }
  const gone = [...left.keys()];
  if (gone.length > 0) await trx.updateTable("field_values").set({ enabled: 0, hidden: 1, is_default: 0 }).where("id", "in", gone).execute();
}
