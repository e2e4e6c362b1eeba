import { mask } from "./secret-keys.js";

/** Shorter values are not searched for: masking them would make every line unreadable. */
const shortest = 4;

const values = new Set<string>();
let known: RegExp | undefined;
let escaped: RegExp | undefined;

/**
 * Makes every later log line of every logger, and every `redactText`, carry `***` in place of this value and of its
 * URL-encoded and base64 forms. Values of fewer than four characters are ignored: secrets that short are redacted by
 * key only.
 */
export function registerSecret(value: string): void {
  if (value.trim().length < shortest || values.has(value)) return;
  const base64 = Buffer.from(value).toString("base64").replace(/=+$/, "");
  for (const form of [value, encodeURIComponent(Buffer.from(value).toString()), base64]) values.add(form);
  known = escaped = undefined;
}

/** Masks every registered value in a text. */
export function maskKnownSecrets(text: string): string {
  if (values.size === 0) return text;
  known ??= pattern([...values]);
  return text.replace(known, mask);
}

/** Whether a line of JSON may carry a registered value, in JSON's escaped form or as it is. */
export function mayCarryKnownSecret(line: string): boolean {
  if (values.size === 0) return false;
  escaped ??= pattern([...values].flatMap((value) => [value, JSON.stringify(value).slice(1, -1)]));
  return line.search(escaped) >= 0;
}

function pattern(texts: readonly string[]): RegExp {
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|"), "g");
}
