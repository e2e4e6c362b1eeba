import { createHash, timingSafeEqual } from "node:crypto";

/** What to answer a request with wrong credentials with (RFC 7617). */
export const challenge = 'Basic realm="Soarkit threat service", charset="UTF-8"';

/**
 * Tells whether a request with this header (`Basic …`) may ask. Without configured credentials everybody may, whatever they
 * send. The password may hold colons; other characters may come as UTF-8 or as Latin-1.
 */
export function guard(login: { readonly user: string; readonly password: string } | undefined): (header: string | undefined) => boolean {
  if (login === undefined) return () => true;
  const wanted = `${login.user}:${login.password}`;
  const [asLatin1, asUtf8] = [digest(wanted), digest(Buffer.from(wanted, "utf8").toString("latin1"))];
  return (header) => {
    const encoded = /^basic\s+([A-Za-z0-9+/_=-]+)$/i.exec(header ?? "")?.[1];
    const given = digest(Buffer.from(encoded ?? "", "base64").toString("latin1"));
    const isUtf8 = timingSafeEqual(given, asUtf8);
    return timingSafeEqual(given, asLatin1) || isUtf8;
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
