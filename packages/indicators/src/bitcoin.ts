import { createHash } from "node:crypto";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const addressBytes = 25;

/** True for a Bitcoin address of the kinds that begin with 1 or 3, checksum included. */
export function isBitcoinAddress(text: string): boolean {
  if (!/^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(text)) return false;
  const bytes = decode(text);
  if (bytes === undefined) return false;
  const sum = sha256(sha256(bytes.subarray(0, addressBytes - 4)));
  return sum.subarray(0, 4).equals(bytes.subarray(addressBytes - 4));
}

function decode(text: string): Buffer | undefined {
  let number = 0n;
  for (const letter of text) number = number * 58n + BigInt(alphabet.indexOf(letter));
  const hex = number.toString(16);
  return hex.length > addressBytes * 2 ? undefined : Buffer.from(hex.padStart(addressBytes * 2, "0"), "hex");
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
