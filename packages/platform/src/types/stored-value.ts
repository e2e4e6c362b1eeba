import type { Handle, TextContent } from "@soarkit/protocol";
import { SoarkitError } from "@soarkit/protocol";
import { principalIdOf } from "../accounts/principals.js";
import type { PlatformQueries } from "../database.js";
import { cleanText, maxTextLength } from "../http/text-content.js";
import { labelToValue, valueToLabel, type FieldDefinition } from "./field-definition.js";

/** A field's value as it is stored: selects by value id, people by principal id, times in milliseconds. */
export type StoredValue = string | number | boolean | TextContent | number[] | null;

/** Longest plain text, in characters. */
const maxLine = 20_000;
const maxItems = 1_000;

function refuse(field: FieldDefinition, reason: string): SoarkitError {
  return new SoarkitError("VALUE_INVALID", { field: field.path, reason });
}

/**
 * A value of a request as it is stored. Handles are taken in every form (id, name, `{id}`, `{name}`), rich text as
 * string or `{format, content}`; an empty string empties the field.
 * @throws SoarkitError `VALUE_INVALID` naming the field and what it takes.
 */
export async function toStored(field: FieldDefinition, value: unknown, queries: PlatformQueries): Promise<StoredValue> {
  if (value === null || value === undefined || value === "") return null;
  switch (field.inputType) {
    case "text":
      return line(field, value);
    case "textarea":
      return richText(field, value);
    case "number":
      if (typeof value === "number" && Number.isSafeInteger(value)) return value;
      throw refuse(field, "send a whole number.");
    case "boolean":
      if (typeof value === "boolean") return value;
      throw refuse(field, "send true, false or null.");
    case "datepicker":
    case "datetimepicker":
      if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 8.64e15) return value;
      throw refuse(field, "send the time as whole milliseconds since 1970 (UTC).");
    case "select":
      return select(field, value);
    case "multiselect":
      return [...new Set(items(field, value).map((item) => select(field, item)))];
    case "select_owner":
    case "select_user":
      return person(field, value, queries);
    case "multiselect_members": {
      const people: number[] = [];
      for (const item of items(field, value)) people.push(await person(field, item, queries));
      return [...new Set(people)];
    }
    case "none":
      throw refuse(field, "it takes no value.");
  }
}

function line(field: FieldDefinition, value: unknown): string {
  if (typeof value !== "string") throw refuse(field, "send a text.");
  if (value.length > maxLine) throw refuse(field, `the text has ${value.length} characters; at most ${maxLine} are possible.`);
  if (value.includes("\0")) throw refuse(field, "the text holds a NUL character; take it out.");
  if (field.path === "plan_status" && value !== "A" && value !== "C") throw refuse(field, "send A (active) or C (closed).");
  return value;
}

function richText(field: FieldDefinition, value: unknown): TextContent {
  return textInput(value, field.path, field.richText);
}

/**
 * A text of a request, cleaned. A plain string of a rich-text field is HTML, because that is how such fields are
 * given out by default.
 * @throws SoarkitError `VALUE_INVALID`.
 */
export function textInput(value: unknown, name: string, isRichText: boolean): TextContent {
  const text = typeof value === "string" ? { format: isRichText ? ("html" as const) : ("text" as const), content: value } : textObject(value);
  if (text === undefined) throw new SoarkitError("VALUE_INVALID", { field: name, reason: 'send a text, or {"format": "text" or "html", "content": "…"}.' });
  if (text.content.length > maxTextLength) {
    throw new SoarkitError("VALUE_INVALID", { field: name, reason: `the text has ${text.content.length} characters; at most ${maxTextLength} are possible.` });
  }
  return cleanText({ format: text.format, content: text.content.replaceAll("\0", "") });
}

function textObject(value: unknown): TextContent | undefined {
  if (typeof value !== "object" || value === null || !("content" in value)) return undefined;
  const { content } = value;
  const format = "format" in value ? value.format : "text";
  if (content === null) return { format: "text", content: "" };
  if (typeof content !== "string" || (format !== "text" && format !== "html" && format !== "unknown")) return undefined;
  return { format: format === "html" ? "html" : "text", content };
}

function items(field: FieldDefinition, value: unknown): unknown[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length > maxItems) throw refuse(field, `it has ${list.length} values; at most ${maxItems} are possible.`);
  return list;
}

function select(field: FieldDefinition, value: unknown): number {
  const handle = asHandle(value);
  const named = typeof handle === "object" ? handle.id : handle;
  const found = typeof named === "number" ? (valueToLabel(field, named) === undefined ? undefined : named) : named === undefined ? undefined : labelToValue(field, named);
  if (found !== undefined) return found;
  const labels = field.values.filter((candidate) => !candidate.hidden).map((candidate) => `${candidate.label} (${candidate.value})`);
  const some = labels.length > 20 ? `${labels.slice(0, 20).join(", ")}, …` : labels.join(", ");
  throw refuse(field, labels.length === 0 ? "it has no values to choose from yet." : `send one of ${some}.`);
}

async function person(field: FieldDefinition, value: unknown, queries: PlatformQueries): Promise<number> {
  const handle = asHandle(value);
  const id = handle === undefined ? undefined : await principalIdOf(queries, handle);
  if (id === undefined) throw refuse(field, "send the id or e-mail address of a user, or the id of an API key.");
  return id;
}

/** A handle in any of its forms; undefined for anything else. */
export function asHandle(value: unknown): Handle | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if ("id" in value && typeof value.id === "number") return value.id;
  if ("name" in value && typeof value.name === "string") return value.name;
  return undefined;
}

/** Whether two stored values are the same; the order of several values does not matter. */
export function sameValue(a: StoredValue, b: StoredValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item) => b.includes(item));
  if (Array.isArray(a) || Array.isArray(b)) return (Array.isArray(a) ? a.length === 0 && b === null : a === null && Array.isArray(b) && b.length === 0);
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) return a.format === b.format && a.content === b.content;
  return a === b;
}
