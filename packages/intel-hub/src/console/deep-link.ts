/** Where a link of a note leads: a report by its id, or an indicator. */
export type DeepLink = { readonly kind: "report"; readonly id: string } | { readonly kind: "indicator"; readonly value: string };

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads what follows `/constellation/reports/` (trustar-api §6.5): a report's id, or base64 of `TYPE%7Cvalue` where the value
 * is percent-encoded too or not. The text form of bytes that old notes have (`b'…'`) is peeled off. `undefined` for anything else.
 */
export function readDeepLink(rest: string): DeepLink | undefined {
  const plain = decoded(rest).replace(/^b'(.*)'$/s, "$1");
  if (guid.test(plain)) return { kind: "report", id: plain.toLowerCase() };
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)) return undefined;
  const text = Buffer.from(plain, "base64").toString("utf8");
  const parts = /^([A-Z0-9_]{2,30})(?:%7C|\|)(.+)$/is.exec(text);
  const value = parts?.[2] ?? "";
  if (value === "" || /[\p{Cc}\uFFFD]/u.test(value)) return undefined;
  // Only links that quoted the value have no character that quoting would have changed.
  return { kind: "indicator", value: /^[\w.~%!*'()-]+$/.test(value) ? decoded(value) : value };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
