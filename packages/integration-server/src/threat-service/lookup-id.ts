import { createHash } from "node:crypto";

/** Namespace of the ids (soar-protocol §5.4): a platform that asked rc-cts before finds its look-ups again. */
const namespace = Buffer.from("18222d9cadf0409caa19beb27130ba12", "hex");

/**
 * Id of a look-up: the uuid (version 5) of the artifact's JSON as Python writes it, so that the same artifact always has
 * the same id.
 *
 * @param contentHash - of the file that came with it, which makes it another artifact
 */
export function lookupId(artifact: unknown, contentHash?: string): string {
  const bytes = createHash("sha1").update(namespace).update(pythonJson(artifact)).update(contentHash ?? "").digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** JSON with blanks after commas and colons and nothing beyond ASCII. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) return `{${Object.entries(value).map(([key, member]) => `${asciiText(key)}: ${pythonJson(member)}`).join(", ")}}`;
  return typeof value === "string" ? asciiText(value) : JSON.stringify(value);
}

function asciiText(text: string): string {
   
  return JSON.stringify(text).replace(/[^\x00-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
