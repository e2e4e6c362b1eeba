import { createHash } from "node:crypto";

/** The namespace of every id that the hub makes out of what it describes; the same thing has the same id in every export and on every hub. */
const namespace = "6f1c8f5e-3b57-4b0a-9d5e-0c6f2a7d1e43";

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A uuid (version 5, RFC 9562 §5.5) of a name. */
export function nameUuid(name: string): string {
  const hash = createHash("sha1").update(Buffer.from(namespace.replaceAll("-", ""), "hex")).update(name, "utf8").digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The uuid that a report is known by, a STIX id's included, in small letters; of any other text the uuid of it as a name. */
export function uuidOf(text: string): string {
  const bare = text.replace(/^[a-z-]+--/, "");
  return uuidShape.test(bare) ? bare.toLowerCase() : nameUuid(text);
}

/** What tells a record from all others on every hub: its value in its report; a record without a report is told by its own id. */
export function recordKey(record: { readonly type: string; readonly value: string; readonly external_id: string; readonly report_uuid: string | null }): string {
  return record.report_uuid === null ? `record\n${record.external_id}` : `value\n${uuidOf(record.report_uuid)}\n${record.type}\n${record.value}`;
}
