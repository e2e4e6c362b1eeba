import type { FieldDefDTO, FieldValueDTO, InputType } from "@soarkit/protocol";

/** A value of a select or multiselect field. */
export interface FieldValue {
  /** What is stored and what DTOs call `value`. */
  readonly value: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly isDefault: boolean;
  readonly hidden: boolean;
  readonly uuid: string;
  readonly properties: unknown;
  /** Labels of what it stands below, for values with a hierarchy: incident types. */
  readonly above?: readonly string[];
}

/** A field of an object type (soar-protocol §1.12 "FieldDefDTO"). */
export interface FieldDefinition {
  readonly id: number;
  readonly uuid: string;
  /** Name of the type it belongs to: `incident`, `__function`, a data table's name. */
  readonly typeName: string;
  /** Id of that type: 0 incident, 11 function, 1000 and up data tables. */
  readonly typeId: number;
  readonly name: string;
  /** `name`, or `prefix.name`: how conditions, patches and stored values call it. */
  readonly path: string;
  readonly text: string;
  readonly tooltip: string;
  readonly placeholder: string;
  readonly prefix: string | null;
  readonly inputType: InputType;
  readonly required: "always" | "close" | null;
  readonly richText: boolean;
  readonly blankOption: boolean;
  /** True for fields that come with the platform: they cannot be deleted. */
  readonly system: boolean;
  readonly position: number;
  readonly values: readonly FieldValue[];
  /** The remaining members of the DTO as they were given (`templates`, `operations`, …). */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Condition methods that a field of this input type can be asked (soar-protocol §1.9). */
export function operationsOf(inputType: InputType): string[] {
  const presence = ["has_a_value", "not_has_a_value", "changed"];
  switch (inputType) {
    case "number":
    case "datepicker":
    case "datetimepicker":
      return ["equals", "not_equals", "gt", "gte", "lt", "lte", ...presence];
    case "boolean":
      return ["equals", "not_equals", ...presence];
    case "select":
    case "select_owner":
    case "select_user":
      return ["equals", "not_equals", "in", "not_in", "changed_to", "changed_from", ...presence];
    case "multiselect":
    case "multiselect_members":
      return ["contains", "not_contains", "in", "not_in", "value_added", "value_removed", ...presence];
    case "text":
    case "textarea":
    case "none":
      return ["equals", "not_equals", "contains", "not_contains", ...presence];
  }
}

function valueDTO(value: FieldValue): FieldValueDTO {
  return {
    value: value.value,
    label: value.label,
    enabled: value.enabled,
    default: value.isDefault,
    hidden: value.hidden,
    uuid: value.uuid,
    properties: value.properties,
  };
}

/** The field as REST and exports show it. */
export function fieldDTO(field: FieldDefinition): FieldDefDTO {
  return {
    internal: false,
    read_only: false,
    changeable: !field.system,
    chosen: false,
    hide_notification: false,
    default_chosen_by_server: false,
    calculated: false,
    is_tracked: false,
    allow_default_value: false,
    deprecated: false,
    templates: [],
    tags: [],
    operations: operationsOf(field.inputType),
    operation_perms: {},
    ...field.extra,
    id: field.id,
    uuid: field.uuid,
    name: field.name,
    text: field.text,
    tooltip: field.tooltip,
    placeholder: field.placeholder,
    export_key: `${field.typeName}/${field.name}`,
    type_id: field.typeId,
    prefix: field.prefix,
    input_type: field.inputType,
    required: field.required,
    values: field.values.map(valueDTO),
    rich_text: field.richText,
    blank_option: field.blankOption,
  };
}

/** The label of a stored select value; undefined when the field has no such value. */
export function valueToLabel(field: FieldDefinition, value: number): string | undefined {
  return field.values.find((candidate) => candidate.value === value)?.label;
}

/** The stored value of a label (case matters first, then not); undefined when the field has no such label. */
export function labelToValue(field: FieldDefinition, label: string): number | undefined {
  const wanted = label.toLowerCase();
  return (field.values.find((candidate) => candidate.label === label) ?? field.values.find((candidate) => candidate.label.toLowerCase() === wanted))?.value;
}
