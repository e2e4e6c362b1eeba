import { isBitcoinAddress } from "./bitcoin.js";
import { extractIndicators, type ExtractedIndicator } from "./extract.js";
import { malwareNames } from "./malware-names.js";
import { specialUse } from "./special-use.js";
import { toTrustarType } from "./trustar-types.js";

/** What a report's text holds. */
export interface ReportIndicators {
  /** Every mention, in the order of the text; the same value may come several times. */
  readonly found: readonly ExtractedIndicator[];
  /** Mentions that are no indicators of a report, and why. */
  readonly dropped: readonly (ExtractedIndicator & { readonly reason: string })[];
}

// trustar-api §4: these IPv4 networks are never extracted; multicast and reserved ones are.
const localNetworks = new Set(["0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::/128", "::1/128", "fe80::/10", "fc00::/7"]);

const names = new RegExp(`(?<![\\p{L}\\p{N}_.@-])(?:${malwareNames.toSorted((a, b) => b.length - a.length).join("|")})(?![\\p{L}\\p{N}_@-]|\\.[\\p{L}\\p{N}])`, "giu");
const wallets = /(?<![\p{L}\p{N}_])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![\p{L}\p{N}_])/gu;

/** Finds the indicators of a report as TruSTAR types them: addresses of private networks are told apart, names of malware are in capitals. Never throws. */
export function extractReportIndicators(text: string): ReportIndicators {
  const found: ExtractedIndicator[] = [];
  const dropped: (ExtractedIndicator & { reason: string })[] = [];
  const taken: { from: number; to: number }[] = [];
  for (const indicator of extractIndicators(text)) {
    taken.push({ from: indicator.offset, to: indicator.offset + indicator.original.length });
    const reason = refusal(indicator);
    if (reason === undefined) found.push(indicator);
    else dropped.push({ ...indicator, reason });
  }
  const words = [
    ...[...text.matchAll(wallets)].filter(([word]) => isBitcoinAddress(word)).map((match): ExtractedIndicator => ({ type: "crypto_wallet", value: match[0], original: match[0], offset: match.index })),
    ...[...text.matchAll(names)].map((match): ExtractedIndicator => ({ type: "malware", value: match[0].toUpperCase(), original: match[0], offset: match.index })),
  ]; // prettier-ignore
  found.push(...free(words, taken));
  return { found: found.sort((a, b) => a.offset - b.offset), dropped };
}

function refusal({ type, value }: ExtractedIndicator): string | undefined {
  if (toTrustarType(type) === undefined) return "no type of a report's indicators";
  const use = type === "ip" ? specialUse(value) : type === "cidr" ? specialUse(value.slice(0, value.indexOf("/"))) : undefined;
  return use !== undefined && localNetworks.has(use.network) ? `${use.kind} address` : undefined;
}

/** Words that lie in no other indicator: a name within a URL belongs to the URL. Both lists are in the order of the text. */
function free(words: readonly ExtractedIndicator[], taken: readonly { from: number; to: number }[]): ExtractedIndicator[] {
  let next = 0;
  return words
    .toSorted((a, b) => a.offset - b.offset)
    .filter(({ offset, original }) => {
      while (next < taken.length && (taken[next]?.to ?? 0) <= offset) next += 1;
      const place = taken[next];
      return place === undefined || place.from >= offset + original.length;
    });
}
