import { createHash } from "node:crypto";

/**
 * The id of a record that is the same whenever the same thing is read again (a UUID of version 8 over the parts), so that loading twice adds nothing.
 * In STAXX's spelling (staxx-api §1.3).
 */
export function lastingId(...parts: readonly string[]): string {
  return `anomali:indicator-${lastingUuid(...parts)}`;
}

/** The UUID (version 8) over the parts, always the same. */
export function lastingUuid(...parts: readonly string[]): string {
  const digits = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  const variant = "89ab"[Number.parseInt(digits[16] ?? "0", 16) % 4] ?? "8";
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
