import { createHash } from "node:crypto";

const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const words = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** True when a text is a Bitcoin address whose checksum is right: base58 (`1…`, `3…`) or bech32 and bech32m (`bc1…`; BIP 173, BIP 350). */
export function isBitcoinAddress(text: string): boolean {
  return /^bc1/i.test(text) ? checksOutBech32(text) : checksOutBase58(text);
}

function checksOutBase58(text: string): boolean {
  if (!/^[13][1-9A-HJ-NP-Za-km-z]{25,34}$/.test(text)) return false;
  let number = 0n;
  for (const digit of text) number = number * 58n + BigInt(digits.indexOf(digit));
  const hex = number.toString(16).padStart(50, "0");
  if (hex.length !== 50) return false;
  const bytes = Buffer.from(hex, "hex");
  const sum = sha256(sha256(bytes.subarray(0, 21))).subarray(0, 4);
  return sum.equals(bytes.subarray(21));
}

function checksOutBech32(text: string): boolean {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return false;
  if (!/^bc1[02-9ac-hj-np-z]{11,71}$/.test(lower)) return false;
  // The part before the separator, spread out: high bits, zero, low bits.
  const values = [3, 3, 0, 2, 3, ...Array.from(lower.slice(3), (letter) => words.indexOf(letter))];
  const check = values.reduce((sum, value) => {
    const top = sum >>> 25;
    const next = ((sum & 0x1ffffff) << 5) ^ value;
    return generators.reduce((all, generator, bit) => ((top >>> bit) & 1 ? all ^ generator : all), next);
  }, 1);
  return check === 1 || check === 0x2bc830a3;
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
