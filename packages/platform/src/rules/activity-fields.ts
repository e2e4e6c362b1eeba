import { SoarkitError } from "@soarkit/protocol";
import type { FieldDefinition, FieldValue } from "../types/field-definition.js";

/** Longest text of an activity field, in characters. */
const longestText = 100_000;

/** What a person filled in when running a menu item. */
export interface ActivityValues {
  /** By API name, selects by label: what scripts read as `rule.properties`. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** By API name, selects by value id: what action messages carry. */
  readonly ids: Readonly<Record<string, unknown>>;
}

/**
 * Checks what was filled in against the rule's activity fields and adds default values of selects.
 * Fields that were left empty are null.
 * @param fields the activity fields of the rule's dialog.
 * @throws SoarkitError `ACTIVITY_FIELD_INVALID` naming the field and what to do.
 */
export function activityValues(rule: string, fields: readonly FieldDefinition[], sent: Readonly<Record<string, unknown>>): ActivityValues {
  const unknown = Object.keys(sent).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    const known = fields.map((field) => field.name).join(", ");
    throw invalid(rule, unknown, known === "" ? "is not one of its fields: it has none. Leave it out." : `is not one of its fields. Send only ${known}.`);
  }
  const labels: Record<string, unknown> = {};
  const ids: Record<string, unknown> = {};
  for (const field of fields) {
    const given = isEmpty(sent[field.name]) ? defaultOf(field) : sent[field.name];
    if (isEmpty(given) && field.required === "always") throw invalid(rule, field.name, `(${field.text}) is required. ${advice(field)}`);
    const value = isEmpty(given) ? null : checked(rule, field, given);
    labels[field.name] = asLabel(value);
    ids[field.name] = asId(value);
  }
  return { labels, ids };
}

/** A checked value: selects as the field's own values. */
type Checked = null | string | number | boolean | { readonly format: string; readonly content: string } | FieldValue | readonly FieldValue[];

function checked(rule: string, field: FieldDefinition, value: unknown): Checked {
  const refuse = (reason: string): never => {
    throw invalid(rule, field.name, reason);
  };
  switch (field.inputType) {
    case "text":
      if (typeof value !== "string") return refuse("takes a text. Send a string.");
      return value.length <= longestText ? value : refuse(`is ${value.length} characters long. Send at most ${longestText}.`);
    case "textarea":
      return richText(value) ?? refuse('takes a text. Send a string or {"format": "text", "content": "…"} of at most 100000 characters.');
    case "number":
      return typeof value === "number" && Number.isSafeInteger(value) ? value : refuse("takes a whole number. Send one without quotes.");
    case "boolean":
      return typeof value === "boolean" ? value : refuse("takes yes or no. Send true or false.");
    case "datepicker":
    case "datetimepicker":
      return typeof value === "number" && Number.isSafeInteger(value) ? value : refuse("takes a time. Send whole milliseconds since 1970 (UTC).");
    case "select":
      return valueOf(field, value) ?? refuse(`has no value ${shown(value)}. ${advice(field)}`);
    case "multiselect": {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.map((entry) => valueOf(field, entry) ?? refuse(`has no value ${shown(entry)}. ${advice(field)}`));
    }
    case "select_owner":
    case "select_user":
      return typeof value === "string" || typeof value === "number" ? value : refuse("takes a person. Send an id or an e-mail address.");
    case "multiselect_members":
    case "none":
      return refuse("cannot be filled in here. Take it out of the rule's fields.");
  }
}

/** The value that a label, id or `{id}`, `{name}` means, when a person may choose it. */
function valueOf(field: FieldDefinition, value: unknown): FieldValue | undefined {
  if (typeof value === "object" && value !== null) {
    const { id, name } = value as { id?: unknown; name?: unknown };
    return id === undefined || id === null ? valueOf(field, name ?? "") : valueOf(field, id);
  }
  const choices = field.values.filter((candidate) => candidate.enabled && !candidate.hidden);
  if (typeof value === "number") return choices.find((candidate) => candidate.value === value);
  if (typeof value !== "string") return undefined;
  return choices.find((candidate) => candidate.label === value) ?? choices.find((candidate) => candidate.label.toLowerCase() === value.trim().toLowerCase());
}

function richText(value: unknown): { format: string; content: string } | undefined {
  const text = typeof value === "string" ? { format: "text", content: value } : value;
  if (typeof text !== "object" || text === null || !("content" in text) || typeof text.content !== "string") return undefined;
  if (text.content.length > longestText) return undefined;
  return { format: "format" in text && text.format === "html" ? "html" : "text", content: text.content };
}

function defaultOf(field: FieldDefinition): unknown {
  const defaults = field.values.filter((value) => value.isDefault && value.enabled && !value.hidden).map((value) => value.value);
  return field.inputType === "multiselect" ? defaults : defaults[0];
}

function asLabel(value: Checked): unknown {
  if (isList(value)) return value.map((entry) => entry.label);
  return isValue(value) ? value.label : value;
}

function asId(value: Checked): unknown {
  if (isList(value)) return value.map((entry) => entry.value);
  return isValue(value) ? value.value : value;
}

function isList(value: Checked): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isValue(value: Checked): value is FieldValue {
  return typeof value === "object" && value !== null && "label" in value;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "") || (Array.isArray(value) && value.length === 0);
}

function advice(field: FieldDefinition): string {
  const labels = field.values.filter((value) => value.enabled && !value.hidden).map((value) => value.label);
  return labels.length === 0 ? "Send a value for it." : `Send one of: ${labels.join(", ")}.`;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) as string | undefined)?.slice(0, 100) ?? "nothing";
}

function invalid(rule: string, field: string, reason: string): SoarkitError {
  return new SoarkitError("ACTIVITY_FIELD_INVALID", { rule, field: field.slice(0, 200), reason });
}
