import { createHash } from "node:crypto";

/** The namespace from which Soarkit derives uuids of things that were given none. Never change it: platforms know things by their uuid. */
const namespace = Buffer.from("6d0f4c5e9d1b5b0e8b1f3b2a5c7d9e01", "hex");

/** The same name gives the same uuid, always (RFC 9562 §5.5). */
export function uuidV5(name: string): string {
  const bytes = createHash("sha1").update(namespace).update(name, "utf8").digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
