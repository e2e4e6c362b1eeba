import { InputProblem } from "./input.js";

/** True for what the platform sends when a field is empty (soar-protocol §2.6). */
export function isEmpty(received: unknown): boolean {
  if (received === undefined || received === null || received === "") return true;
  if (Array.isArray(received)) return received.length === 0;
  return isTextContent(received) && received.content === "";
}

/** A text, or the content of rich text. */
export function asText(received: unknown): string {
  if (typeof received === "string") return received;
  if (typeof received === "number") return String(received);
  if (isTextContent(received)) return received.content;
  throw new InputProblem(`${described(received)} is not a text`);
}

/** A whole number, also as a text of digits. */
export function asInteger(received: unknown): number {
  const value = typeof received === "string" && /^\s*-?\d{1,15}\s*$/.test(received) ? Number(received) : received;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new InputProblem(`${described(received)} is not a whole number`);
}

/** Milliseconds since 1970. */
export function asTime(received: unknown): number {
  const value = asInteger(received);
  if (Math.abs(value) <= 8.64e15) return value;
  throw new InputProblem(`${value} is not a time`);
}

/** True or false, also as a word. */
export function asBoolean(received: unknown): boolean {
  if (typeof received === "boolean") return received;
  const word = typeof received === "string" ? received.trim().toLowerCase() : undefined;
  if (word === "true" || word === "yes") return true;
  if (word === "false" || word === "no") return false;
  throw new InputProblem(`${described(received)} is neither true nor false`);
}

/** The label of a select value, given as label or `{id, name}`. Case and surrounding blanks do not matter. */
export function asLabel<Label extends string>(received: unknown, values: readonly Label[]): Label {
  const given = labelText(received);
  const wanted = given.trim().toLowerCase();
  const found = values.find((value) => value === given) ?? values.find((value) => value.toLowerCase() === wanted);
  if (found === undefined) throw new InputProblem(`"${shortened(given)}" is not one of its values`);
  return found;
}

/** The labels of a multiselect value. */
export function asLabels<Label extends string>(received: unknown, values: readonly Label[]): readonly Label[] {
  const items: readonly unknown[] = Array.isArray(received) ? received : [received];
  return [...new Set(items.map((item) => asLabel(item, values)))];
}

function labelText(received: unknown): string {
  if (typeof received === "string") return received;
  if (typeof received === "object" && received !== null && "name" in received && typeof received.name === "string") return received.name;
  throw new InputProblem(`${described(received)} is neither a label nor {id, name}`);
}

function isTextContent(received: unknown): received is { content: string } {
  return typeof received === "object" && received !== null && "content" in received && typeof received.content === "string";
}

function described(received: unknown): string {
  if (typeof received === "string") return `"${shortened(received)}"`;
  if (typeof received === "number" || typeof received === "boolean") return String(received);
  return Array.isArray(received) ? "a list" : typeof received === "object" ? "an object" : typeof received;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
