import type { ConditionDTO } from "@soarkit/protocol";
import { plainText } from "../http/text-content.js";

/** Most values of a list that are said; the rest is counted. */
const mostSaid = 2;
const longest = 300;

const methods: Readonly<Record<string, string>> = {
  equals: "is", not_equals: "is not", contains: "contains", not_contains: "does not contain", in: "is one of", not_in: "is none of",
  gt: "is greater than", gte: "is at least", lt: "is less than", lte: "is at most",
  has_a_value: "has a value", not_has_a_value: "has no value", does_not_have_a_value: "has no value",
  changed: "changed", changed_to: "changed to", changed_from: "changed from", not_changed_to: "did not change to", not_changed_from: "did not change from",
  value_added: "got the value", value_removed: "lost the value", contains_user: "contains the user", not_contains_user: "does not contain the user",
  due_within: "is due within", overdue_by: "is overdue by", includes_hierarchical: "includes", not_includes_hierarchical: "does not include",
};

/**
 * A condition as a person says it: `the type is one of IP Address, DNS Name and 28 more`.
 * @param main type of the object that the rule works on; fields of other objects are said with theirs.
 */
export function conditionInWords(condition: ConditionDTO, main: string): string {
  const { field_name: field, method, value, type } = condition;
  if (method === "object_added") return "the object was created";
  if (method === "object_removed") return "the object was deleted";
  if (method === "script") return "a script decides";
  const wanted = value === null || value === undefined ? "" : ` ${valueInWords(value)}`;
  const unit = method === "due_within" || method === "overdue_by" ? ` ${type ?? "days"}` : "";
  return `${field === null ? "the object" : fieldInWords(field, main)} ${methods[method] ?? method.replaceAll("_", " ")}${wanted}${unit}`;
}

/** A value as a person says it: long lists are counted, handles by name, text without markup. */
export function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "empty";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return listInWords(value);
  if (typeof value === "object") {
    if ("name" in value) return valueInWords(value.name);
    if ("content" in value && typeof value.content === "string") return short(plainText({ format: "format" in value && value.format === "html" ? "html" : "text", content: value.content }));
    return short(JSON.stringify(value));
  }
  return short(typeof value === "string" ? value : JSON.stringify(value));
}

function listInWords(values: readonly unknown[]): string {
  if (values.length === 0) return "empty";
  const words = values.map(valueInWords);
  // One more is said as itself: counting it would not be shorter.
  if (words.length > mostSaid + 1) return `${words.slice(0, mostSaid).join(", ")} and ${words.length - mostSaid} more`;
  return words.length === 1 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

function fieldInWords(field: string, main: string): string {
  const parts = field.split(".").filter((part) => part !== "properties");
  const owner = parts.length > 1 ? parts[0] : main;
  const name = (parts.length > 1 ? parts.slice(1) : parts).join(" ").replace(/_(id|ids|code)$/, "").replaceAll("_", " ");
  return owner === main ? `the ${name}` : `the ${owner ?? ""}'s ${name}`;
}

function short(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
