import { maskKnownSecrets, mayCarryKnownSecret } from "./known-secrets.js";
import { isSecretKey, mask } from "./secret-keys.js";

/** How deep a value is followed; what lies deeper is left out of the copy. */
const deepest = 12;

const userInfo = /(:\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/g;
const headerLine = /((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*["']?)([^"'\r\n]+)/gi;
const scheme = /\b(Bearer|Basic)(\s+)([\w.~+/-]{6,}=*)/g;
const assignment =
  /([\w.-]*(?:password|passwd|passphrase|passcode|secret)["']?\s*[:=]\s*|[\w.-]*(?:token|api[_-]?key)(?:["']?\s*=\s*|["']\s*:\s*))("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'&,;}\]]+)/gi;
const suspicious = /passw|passphrase|passcode|secret|token|authorization|cookie|credential|private|api[_-]?key|bearer|basic|:\/\/[^"\s]*@/i;

/** Masks registered secrets, credentials in URLs and headers, and values named as secret, in any text. */
export function redactText(text: string): string {
  const masked = maskKnownSecrets(text);
  if (!suspicious.test(masked)) return masked;
  return masked
    .replace(userInfo, `$1${mask}`)
    .replace(headerLine, `$1$2${mask}`)
    .replace(scheme, (whole: string, name: string, blank: string, value: string) => (looksLikeCredential(name, value) ? name + blank + mask : whole))
    .replace(assignment, (_whole: string, key: string, value: string) => key + requote(value));
}

/** A copy with everything secret masked, by key and by value; errors become plain objects, cycles are cut. */
export function redactValue<T>(value: T): T {
  return redact(value, [], true) as T;
}

/** A copy in which errors are plain objects a logger can write, nothing masked. */
export function plainErrors(value: unknown): unknown {
  return redact(value, [], false);
}

/** Redacts one finished line of JSON; lines without anything suspicious pass as they are. */
export function redactLine(line: string): string {
  if (!suspicious.test(line) && !mayCarryKnownSecret(line)) return line;
  try {
    return `${JSON.stringify(redact(JSON.parse(line), [], true))}\n`;
  } catch {
    return redactText(line);
  }
}

function redact(value: unknown, above: readonly object[], masking: boolean): unknown {
  if (typeof value === "string") return masking ? redactText(value) : value;
  if (typeof value === "number" && masking) return maskKnownSecrets(String(value)) === mask ? mask : value;
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value)) return "[circular]";
  if (above.length >= deepest) return "[deeper]";
  const path = [...above, value];
  if (value instanceof Error) return redactEntries(errorEntries(value), path, masking);
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, path, masking));
  if (value instanceof Map) return redactEntries([...(value as Map<unknown, unknown>)].map(([key, item]) => [String(key), item]), path, masking);
  if (value instanceof Set) return [...(value as Set<unknown>)].map((item) => redact(item, path, masking));
  if (value instanceof URL) return masking ? redactText(value.href) : value.href;
  if (value instanceof Date || ArrayBuffer.isView(value)) return value;
  // Foreign objects (sockets, requests) are left to the logger's own bounds.
  if (!masking && !isPlain(value)) return value;
  return redactEntries(Object.entries(value), path, masking);
}

function redactEntries(entries: readonly (readonly [string, unknown])[], path: readonly object[], masking: boolean): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const secret = masking && isSecretKey(key) && item !== null && item !== undefined && typeof item !== "boolean";
    const written = secret ? mask : redact(item, path, masking);
    Object.defineProperty(copy, masking ? maskKnownSecrets(key) : key, { value: written, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function errorEntries(error: Error): [string, unknown][] {
  const own = Object.entries(error).filter(([key]) => key !== "name" && key !== "definition");
  const cause: [string, unknown][] = error.cause === undefined ? [] : [["cause", error.cause]];
  const errors: [string, unknown][] = error instanceof AggregateError ? [["errors", error.errors]] : [];
  return [["type", error.name], ["message", error.message], ["stack", error.stack], ...own, ...cause, ...errors];
}

/** Told from prose ("Basic authentication is off"): Basic carries `name:password`, tokens are long or have digits. */
function looksLikeCredential(name: string, value: string): boolean {
  if (name === "Basic") return Buffer.from(value, "base64").includes(":");
  return value.length >= 20 || /[\d._~+/-]/.test(value);
}

function requote(value: string): string {
  const quote = value.at(0);
  return quote === '"' || quote === "'" ? quote + mask + quote : mask;
}
