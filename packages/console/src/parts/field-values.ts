import type { FieldDefDTO } from "@soarkit/protocol";

/** What a field's widget holds: text, a number (also ids of select values and milliseconds), yes or no, ids, or nothing. */
export type FieldValue = string | number | boolean | null | number[];

/** What a field holds before anything is entered: its defaults. */
export function defaultValue(field: FieldDefDTO): FieldValue {
  const defaults = field.values.filter((value) => value.default && value.enabled).map((value) => value.value);
  switch (field.input_type) {
    case "multiselect":
      return defaults;
    case "select":
      return defaults[0] ?? null;
    case "multiselect_members":
      return [];
    case "text":
    case "textarea":
    case "none":
      return "";
    default:
      return null;
  }
}

/** True when nothing was entered; `false` and 0 are something. */
export function isEmptyValue(value: FieldValue | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** What is wrong with a value for that field; undefined when nothing is. @param closing also asks for what closing requires. */
export function fieldError(field: FieldDefDTO, value: FieldValue | undefined, closing = false): string | undefined {
  const required = field.required === "always" || (closing && field.required === "close");
  if (required && isEmptyValue(value)) return field.input_type === "select" || field.input_type === "multiselect" ? "Choose a value" : "Enter a value";
  if (field.input_type === "number" && typeof value === "number" && !Number.isInteger(value)) return "Enter a whole number";
  return undefined;
}

/** The value as it is sent: empty text and lists as null. */
export function sentValue(value: FieldValue | undefined): FieldValue {
  return isEmptyValue(value) || value === undefined ? null : value;
}
