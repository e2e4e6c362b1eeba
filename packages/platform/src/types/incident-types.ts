import { SoarkitError } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import * as z from "zod";
import type { Principal } from "../accounts/principal.js";
import { recordAudit } from "../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { incidentTypeUser, renameInIncidents } from "./field-use.js";
import type { Fields } from "./fields.js";
import { ancestorsOf } from "./incident-type-tree.js";

/** IncidentTypeDTO (soar-protocol §1.10 "Types and fields"). */
export interface IncidentTypeDTO {
  id: number;
  name: string;
  description: string;
  parent_id: number | null;
  enabled: boolean;
  hidden: boolean;
  system: boolean;
  uuid: string;
  create_date: number;
  export_key: string;
}

const incidentTypeSchema = z.looseObject({
  name: z.string().trim().min(1).max(200),
  description: z.union([z.string().max(5000), z.looseObject({ content: z.string().max(5000) }).transform((text) => text.content)]).nullish(),
  parent_id: z.number().int().nullish(),
  enabled: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  uuid: z.string().max(100).nullish(),
});

/** What `IncidentTypes.save` takes. */
export type IncidentTypeInput = z.input<typeof incidentTypeSchema>;

/** Kinds of incidents: the values of the field `incident_type_ids`. */
export class IncidentTypes {
  constructor(private readonly options: { database: PlatformDatabase; fields: Fields; now?: () => number }) {}

  /** All incident types in the order of their names. */
  async list(within: PlatformQueries = this.options.database.db): Promise<IncidentTypeDTO[]> {
    const rows = await within.selectFrom("incident_types").selectAll().orderBy("name").execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      parent_id: row.parent_id,
      enabled: row.enabled === 1,
      hidden: row.hidden === 1,
      system: row.system === 1,
      uuid: row.uuid,
      create_date: row.create_date,
      export_key: row.name,
    }));
  }

  /**
   * Creates an incident type, or updates the one with the same id, uuid or name.
   * @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN`, `OBJECT_UNKNOWN`.
   */
  async save(trx: PlatformTransaction, input: IncidentTypeInput, principal: Principal, id?: number): Promise<IncidentTypeDTO> {
    const checked = parseInput(incidentTypeSchema, input, "incident type");
    const types = await this.list(trx);
    const existing =
      id === undefined ? (types.find((type) => type.uuid === checked.uuid) ?? types.find((type) => type.name === checked.name)) : types.find((type) => type.id === id);
    if (id !== undefined && existing === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident type", id });
    if (types.some((type) => type !== existing && type.name === checked.name)) throw new SoarkitError("NAME_TAKEN", { kind: "incident type", name: checked.name });
    const parent = checked.parent_id ?? null;
    if (parent !== null && !types.some((type) => type.id === parent)) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident type", id: parent });
    if (existing !== undefined && parent !== null && [parent, ...ancestorsOf(types, parent)].includes(existing.id)) {
      throw new SoarkitError("VALUE_INVALID", { field: "parent_id", reason: `${existing.name} would stand below itself. Choose another parent.` });
    }
    this.options.fields.forget();
    const row = {
      name: checked.name,
      description: checked.description ?? "",
      parent_id: parent,
      enabled: checked.enabled === false ? 0 : 1,
      hidden: checked.hidden === true ? 1 : 0,
    };
    const at = (this.options.now ?? Date.now)();
    const saved =
      existing === undefined
        ? await trx.insertInto("incident_types").values({ ...row, uuid: checked.uuid ?? newId(), system: 0, create_date: at }).returning("id").executeTakeFirstOrThrow()
        : await trx.updateTable("incident_types").set(row).where("id", "=", existing.id).returning("id").executeTakeFirstOrThrow();
    if (existing !== undefined && existing.name !== checked.name) await renameInIncidents(trx, existing.id, checked.name);
    await this.audit(trx, existing === undefined ? "incident_type_created" : "incident_type_changed", saved.id, checked.name, principal);
    const found = (await this.list(trx)).find((type) => type.id === saved.id);
    if (found === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident type", id: saved.id });
    return found;
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`, `BUILT_IN`, `IN_USE`. */
  async delete(trx: PlatformTransaction, id: number, principal: Principal): Promise<void> {
    const type = (await this.list(trx)).find((candidate) => candidate.id === id);
    if (type === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident type", id });
    if (type.system) throw new SoarkitError("BUILT_IN", { kind: "incident type", name: type.name });
    const by = await incidentTypeUser(trx, type);
    if (by !== undefined) throw new SoarkitError("IN_USE", { kind: "incident type", name: type.name, by });
    this.options.fields.forget();
    await trx.updateTable("incident_types").set({ parent_id: null }).where("parent_id", "=", id).execute();
    await trx.deleteFrom("incident_types").where("id", "=", id).execute();
    await this.audit(trx, "incident_type_deleted", id, type.name, principal);
  }

  private async audit(trx: PlatformTransaction, kind: string, id: number, name: string, principal: Principal): Promise<void> {
    const at = (this.options.now ?? Date.now)();
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: null, objectType: "incident_type", objectId: id, objectName: name, detail: {}, at });
  }
}
