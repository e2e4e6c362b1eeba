import type { FieldDefDTO } from "@soarkit/protocol";
import { type FieldValue, isEmptyValue } from "../../parts/field-values.js";

/** Values by field name. */
export type Draft = Readonly<Record<string, FieldValue>>;

const storageKey = "soarkit-new-incident";

/** What was typed before a reload; undefined when there is nothing. */
export function readDraft(): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
    return typeof stored === "object" && stored !== null ? (stored as Draft) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what is typed over a reload; undefined forgets it. */
export function writeDraft(draft: Draft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify(draft));
  } catch {
    // Without storage a reload loses the draft.
  }
}

/** The body of `POST /incidents`: fields of a prefix in their container, what was typed as text. */
export function newIncidentBody(fields: readonly FieldDefDTO[], values: Draft): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (isEmptyValue(value)) continue;
    const sent = field.input_type === "textarea" ? { format: "text", content: value } : value;
    if (field.prefix === null) {
      body[field.name] = sent;
      continue;
    }
    const container = (body[field.prefix] ?? {}) as Record<string, unknown>;
    container[field.name] = sent;
    body[field.prefix] = container;
  }
  return body;
}
