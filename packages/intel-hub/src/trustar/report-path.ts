/** What an address below `reports/` names. Ids of submitters may hold slashes and stand in it unencoded (trustar-api §1.5). */
export interface ReportPath {
  readonly id: string;
  readonly part: "" | "indicators" | "tags" | "tag" | "alter-tags" | "status";
  /** The tag's id for `tag`. */
  readonly tag: string;
}

/** Takes the address of a report apart. @param rest what follows `reports/`, as it was sent. */
export function reportPath(rest: string): ReportPath {
  const whole = rest.replace(/\/+$/, "");
  const tagged = /^(.+)\/tags\/([^/]+)$/.exec(whole);
  if (tagged !== null) return { id: decoded(tagged[1] ?? ""), part: "tag", tag: decoded(tagged[2] ?? "") };
  const parted = /^(.+)\/(indicators|tags|alter-tags|status)$/.exec(whole);
  return parted === null ? { id: decoded(whole), part: "", tag: "" } : { id: decoded(parted[1] ?? ""), part: parted[2] as ReportPath["part"], tag: "" };
}

/** The address as sent, after a prefix and without its query. */
export function pathAfter(url: string, prefix: string): string {
  const path = url.split("?", 1)[0] ?? url;
  const start = path.indexOf(prefix);
  return start < 0 ? "" : path.slice(start + prefix.length);
}

/** Percent-decoded; as it is when that fails. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
