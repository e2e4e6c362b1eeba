import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";

/** An encrypted text (AES-256-GCM, key by scrypt) as it stands in a file; all parts base64url. */
export interface SealedText {
  readonly version: 1;
  readonly salt: string;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** Encrypts a text with a passphrase or key; salt and iv are new each time. */
export async function seal(text: string, key: string): Promise<SealedText> {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", await derive(key, salt), iv);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const [saltText, ivText, tag, dataText] = [salt, iv, cipher.getAuthTag(), data].map((part) => part.toString("base64url"));
  return { version: 1, salt: saltText ?? "", iv: ivText ?? "", tag: tag ?? "", data: dataText ?? "" };
}

/** The text again. @throws Error when the key is another one or anything was changed. */
export async function unseal(sealed: SealedText, key: string): Promise<string> {
  const decipher = createDecipheriv("aes-256-gcm", await derive(key, Buffer.from(sealed.salt, "base64url")), Buffer.from(sealed.iv, "base64url"), { authTagLength: 16 });
  decipher.setAuthTag(Buffer.from(sealed.tag, "base64url"));
  return decipher.update(Buffer.from(sealed.data, "base64url"), undefined, "utf8") + decipher.final("utf8");
}

/** Whether something read from a file has the shape of a sealed text. */
export function isSealedText(value: unknown): value is SealedText {
  if (typeof value !== "object" || value === null) return false;
  const parts = value as Record<string, unknown>;
  return parts["version"] === 1 && ["salt", "iv", "tag", "data"].every((part) => typeof parts[part] === "string");
}

function derive(key: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(key, salt, 32, { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}
