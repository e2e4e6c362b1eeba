import { SoarkitError, type ArtifactTypeDTO, type Handle } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import * as z from "zod";
import type { Principal } from "../accounts/principal.js";
import { recordAudit } from "../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { artifactTypeUser } from "./field-use.js";
import type { Fields } from "./fields.js";

/** An artifact type. */
export interface ArtifactType {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly programmaticName: string;
  readonly description: string;
  readonly file: boolean;
  /** Whitespace separates several values. */
  readonly multiAware: boolean;
  readonly system: boolean;
  readonly enabled: boolean;
}

const artifactTypeSchema = z.looseObject({
  name: z.string().trim().min(1).max(200),
  programmatic_name: z.string().trim().min(1).max(200).nullish(),
  desc: z.string().max(2000).nullish(),
  uuid: z.string().max(100).nullish(),
  file: z.boolean().nullish(),
  multi_aware: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
});

/** What `ArtifactTypes.save` takes. */
export type ArtifactTypeInput = z.input<typeof artifactTypeSchema>;

/** Kinds of artifacts: IBM's own and those that customizations add. */
export class ArtifactTypes {
  constructor(private readonly options: { database: PlatformDatabase; fields: Fields; now?: () => number }) {}

  /** All types by id. */
  async all(within: PlatformQueries = this.options.database.db): Promise<ReadonlyMap<number, ArtifactType>> {
    const rows = await within.selectFrom("artifact_types").selectAll().orderBy("id").execute();
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          uuid: row.uuid,
          name: row.name,
          programmaticName: row.programmatic_name,
          description: row.description,
          file: row.file === 1,
          multiAware: row.multi_aware === 1,
          system: row.system === 1,
          enabled: row.enabled === 1,
        },
      ]),
    );
  }

  /**
   * Creates a type, or updates the one with the same uuid or programmatic name. Types that come with the platform can
   * only be switched on and off.
   * @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN`.
   */
  async save(trx: PlatformTransaction, input: ArtifactTypeInput, principal: Principal): Promise<ArtifactType> {
    const checked = parseInput(artifactTypeSchema, input, "artifact type");
    const programmaticName = checked.programmatic_name ?? programmaticNameOf(checked.name);
    const types = [...(await this.all(trx)).values()];
    const existing =
      types.find((type) => type.uuid === checked.uuid) ??
      types.find((type) => type.programmaticName === programmaticName) ??
      types.find((type) => type.system && type.name === checked.name);
    const clash = types.find((type) => type !== existing && sameName(type.name, checked.name));
    if (clash !== undefined) throw new SoarkitError("NAME_TAKEN", { kind: "artifact type", name: checked.name });
    this.options.fields.forget();
    const enabled = checked.enabled === false ? 0 : 1;
    const row = {
      name: checked.name,
      description: checked.desc ?? "",
      file: checked.file === true ? 1 : 0,
      multi_aware: checked.multi_aware === true ? 1 : 0,
      enabled,
    };
    let id = existing?.id;
    if (existing === undefined || id === undefined) {
      const created = await trx
        .insertInto("artifact_types")
        .values({ ...row, uuid: checked.uuid ?? newId(), programmatic_name: programmaticName, system: 0 })
        .returning("id")
        .executeTakeFirstOrThrow();
      id = created.id;
    } else await trx.updateTable("artifact_types").set(existing.system ? { enabled } : row).where("id", "=", id).execute();
    await this.audit(trx, existing === undefined ? "artifact_type_created" : "artifact_type_changed", id, checked.name, principal);
    const saved = (await this.all(trx)).get(id);
    if (saved === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact type", id });
    return saved;
  }

  /**
   * Creates a type. @throws SoarkitError `BODY_INVALID`, `NAME_TAKEN` for a name or programmatic name that there is.
   */
  async create(trx: PlatformTransaction, input: ArtifactTypeInput, principal: Principal): Promise<ArtifactType> {
    const { name, programmatic_name: given } = parseInput(artifactTypeSchema, input, "artifact type");
    const programmaticName = given ?? programmaticNameOf(name);
    const taken = [...(await this.all(trx)).values()].find((type) => sameName(type.name, name) || sameName(type.programmaticName, programmaticName));
    if (taken !== undefined) throw new SoarkitError("NAME_TAKEN", { kind: "artifact type", name: sameName(taken.name, name) ? name : `${name} (${programmaticName})` });
    return this.save(trx, { ...input, uuid: undefined }, principal);
  }

  /**
   * Deletes a type of people. One that comes with the platform is switched off instead: artifacts of it stay.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `IN_USE` while artifacts or rules have it.
   */
  async delete(trx: PlatformTransaction, id: number, principal: Principal): Promise<void> {
    const type = (await this.all(trx)).get(id);
    if (type?.system !== false) return this.disable(trx, id, principal);
    const by = await artifactTypeUser(trx, type);
    if (by !== undefined) throw new SoarkitError("IN_USE", { kind: "artifact type", name: type.name, by });
    this.options.fields.forget();
    await trx.deleteFrom("artifact_types").where("id", "=", id).execute();
    await this.audit(trx, "artifact_type_deleted", id, type.name, principal);
  }

  private async disable(trx: PlatformTransaction, id: number, principal: Principal): Promise<void> {
    const type = (await this.all(trx)).get(id);
    if (type === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact type", id });
    this.options.fields.forget();
    await trx.updateTable("artifact_types").set({ enabled: 0 }).where("id", "=", id).execute();
    await this.audit(trx, "artifact_type_disabled", id, type.name, principal);
  }

  private async audit(trx: PlatformTransaction, kind: string, id: number, name: string, principal: Principal): Promise<void> {
    const at = (this.options.now ?? Date.now)();
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: null, objectType: "artifact_type", objectId: id, objectName: name, detail: {}, at });
  }
}

function programmaticNameOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

function sameName(a: string, b: string): boolean {
  return a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();
}

/** The type that a handle means: id, name or API name (any case). @throws SoarkitError `VALUE_INVALID` naming the field `type`. */
export function artifactTypeOf(types: ReadonlyMap<number, ArtifactType>, handle: Handle | undefined): ArtifactType {
  const wanted = typeof handle === "object" ? handle.id : handle;
  const lower = typeof wanted === "string" ? wanted.toLowerCase() : undefined;
  const found =
    typeof wanted === "number"
      ? types.get(wanted)
      : [...types.values()].find((type) => type.name.toLowerCase() === lower || type.programmaticName.toLowerCase() === lower);
  if (found?.enabled === true) return found;
  const reason = found === undefined ? "send the id or name of an artifact type; GET artifact_types lists them." : `the artifact type ${found.name} is switched off; choose another one.`;
  throw new SoarkitError("VALUE_INVALID", { field: "type", reason });
}

/** IncidentArtifactTypeDTO (soar-protocol §1.11). */
export function artifactTypeDTO(type: ArtifactType): ArtifactTypeDTO {
  return {
    id: type.id,
    name: type.name,
    programmatic_name: type.programmaticName,
    desc: type.description,
    file: type.file,
    multi_aware: type.multiAware,
    split_on: type.multiAware ? "\\s+" : null,
    parse_as_csv: false,
    reg_exp: null,
    use_for_relationships: true,
    system: type.system,
    enabled: type.enabled,
    uuid: type.uuid,
    version: 1,
    export_key: type.programmaticName,
    default_scan_option: "unsaved",
    tags: [],
  };
}
