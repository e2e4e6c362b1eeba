import type { FieldDefDTO, ViewItemDTO } from "@soarkit/protocol";
import { defaultValue, fieldError, type FieldValue, isEmptyValue, sentValue } from "../../../parts/field-values.js";

/** What the dialog of a rule is made of, in the rule's order. */
export type DialogItem = { kind: "field"; field: FieldDefDTO } | { kind: "text"; html: string } | { kind: "heading"; text: string };

/** Values of a dialog by API name. */
export type DialogValues = Readonly<Record<string, FieldValue>>;

/** Turns a rule's view items into what the dialog shows; fields that exist no more are left out. */
export function dialogItems(viewItems: readonly ViewItemDTO[], fields: readonly FieldDefDTO[]): DialogItem[] {
  return viewItems.flatMap((item): DialogItem[] => {
    if (item.element === "html") return [{ kind: "text", html: item.content }];
    if (item.element === "header" || item.element === "section") return item.content === "" ? [] : [{ kind: "heading", text: item.content }];
    const field = fields.find((candidate) => candidate.uuid === item.content || candidate.name === item.content);
    return field === undefined ? [] : [{ kind: "field", field }];
  });
}

/** The fields of a dialog. */
export function fieldsOf(items: readonly DialogItem[]): FieldDefDTO[] {
  return items.flatMap((item) => (item.kind === "field" ? [item.field] : []));
}

/**
 * What the dialog starts with: the defaults, over them what this person sent last time, where the field still takes it.
 * A TLP colour and an approval are never offered again: each is a decision about this one object (console.md §3A.7).
 */
export function startValues(fields: readonly FieldDefDTO[], last: Readonly<Record<string, unknown>> = {}): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    const before = mayRepeat(field) ? last[field.name] : undefined;
    values[field.name] = fits(field, before) ? before : defaultValue(field);
  }
  return values;
}

/** Whether last time's value may be offered. */
export function mayRepeat(field: FieldDefDTO): boolean {
  return !/(^|[^a-z])tlp([^a-z]|$)|traffic.?light|approve|approval/i.test(`${field.name} ${field.text}`);
}

function fits(field: FieldDefDTO, value: unknown): value is FieldValue {
  const choices = new Set(field.values.filter((choice) => choice.enabled && !choice.hidden).map((choice) => choice.value));
  switch (field.input_type) {
    case "text":
    case "textarea":
      return typeof value === "string" && value !== "";
    case "number":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "select":
      return typeof value === "number" && choices.has(value);
    case "multiselect":
      return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === "number" && choices.has(entry));
    default:
      return false;
  }
}

/** What is wrong, by API name, in the dialog's order; empty when it can be sent. */
export function dialogErrors(fields: readonly FieldDefDTO[], values: DialogValues): Map<string, string> {
  const errors = new Map<string, string>();
  for (const field of fields) {
    const error = fieldError(field, values[field.name]);
    if (error !== undefined) errors.set(field.name, error);
  }
  return errors;
}

/** The values as `properties` of the invocation: what is empty is left out, so that the server's defaults hold. */
export function sentProperties(fields: readonly FieldDefDTO[], values: DialogValues): Record<string, FieldValue> {
  return Object.fromEntries(fields.filter((field) => !isEmptyValue(values[field.name])).map((field) => [field.name, sentValue(values[field.name])]));
}
