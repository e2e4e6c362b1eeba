import { createHash, randomBytes, randomUUID, scrypt, timingSafeEqual } from "node:crypto";

/** A random uuid (version 4). */
export function newId(): string {
  return randomUUID();
}

/** A random secret for tokens and API keys, base64url. @param bytes of randomness, default 32. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 in hex: how random secrets (never people's passwords) are stored. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Compares two texts without telling by time where they differ. */
export function safeEqual(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const cost: ScryptCost = { N: 32768, r: 8, p: 1 };

/** Slow, salted hash of a person's password (scrypt); cost and salt travel with it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether a password is the one that was hashed; false for anything that `hashPassword` did not write. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt, hash] = stored.split("$");
  if (kind !== "scrypt" || salt === undefined || hash === undefined) return false;
  const numbers: ScryptCost = { N: Number(N), r: Number(r), p: Number(p) };
  const inBounds = Number.isInteger(Math.log2(numbers.N)) && numbers.N > 1 && numbers.N <= 1 << 20 && numbers.r > 0 && numbers.r <= 32 && numbers.p > 0 && numbers.p <= 16;
  if (!inBounds) return false;
  const expected = Buffer.from(hash, "base64url");
  const actual = await derive(password, Buffer.from(salt, "base64url"), numbers);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function derive(password: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
