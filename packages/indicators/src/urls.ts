/**
 * A URL with lower-case scheme and host, the host in punycode and everything beyond ASCII percent-encoded; the letter case of
 * the path stays, and a URL written without a path stays without one.
 */
export function canonicalUrl(value: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/\s]/i.test(value)) return undefined;
  const parsed = parseUrl(value);
  if (parsed === undefined || parsed.hostname === "") return undefined;
  const bare = parsed.pathname === "/" && parsed.search === "" && parsed.hash === "" && !value.endsWith("/");
  return bare ? parsed.href.slice(0, -1) : parsed.href;
}

/** The parts of a URL that decide whether it may be shared. */
export interface UrlParts {
  /** Host in canonical form; an IPv6 address without its brackets. */
  readonly host: string;
  readonly hasPassword: boolean;
}

/** Host and credentials of a URL; `undefined` when it is none. */
export function urlParts(value: string): UrlParts | undefined {
  const parsed = parseUrl(value);
  return parsed && { host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"), hasPassword: parsed.password !== "" };
}

/** The host of a canonical URL; `undefined` when it has none. */
export function hostOfUrl(url: string): string | undefined {
  return urlParts(url)?.host;
}

function parseUrl(value: string): URL | undefined {
  try {
    return new URL(value);
  } catch {
    return undefined;
  }
}
