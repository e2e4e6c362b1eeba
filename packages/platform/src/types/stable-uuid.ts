import { createHash } from "node:crypto";

const namespace = Buffer.from("6f5c3f0e52c94b6f9d2a0b5f0f6c1e11", "hex");

/** A uuid (version 5) that is the same on every platform: for what comes with it, so that exports of two fit together. */
export function stableUuid(name: string): string {
  const bytes = createHash("sha1").update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
