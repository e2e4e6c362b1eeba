import type { Handle, HandleFormat, TextContent } from "@soarkit/protocol";
import type { PrincipalDirectory } from "../accounts/principals.js";
import { writeHandle, type View } from "../http/formats.js";
import { plainText, writeText } from "../http/text-content.js";
import { valueToLabel, type FieldDefinition } from "./field-definition.js";
import type { StoredValue } from "./stored-value.js";

/** A stored value as DTOs show it, in the form the request asked for. */
export function writeValue(field: FieldDefinition, value: StoredValue, view: View, people: PrincipalDirectory): unknown {
  if (Array.isArray(value)) return value.map((item) => writeItem(field, item, view.handleFormat, people));
  if (value === null) return field.inputType === "multiselect" || field.inputType === "multiselect_members" ? [] : null;
  if (isText(value)) return writeText(value, view.textFormat, field.richText);
  if (typeof value === "number" && isHandleField(field)) return writeItem(field, value, view.handleFormat, people);
  return value;
}

/** A stored value as scripts read it: selects by label, people by e-mail, rich text as `{format, content}`. */
export function scriptValue(field: FieldDefinition, value: StoredValue, people: PrincipalDirectory): unknown {
  return writeValue(field, value, { handleFormat: "names", textFormat: "objects_no_convert" }, people);
}

/** A stored value in words, for the news feed and for conditions on text. At most `limit` characters. */
export function valueInWords(field: FieldDefinition, value: StoredValue, people: PrincipalDirectory, limit = 1_000): string | number | boolean | null {
  const written = scriptValue(field, value, people);
  if (isText(value)) return plainText(value).slice(0, limit);
  if (Array.isArray(written)) return written.join(", ").slice(0, limit);
  if (typeof written === "string") return written.slice(0, limit);
  return typeof written === "number" || typeof written === "boolean" ? written : null;
}

/** True for rich text. */
export function isText(value: StoredValue): value is TextContent {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isHandleField(field: FieldDefinition): boolean {
  return field.inputType === "select" || field.inputType === "select_owner" || field.inputType === "select_user";
}

function writeItem(field: FieldDefinition, value: number, format: HandleFormat, people: PrincipalDirectory): Handle {
  if (field.inputType === "select" || field.inputType === "multiselect") return writeHandle(value, valueToLabel(field, value) ?? String(value), format);
  return people.handle(value, format);
}
