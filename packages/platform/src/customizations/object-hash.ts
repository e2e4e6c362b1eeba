import { hashSecret } from "@soarkit/runtime";
import type { DocumentItem } from "./section.js";

/** Members that change without anybody changing the object: ids and dates of this platform, readers, who saved it last. */
const changing: ReadonlySet<string> = new Set([
  "id", "workflow_id", "type_id", "version", "content_version", "creator", "creator_id", "created_date", "create_date", "update_date", "last_modified_by",
  "last_modified_time", "users", "api_keys", "order",
]);

/** A hash of what a person can change of an object: the same before and after a restart, whatever its ids. */
export function objectHash(section: string, form: DocumentItem): string {
  const kept = Object.entries(form).filter(([member]) => !changing.has(member));
  const plain = Object.fromEntries(kept.map(([member, value]) => [member, member === "values" && Array.isArray(value) ? value.map(withoutNumber) : member === "content" ? withoutVersion(value) : value]));
  return hashSecret(`${section} ${sorted(plain)}`);
}

/** A select value without its number, which is this platform's own. */
function withoutNumber(value: unknown): unknown {
  return without(value, "value");
}

function withoutVersion(value: unknown): unknown {
  return without(value, "version");
}

function without(value: unknown, member: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
}

/** JSON with the members of objects in the order of their names. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${sorted(member)}`).join(",")}}`;
}
