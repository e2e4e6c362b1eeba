import { valueText } from "./condition-text.js";

/** An automation of a rule in words: `set severity_code to High`. */
export function automationText(automation: unknown): string {
  const { type, field, value, scripts_to_run: scripts } = (typeof automation === "object" && automation !== null ? automation : {}) as Record<string, unknown>;
  if (type === "modify_field") return `set ${valueText(field)} to ${valueText(value) || "nothing"}`;
  if (type === "run_script") return `script ${valueText(scripts)}`;
  return type === "create_task" ? "create tasks (this platform keeps none)" : `${valueText(type) || "an unknown activity"} (not carried out here)`;
}
