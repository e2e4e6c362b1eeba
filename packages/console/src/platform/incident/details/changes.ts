import type { FieldDefDTO, TextContent } from "@soarkit/protocol";
import { handleId } from "../../../api/handles.js";
import { type FieldValue, sentValue } from "../../../parts/field-values.js";
import type { Incident } from "../data/types.js";

/** A field's name as patches and drafts know it: `severity_code`, `properties.case_ref`. */
export function pathOf(field: FieldDefDTO): string {
  return field.prefix === null ? field.name : `${field.prefix}.${field.name}`;
}

/** What the incident holds in a field, as the server wrote it. */
export function storedValue(incident: Incident, field: FieldDefDTO): unknown {
  if (field.prefix === null) return incident[field.name] ?? null;
  const block = incident[field.prefix];
  return typeof block === "object" && block !== null ? ((block as Record<string, unknown>)[field.name] ?? null) : null;
}

/** A stored value as the field's widget holds it: ids of handles, the words of a text. */
export function widgetValue(field: FieldDefDTO, stored: unknown): FieldValue {
  switch (field.input_type) {
    case "select":
    case "select_owner":
    case "select_user":
      return handleId(stored as Parameters<typeof handleId>[0]) ?? null;
    case "multiselect":
    case "multiselect_members":
      return Array.isArray(stored) ? stored.flatMap((entry) => handleId(entry as Parameters<typeof handleId>[0]) ?? []) : [];
    case "textarea":
      return typeof stored === "string" ? stored : plainOf(stored as TextContent | null);
    case "text":
    case "none":
      return typeof stored === "string" ? stored : "";
    default:
      return typeof stored === "number" || typeof stored === "boolean" ? stored : null;
  }
}

/** The words of a rich text, for a plain text field. */
export function plainOf(text: TextContent | null): string {
  if (text === null) return "";
  if (text.format !== "html") return text.content;
  const lines = text.content.replace(/<(br|hr)\s*\/?>|<\/(p|div|li|tr|h[1-6]|pre|blockquote)>/gi, "\n").replace(/<[^>]*>/g, "");
  return lines.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&nbsp;", " ").replaceAll("&amp;", "&").trim();
}

/** One change of a patch (soar-protocol §1.8). */
export interface PatchChange {
  field: string;
  old_value: { object: unknown };
  new_value: { object: unknown };
}

/**
 * What a person changed, as a patch.
 * @param base the stored values that the person saw when editing began, by path.
 * @param draft what the widgets hold now, by path; fields that are missing were not touched.
 */
export function patchChanges(fields: readonly FieldDefDTO[], base: ReadonlyMap<string, unknown>, draft: ReadonlyMap<string, FieldValue>): PatchChange[] {
  return fields.flatMap((field) => {
    const path = pathOf(field);
    const value = draft.get(path);
    const before = base.get(path) ?? null;
    if (value === undefined || sameWidgetValue(value, widgetValue(field, before))) return [];
    const sent = sentValue(value);
    return [{ field: path, old_value: { object: oldValue(field, before) }, new_value: { object: field.input_type === "textarea" && sent !== null ? { format: "text", content: sent } : sent } }];
  });
}

/** Handles go back as ids; texts as they came, so that they compare equal. */
function oldValue(field: FieldDefDTO, stored: unknown): unknown {
  return field.input_type === "textarea" || field.input_type === "text" ? stored : sentValue(widgetValue(field, stored));
}

/** Whether two widget values are the same; the order of several does not matter, nor blanks at the ends. */
export function sameWidgetValue(a: FieldValue, b: FieldValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((entry) => b.includes(entry));
  const left = sentValue(a);
  const right = sentValue(b);
  return typeof left === "string" && typeof right === "string" ? left.trim() === right.trim() : left === right;
}

/** Fields of a section that somebody else changed while they were being edited, with what they hold now. */
export function conflictsOf(fields: readonly FieldDefDTO[], base: ReadonlyMap<string, unknown>, draft: ReadonlyMap<string, FieldValue>, now: Incident): Map<string, FieldValue> {
  const conflicts = new Map<string, FieldValue>();
  for (const field of fields) {
    const path = pathOf(field);
    const mine = draft.get(path);
    const theirs = widgetValue(field, storedValue(now, field));
    const seen = widgetValue(field, base.get(path) ?? null);
    if (mine === undefined || sameWidgetValue(theirs, seen) || sameWidgetValue(mine, theirs) || sameWidgetValue(mine, seen)) continue;
    conflicts.set(path, theirs);
  }
  return conflicts;
}
