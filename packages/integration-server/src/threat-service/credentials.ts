import { safeEqual } from "@soarkit/runtime";

/** What to answer a request with wrong credentials with (RFC 7617). */
export const challenge = 'Basic realm="Soarkit threat service", charset="UTF-8"';

/**
 * Whether a request may ask. Without configured credentials everybody may, whatever they send. The password may hold
 * colons; other characters may come as UTF-8 or as Latin-1.
 *
 * @param header - of the request, `Basic …`
 */
export function mayAsk(login: { readonly user: string; readonly password: string } | undefined, header: string | undefined): boolean {
  if (login === undefined) return true;
  const encoded = /^basic\s+([A-Za-z0-9+/_=-]+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return false;
  const given = Buffer.from(encoded, "base64");
  const wanted = `${login.user}:${login.password}`;
  const utf8 = safeEqual(given.toString("utf8"), wanted);
  return safeEqual(given.toString("latin1"), wanted) || utf8;
}
