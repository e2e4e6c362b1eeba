import { type FieldDefDTO, type FieldValueDTO, ObjectType, type ViewItemDTO } from "@soarkit/protocol";
import type { Input } from "../inputs/input.js";
import { uuidV5 } from "./uuid-v5.js";

/** Types of objects whose fields an app can bring. */
export type FieldOwner = "__function" | "actioninvocation" | "incident";

/** Uuid of an app's field. */
export function fieldUuid(owner: FieldOwner, name: string, input: Input): string {
  return input.options.uuid ?? uuidV5(`field/${owner}/${name}`);
}

/** Uuid of one value of a select field. */
export function valueUuid(owner: FieldOwner, name: string, label: string, input: Input): string {
  return input.options.valueUuids?.[label] ?? uuidV5(`value/${owner}/${name}/${label}`);
}

/** The field as the export document carries it (soar-protocol §3.3). */
export function renderField(owner: FieldOwner, name: string, input: Input): FieldDefDTO {
  const { options } = input;
  return {
    id: 0,
    uuid: fieldUuid(owner, name, input),
    name,
    text: options.label ?? name,
    tooltip: options.tooltip ?? "",
    placeholder: options.placeholder ?? "",
    export_key: `${owner}/${name}`,
    type_id: ObjectType[owner],
    // Function inputs stand by themselves; activity fields and custom fields live in `properties`.
    prefix: owner === "__function" ? null : "properties",
    input_type: input.type,
    required: options.required === true ? "always" : null,
    values: renderValues(owner, name, input),
    rich_text: false,
    blank_option: input.type === "select" && options.required !== true,
    allow_default_value: false,
    calculated: false,
    changeable: true,
    chosen: false,
    default_chosen_by_server: false,
    deprecated: false,
    hide_notification: false,
    internal: false,
    is_tracked: false,
    operation_perms: {},
    operations: [],
    read_only: false,
    tags: [],
    templates: [],
  };
}

function renderValues(owner: FieldOwner, name: string, input: Input): FieldValueDTO[] {
  const chosen: readonly unknown[] = Array.isArray(input.defaultValue) ? input.defaultValue : [input.defaultValue];
  return input.values.map((label, index) => ({
    value: index + 1,
    label,
    enabled: true,
    default: chosen.includes(label),
    hidden: false,
    properties: null,
    uuid: valueUuid(owner, name, label, input),
  }));
}

/** One entry of a dialog or input list. */
export function renderViewItem(owner: FieldOwner, name: string, input: Input): ViewItemDTO {
  return { element: "field_uuid", field_type: owner, content: fieldUuid(owner, name, input), show_if: null, show_link_header: false, step_label: null };
}
