import type { NewsfeedEntryDTO } from "@soarkit/protocol";

/** One change of a field, in words. */
export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

const sentences: Readonly<Record<string, string>> = {
  incident_created: "created the incident",
  incident_changed: "changed the incident",
  incident_closed: "closed the incident",
  incident_reopened: "reopened the incident",
  note_added: "added a note",
  note_changed: "changed a note",
  note_deleted: "deleted a note",
  artifact_added: "added the artifact",
  artifact_changed: "changed the artifact",
  artifact_deleted: "deleted the artifact",
  hit_added: "reported a hit on",
  attachment_added: "attached",
  attachment_deleted: "deleted the attachment",
  rule_run: "ran",
  workflow_started: "started the workflow",
  workflow_terminated: "ended the workflow on",
};

/** What was done, without who and to what: `added the artifact`. */
export function whatHappened(entry: NewsfeedEntryDTO): string {
  return sentences[entry.type] ?? entry.type.replaceAll("_", " ");
}

/** The kinds by which the news feed is filtered. */
export const newsKinds = ["incident", "note", "artifact", "attachment", "other"] as const;
export type NewsKind = (typeof newsKinds)[number];

/** The kind of an entry. */
export function kindOf(entry: NewsfeedEntryDTO): NewsKind {
  const group = entry.type.startsWith("hit_") ? "artifact" : entry.type.split("_")[0];
  return newsKinds.find((kind) => kind === group) ?? "other";
}

/** The fields that an entry changed, with their values before and after. */
export function changesOf(entry: NewsfeedEntryDTO): FieldChange[] {
  const fields: unknown = entry.detail["fields"];
  if (!Array.isArray(fields)) return [];
  return fields.map(asObject).map((change) => ({ field: inWords(change["text"] ?? change["field"]), before: inWords(change["old_value"]), after: inWords(change["new_value"]) }));
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A stored value as text of at most 200 characters; nothing is an empty string. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const { name, content } = asObject(value);
  if (name !== undefined || content !== undefined) return inWords(name ?? content);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
