import { SoarkitError, type LayoutDTO, type LayoutItemDTO } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { Principal } from "../../accounts/principal.js";
import { recordAudit } from "../../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../../database.js";
import type { FieldDefinition } from "../field-definition.js";
import type { Fields } from "../fields.js";
import { stableUuid } from "../stable-uuid.js";
import { layoutKinds, type LayoutKind } from "./default-layouts.js";
import { layoutSchema, type CheckedContent } from "./input.js";
import { readLayout, writeLayout } from "./store.js";

/** Type id of what the layouts show: incidents (soar-protocol §1.12). */
const incidentType = 0;

/** Layouts of the New Incident wizard and of the incident page. */
export class Layouts {
  constructor(private readonly options: { readonly database: PlatformDatabase; readonly fields: Fields; readonly now: () => number }) {}

  /** All layouts. Fields that were deleted since are left out. */
  async list(within: PlatformQueries = this.options.database.db): Promise<LayoutDTO[]> {
    const layouts: LayoutDTO[] = [];
    for (const kind of layoutKinds) layouts.push(await this.read(kind, within));
    return layouts;
  }

  /** A layout by id. @throws SoarkitError `OBJECT_UNKNOWN`. */
  get(id: number, within: PlatformQueries = this.options.database.db): Promise<LayoutDTO> {
    return this.read(kindOf(id), within);
  }

  /**
   * Saves a layout for everybody.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `OBJECT_CHANGED` when somebody saved it since `vers` was read, `BODY_INVALID`, `VALUE_INVALID`.
   */
  update(id: number, body: unknown, principal: Principal): Promise<LayoutDTO> {
    const { vers, content } = parseInput(layoutSchema, body, "layout");
    return this.options.database.transaction(async (trx) => {
      const current = await this.get(id, trx);
      if (vers !== current.vers) throw new SoarkitError("OBJECT_CHANGED", { kind: "layout", name: current.name, current: current.vers, sent: vers });
      await this.save(trx, id, content, principal);
      return this.get(id, trx);
    });
  }

  /** Writes a layout as a part of a larger change. @throws SoarkitError `VALUE_INVALID`, naming a field that is unknown or placed twice. */
  async save(trx: PlatformTransaction, id: number, content: CheckedContent, principal: Principal): Promise<void> {
    const { kind, name } = kindOf(id);
    const checked = placed(content, await this.options.fields.list("incident", trx));
    const at = this.options.now();
    await writeLayout(trx, { kind, content: JSON.stringify(checked), modified: at, modifier_id: principal.id });
    await recordAudit(trx, { kind: "layout_changed", principalId: principal.id, incidentId: null, objectType: "layout", objectId: id, objectName: name, detail: {}, at });
  }

  private async read({ id, kind, name, content }: LayoutKind, queries: PlatformQueries): Promise<LayoutDTO> {
    const stored = await readLayout(queries, kind);
    const fields = new Set((await this.options.fields.list("incident", queries === this.options.database.db ? undefined : queries)).map((field) => field.path));
    const items = stored === undefined ? content : (JSON.parse(stored.content) as LayoutItemDTO[]);
    const known = items.map((block) => ({ ...block, fields: block.fields.filter((item) => item.content !== null && fields.has(item.content)) }));
    return { id, name, type: incidentType, content: known, public: true, vers: stored?.vers ?? 1, uuid: stableUuid(`layout ${kind}`), export_key: `${kind}/incident/null`, perms: null };
  }
}

function kindOf(id: number): LayoutKind {
  const kind = layoutKinds.find((candidate) => candidate.id === id);
  if (kind === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "layout", id });
  return kind;
}

/** The blocks as they are stored: fields by path, each at most once in a layout. */
function placed(content: CheckedContent, fields: readonly FieldDefinition[]): LayoutItemDTO[] {
  const used = new Set<string>();
  const path = (item: { element: string; content: string }): string => {
    const field = fields.find((candidate) => (item.element === "field_uuid" ? candidate.uuid === item.content : candidate.path === item.content));
    if (field === undefined) throw new SoarkitError("VALUE_INVALID", { field: "content", reason: `incidents have no field ${item.content}; GET types/incident/fields lists them.` });
    if (used.has(field.path)) throw new SoarkitError("VALUE_INVALID", { field: "content", reason: `the field ${field.text} is placed twice. Take one of them out.` });
    used.add(field.path);
    return field.path;
  };
  return content.map((block) => ({
    element: "section",
    field_type: null,
    content: null,
    show_if: conditions(block.show_if, fields),
    step_label: block.step_label,
    fields: block.fields.map((item) => ({ element: "field", field_type: "incident", content: path(item), show_if: conditions(item.show_if, fields), step_label: null, fields: [] })),
  }));
}

function conditions(showIf: CheckedContent[number]["show_if"], fields: readonly FieldDefinition[]): LayoutItemDTO["show_if"] {
  if (showIf === undefined || showIf === null || showIf.length === 0) return null;
  return showIf.map(({ field, condition, value }) => {
    if (!fields.some((candidate) => candidate.path === field)) throw new SoarkitError("VALUE_INVALID", { field: "show_if", reason: `incidents have no field ${field}.` });
    return { field, condition, value: value ?? null };
  });
}
