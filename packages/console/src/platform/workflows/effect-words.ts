import type { TryEffect } from "./types.js";

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null && typeof (value as { content?: unknown }).content === "string") return (value as { content: string }).content;
  return value === null || value === undefined ? "nothing" : JSON.stringify(value);
}

/** A change that a script asks for, in words: what it is, and its content if it has one. */
export interface EffectWords {
  what: string;
  content?: string;
}

/** An effect in words; an unknown kind shows as it came. */
export function effectWords(effect: TryEffect): EffectWords {
  switch (effect.kind) {
    case "add_note":
      return { what: `Add a note to the ${text(effect["target"] ?? "incident")}`, content: text(effect["text"]) };
    case "add_artifact":
      return { what: `Add an artifact of type ${text(effect["type"])}`, content: text(effect["value"]) };
    case "add_hit":
      return { what: `Add the hit ${text(effect["name"])} to the artifact`, content: hitText(effect["properties"]) };
    case "set_field":
      return { what: `Set ${text(effect["object"])}.${text(effect["field"])}`, content: text(effect["value"]) };
    case "workflow_property":
      return { what: `Set workflow.properties.${text(effect["name"])}`, content: text(effect["value"]) };
    case "add_task":
      return { what: "Add a task", content: text(effect["name"]) };
    case "add_milestone":
      return { what: "Add a milestone", content: text(effect["title"]) };
    default:
      return { what: effect.kind, content: JSON.stringify(effect) };
  }
}

function hitText(properties: unknown): string {
  if (!Array.isArray(properties)) return text(properties);
  return properties.map((property: unknown) => (typeof property === "object" && property !== null ? `${text((property as { name?: unknown }).name)}: ${text((property as { value?: unknown }).value)}` : text(property))).join("\n");
}

/** The line of the script that an error names; undefined when it names none. */
export function errorLineOf(error: string | null | undefined): number | undefined {
  const line = /\bline (\d{1,6})\b/.exec(error ?? "")?.[1];
  return line === undefined ? undefined : Number(line);
}
