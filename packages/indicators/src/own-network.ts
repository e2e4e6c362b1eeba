import { privateName, specialUse } from "./special-use.js";
import { hostOfUrl } from "./urls.js";

/**
 * Tells whether a value means something only inside its own network: a private, loopback, link-local or multicast address, a
 * name of a private network, or a URL or mail address with one. Addresses of documentation are nobody's and do not count.
 */
export function isOwnNetwork(value: string): boolean {
  const text = value.trim();
  const host = text.includes("://") ? (hostOfUrl(text) ?? "") : text.slice(text.lastIndexOf("@") + 1);
  const special = specialUse(host);
  return special === undefined ? privateName(host.toLowerCase()) : special.kind !== "documentation";
}
