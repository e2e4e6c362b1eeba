import type { ConditionDTO } from "@soarkit/protocol";

/** Conditions of a rule or of a flow in a workflow. */
export interface Conditions {
  conditions?: readonly ConditionDTO[] | null;
  logic_type?: "all" | "any" | "advanced" | null;
  custom_condition?: string | null;
}

const methods: Readonly<Record<string, string>> = {
  equals: "equals", not_equals: "does not equal", contains: "contains", not_contains: "does not contain", in: "is one of", not_in: "is none of",
  gt: "is greater than", gte: "is at least", lt: "is less than", lte: "is at most",
  has_a_value: "has a value", not_has_a_value: "has no value", does_not_have_a_value: "has no value",
  changed: "changed", changed_to: "changed to", changed_from: "changed from", not_changed_to: "did not change to", not_changed_from: "did not change from",
  value_added: "got the value", value_removed: "lost the value", contains_user: "contains the user", not_contains_user: "does not contain the user",
  due_within: "is due within", overdue_by: "is overdue by", includes_hierarchical: "includes", not_includes_hierarchical: "does not include",
};

/** The condition's value in words. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a condition compares, how, and with what. */
export function conditionParts(condition: ConditionDTO): { field: string; method: string; value: string } {
  const { field_name: field, method, value } = condition;
  if (method === "object_added") return { field: "The object", method: "was created", value: "" };
  if (method === "object_removed") return { field: "The object", method: "was deleted", value: "" };
  if (method === "script") return { field: "The script", method: "says", value: scriptValue(value) };
  return { field: field ?? "The object", method: methods[method] ?? method, value: valueText(value) };
}

function scriptValue(value: unknown): string {
  const script = typeof value === "object" && value !== null ? (value as { final_expression_text?: unknown }).final_expression_text : undefined;
  return typeof script === "string" ? script : valueText(value);
}

/** How the conditions are joined. */
export function logicText({ logic_type: logic, custom_condition: custom }: Conditions): string {
  if (logic === "any") return "Any of these must hold";
  return logic === "advanced" ? `Must hold: ${custom ?? ""}` : "All of these must hold";
}

/** All conditions in one sentence: `artifact.type is one of IP Address and artifact.value has a value`. */
export function conditionText(conditions: Conditions): string {
  const parts = (conditions.conditions ?? []).map((condition, index) => {
    const { field, method, value } = conditionParts(condition);
    const text = value === "" ? `${field} ${method}` : `${field} ${method} ${value}`;
    return conditions.logic_type === "advanced" ? `${condition.evaluation_id ?? index + 1}: ${text}` : text;
  });
  if (parts.length === 0) return "always";
  if (conditions.logic_type === "advanced") return `${conditions.custom_condition ?? ""} (${parts.join("; ")})`;
  return parts.join(conditions.logic_type === "any" ? " or " : " and ");
}
