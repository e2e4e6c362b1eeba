import { classify } from "./classify.js";
import { canonicalDomain, isPublicDomain } from "./hosts.js";
import { normalise } from "./normalise.js";
import { refangText, type RefangedText } from "./refang.js";
import { hashTypeOf, type IndicatorType } from "./types.js";

/** A value found in a text. */
export interface ExtractedIndicator {
  readonly type: IndicatorType;
  /** Canonical form. */
  readonly value: string;
  /** The words of the text, defanged as they stood there. */
  readonly original: string;
  /** Position of `original` in the text, in UTF-16 units. */
  readonly offset: number;
}

interface Pattern {
  readonly search: RegExp;
  /** What a match is; `undefined` when it is nothing after all. `defanged` tells that somebody had made it harmless, so it was meant. */
  readonly read: (match: string, defanged: boolean) => { type: IndicatorType; value: string } | undefined;
  /** Shortens a match, e.g. by the full stop that ends the sentence. */
  readonly trim?: (match: string) => string;
}

const as =
  (type: IndicatorType) =>
  (match: string): { type: IndicatorType; value: string } | undefined => {
    const canonical = normalise(type, match);
    return canonical.ok ? { type, value: canonical.value } : undefined;
  };
const address = (match: string): { type: IndicatorType; value: string } | undefined => (match.includes("/") ? as("cidr")(match) : as("ip")(match));
const withoutEnd = (match: string): string => match.replace(/[.,;:!?]+$/, "");
// Top-level domains that in running text are more often the ending of a file: taken as a domain only when defanged or deeper.
const fileLike = new Set(["zip", "mov", "md", "py", "sh", "pl", "rs", "ps", "so", "app"]);

// In the order in which they may claim a stretch of the text; all are linear in its length.
const patterns: readonly Pattern[] = [
  { search: /(?<![\p{L}\p{N}])(?:https?|ftps?|wss?|tcp|udp):\/\/(?:\[[0-9a-f:.]+\])?[^\s"'<>`|\\^{}[\]]*/giu, read: as("url"), trim: trimUrl },
  { search: /(?<![\p{L}\p{N}_])(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]{1,40})\\(?:[^\\/:*?"<>|\r\n\t]{1,255}\\)*[^\\\s"'<>|]*/giu, read: as("registry_key"), trim: withoutEnd },
  { search: /(?<![\p{L}\p{N}_])(?:[a-z]:\\|\\\\[\w.$-]{1,255}\\|%[a-z0-9_()]{1,60}%\\)(?:[^\\/:*?"<>|\r\n\t]{1,255}\\)*[^\\/:*?"'<>|\s`]*/giu, read: as("file_path"), trim: withoutEnd },
  { search: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}\p{M}._-]{1,253}/gu, read: readEmail, trim: (match) => withoutEnd(match).replace(/[-_]+$/, "") },
  { search: /(?<![\p{L}\p{N}_.:/\\~-])~?\/(?:applications|bin|dev|etc|home|lib|library|mnt|opt|private|proc|root|run|sbin|srv|system|tmp|users|usr|var|volumes)\/[^\s"'<>|`,;]*/giu, read: as("file_path"), trim: withoutEnd },
  { search: /(?<![0-9a-f:.-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f:-])/giu, read: as("mac") },
  { search: /(?<![\p{L}\p{N}:.])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?:\/\d{1,3})?(?![\p{L}\p{N}:])/giu, read: (match) => (/\d/.test(match) ? address(match) : undefined) },
  { search: /(?<![\p{L}\p{N}_.-])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\p{L}\p{N}_]|\.\d)/gu, read: address },
  { search: /(?<![\p{L}\p{N}])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32})(?![\p{L}\p{N}])/giu, read: readHash },
  { search: /(?<![\p{L}\p{N}])CVE-\d{4}-\d{4,7}(?!\d)/giu, read: as("cve") },
  { search: /(?<![\p{L}\p{N}_.@/\\%=-])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]{0,62})\.){1,32}[\p{L}][\p{L}\p{N}\p{M}-]{1,62}(?![\p{L}\p{N}_@\\])/gu, read: readName },
];

/** Finds every indicator in a text, defanged or not, in the order of the text; the same value may come several times. Never throws. */
export function extractIndicators(text: string): ExtractedIndicator[] {
  const plain = refangText(text);
  const taken = new Uint8Array(plain.text.length);
  const found: ExtractedIndicator[] = [];
  for (const pattern of patterns) {
    for (const match of plain.text.matchAll(pattern.search)) {
      const words = pattern.trim?.(match[0]) ?? match[0];
      if (words === "" || isTaken(taken, match.index, words.length)) continue;
      const original = originalWords(text, plain, match.index, words.length);
      const indicator = pattern.read(words, original !== words);
      if (indicator === undefined) continue;
      taken.fill(1, match.index, match.index + words.length);
      found.push({ ...indicator, original, offset: plain.originalOffset(match.index) });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function isTaken(taken: Uint8Array, start: number, length: number): boolean {
  for (let index = start; index < start + length; index++) if (taken[index] === 1) return true;
  return false;
}

function originalWords(text: string, plain: RefangedText, start: number, length: number): string {
  return text.slice(plain.originalOffset(start), plain.originalOffset(start + length));
}

function trimUrl(match: string): string {
  let end = match;
  for (;;) {
    const shorter = end.replace(/[.,;:!?*]+$/, "");
    const unbalanced = shorter.endsWith(")") && shorter.split("(").length < shorter.split(")").length;
    const next = unbalanced ? shorter.slice(0, -1) : shorter;
    if (next === end) return end;
    end = next;
  }
}

function readEmail(match: string): { type: IndicatorType; value: string } | undefined {
  const email = as("email")(match);
  return email !== undefined && isPublicDomain(email.value.slice(email.value.lastIndexOf("@") + 1)) ? email : undefined;
}

function readHash(match: string): { type: IndicatorType; value: string } | undefined {
  const type = hashTypeOf(match);
  return type && { type, value: match.toLowerCase() };
}

function readName(match: string, defanged: boolean): { type: IndicatorType; value: string } | undefined {
  const domain = canonicalDomain(match);
  if (domain !== undefined && isPublicDomain(domain)) {
    const labels = domain.split(".");
    const meant = defanged || labels.length > 2 || !fileLike.has(labels.at(-1) ?? "");
    return meant ? { type: "domain", value: domain } : { type: "file_name", value: match };
  }
  // Only endings that can be nothing else make a word with a dot a file name.
  const known = /\.(?:aes|bat|bin|cab|cmd|cpl|dat|dll|doc|docm|docx|dylib|elf|exe|hta|iso|jar|js|jse|lnk|msi|ocx|ps1|pyw|rar|rtf|scr|sys|tmp|txt|vbe|vbs|wsf|xls|xlsm|xlsx|7z|pdf|ppt|pptx)$/i.test(match);
  return known && classify(match)?.type === "file_name" ? { type: "file_name", value: match } : undefined;
}
