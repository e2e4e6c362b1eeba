import { hiddenValue } from "../artifacts/artifact.js";
import { plainText } from "../http/text-content.js";
import type { ScriptEffect } from "../scripts/script-effects.js";
import { passwordTypeId } from "../types/built-in-artifact-types.js";

const longestValue = 200;

/** What a script changed, or would change, one sentence each. */
export function effectInWords(effect: ScriptEffect): string {
  switch (effect.kind) {
    case "add_note":
      return `Note on the ${effect.target}: ${short(plainText(effect.text))}`;
    case "add_artifact":
      return `Artifact ${effect.type}: ${isPassword(effect.type) ? hiddenValue : short(effect.value)}`;
    case "add_hit":
      return `Hit of ${effect.name}`;
    case "set_field":
      return `Field ${effect.field} of the ${effect.object}: ${written(effect.value)}`;
    case "workflow_property":
      return `Workflow property ${effect.name}: ${written(effect.value)}`;
    case "add_task":
      return `Task ${short(effect.name)}`;
    case "add_milestone":
      return `Milestone ${short(effect.title)}`;
  }
}

function isPassword(type: string | number): boolean {
  return type === passwordTypeId || (typeof type === "string" && ["password", String(passwordTypeId)].includes(type.trim().toLowerCase()));
}

function written(value: unknown): string {
  return short(typeof value === "string" ? value : value === undefined ? "nothing" : JSON.stringify(value));
}

function short(text: string): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}
