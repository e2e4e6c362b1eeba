/** Where a link of a foreign text leads. */
export type LinkTarget = { kind: "own"; path: string } | { kind: "outside"; address: string; host: string } | { kind: "nowhere" };

/** Sorts a link: a page of ours, something outside, or nothing that can be opened. @param origin of the page. */
export function linkTarget(href: string, origin: string): LinkTarget {
  let address: URL;
  try {
    address = new URL(href, origin);
  } catch {
    return { kind: "nowhere" };
  }
  if (address.origin === origin) return { kind: "own", path: address.pathname + address.search + address.hash };
  if (!["http:", "https:", "mailto:"].includes(address.protocol)) return { kind: "nowhere" };
  return { kind: "outside", address: address.href, host: address.protocol === "mailto:" ? address.pathname : address.hostname };
}
