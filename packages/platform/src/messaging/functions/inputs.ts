import { SoarkitError } from "@soarkit/protocol";
import type { FieldDefinition } from "../../types/field-definition.js";

/**
 * The inputs of a function message from the values that a workflow gathered (soar-protocol §2.6): selects become
 * `{id, name}`, multiselects lists of them, rich text `{format, content}`; inputs without a value are left out.
 * @throws SoarkitError `FUNCTION_INPUT_INVALID` naming the input, for a value that its field cannot take.
 */
export function functionInputs(
  functionName: string,
  fields: readonly FieldDefinition[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((candidate) => candidate.name === name);
    const refuse = (reason: string): never => {
      throw new SoarkitError("FUNCTION_INPUT_INVALID", { function: functionName, field: name, reason });
    };
    if (field === undefined) {
      const known = fields.map((candidate) => candidate.name).join(", ");
      return refuse(`does not exist. ${known === "" ? "The function has no inputs." : `Its inputs are ${known}.`}`);
    }
    const input = inputValue(field, value, refuse);
    if (input !== undefined) inputs[name] = input;
  }
  return inputs;
}

type Refuse = (reason: string) => never;

function inputValue(field: FieldDefinition, value: unknown, refuse: Refuse): unknown {
  if (value === undefined || value === null) return undefined;
  switch (field.inputType) {
    case "number":
    case "datepicker":
    case "datetimepicker":
      return wholeNumber(value, refuse);
    case "boolean":
      return typeof value === "boolean" ? value : refuse(`takes True or False, not ${shown(value)}.`);
    case "select":
      return value === "" ? undefined : selected(field, value, refuse);
    case "multiselect": {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      return list.map((entry) => selected(field, entry, refuse));
    }
    case "textarea":
      return richText(value, refuse);
    case "text":
    case "select_owner":
    case "select_user":
    case "multiselect_members":
    case "none":
      return plain(value, refuse);
  }
}

/** Scripts hand in numbers of any kind, and digits as text; a fraction has no place in a SOAR number. */
function wholeNumber(value: unknown, refuse: Refuse): number {
  const number = typeof value === "string" && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) return refuse(`takes a whole number, not ${shown(value)}.`);
  return number;
}

function selected(field: FieldDefinition, value: unknown, refuse: Refuse): { id: number; name: string } {
  const wanted: unknown = typeof value === "object" && value !== null ? ((value as { id?: unknown; name?: unknown }).id ?? (value as { name?: unknown }).name) : value;
  const found =
    field.values.find((candidate) => candidate.label === wanted || candidate.value === wanted) ??
    (typeof wanted === "string" ? field.values.find((candidate) => candidate.label.toLowerCase() === wanted.toLowerCase() || candidate.uuid === wanted) : undefined);
  if (found === undefined) {
    const known = field.values.map((candidate) => candidate.label).join(", ");
    return refuse(`has no value ${shown(value)}. Take one of: ${known}.`);
  }
  return { id: found.value, name: found.label };
}

function richText(value: unknown, refuse: Refuse): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { format, content } = value as { format?: unknown; content?: unknown };
    if (typeof content !== "string") return refuse(`takes text or {format, content}, not ${shown(value)}.`);
    return { format: format === "html" ? "html" : "text", content };
  }
  return { format: "text", content: plain(value, refuse) };
}

function plain(value: unknown, refuse: Refuse): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "object" && value !== null && "content" in value && typeof value.content === "string") return value.content;
  return refuse(`takes text, not ${shown(value)}.`);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) as string | undefined)?.slice(0, 100) ?? "nothing";
}
