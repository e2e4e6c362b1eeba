import { parse } from "tldts";
import { isBitcoinAddress } from "./bitcoin.js";
import { classify } from "./classify.js";
import { cutAfterFile, fileEndings, fileLikeDomains, hardlyDomains, softwareNames } from "./file-names.js";
import { canonicalDomain, isPublicDomain } from "./hosts.js";
import { longestValue, normalise } from "./normalise.js";
import { hashTypeOf, type IndicatorType } from "./types.js";

/** What a stretch of text is. */
export interface Reading {
  readonly type: IndicatorType;
  readonly value: string;
}

/** One way in which indicators stand in a text. */
export interface Pattern {
  readonly search: RegExp;
  /** What a match is; `undefined` when it is nothing after all. `defanged` tells that somebody had made it harmless, so it was meant. */
  readonly read: (match: string, defanged: boolean) => Reading | undefined;
  /** Shortens a match, e.g. by the full stop that ends the sentence; the search goes on behind what is left. */
  readonly trim?: (match: string) => string;
}

const as =
  (type: IndicatorType) =>
  (match: string): Reading | undefined => {
    const canonical = normalise(type, match);
    return canonical.ok ? { type, value: canonical.value } : undefined;
  };
const address = (match: string): Reading | undefined => (match.includes("/") ? as("cidr")(match) : as("ip")(match));
const withoutEnd = (match: string): string => match.replace(/[.,;:!?]{1,50}$/, "");
// AsciiDoc closes literal text with ++ or +.
const endOfPath = (match: string): string => withoutEnd(cutAfterFile(match).replace(/\+{1,2}$/, ""));
// Where a second key follows, the words between the two belong to neither.
const endOfKey = (match: string): string => withoutEnd(match.replace(/(\\[^\\\s]{0,255})\s[^\\]{0,255}\b(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]{1,40})\\.*$/isu, "$1").replace(/\+{1,2}$/, ""));

// What stands around a value that is alone in its cell, its code span or its text of a structured file.
const opens = String.raw`(?<=[|${"`"}\t]|\+\+|<(?:td|th|code|tt|kbd)>|(?:^|[,:;[{(=])[ \t]{0,4}")`;
const closes = String.raw`(?=[ \t]{0,4}(?:[|${"`"}"\t\r\n]|\+\+|</|$))`;
const family = String.raw`\p{Lu}[\p{L}\p{N}_-]{1,60}`;
const platforms = "ALisp|ANDROID|Android|ASP|BAT|DOC|ELF|HTML|iOS|Java|JS|Linux|LNK|macOS|Mac|O97M|OSX|PDF|Perl|PHP|PowerShell|PPT|Python|RTF|Ruby|SH|Solaris|SWF|Unix|VBA|VBS|X97M|XLS|XML";

/** In the order in which they may claim a stretch of the text; all are linear in its length. */
export const patterns: readonly Pattern[] = [
  { search: /(?<![\p{L}\p{N}])(?:https?|ftps?|wss?|tcp|udp):\/\/(?:\[[0-9a-f:.]{2,60}\])?[^\s"'<>`|\\^{}[\]]*/giu, read: as("url"), trim: trimUrl },
  { search: /(?<=\bmutex(?:es)?\b[^\r\n"'`]{0,30}["'`])[^"'`\r\n]{3,120}(?=["'`])/giu, read: as("mutex") },
  { search: /(?<![\p{L}\p{N}_])(?:HKLM|HKCU|HKCR|HKU|HKCC|HKEY_[A-Z_]{1,40})\\(?:[^\\/:*?"<>|\r\n\t]{1,255}\\){0,30}[^\\\s"'<>|`]{0,255}/giu, read: as("registry_key"), trim: endOfKey },
  { search: new RegExp(String.raw`${opens}[ \t]{0,4}(?:[a-z]:\\|\\\\[\w.$-]{1,255}\\|%[a-z0-9_()]{1,60}%\\)[^:*?"<>|${"`"}\r\n\t]{1,400}?\.[a-z0-9]{1,10}${closes}`, "gimu"), read: wholePath, trim: (match) => match.trimStart() },
  { search: /(?<![\p{L}\p{N}_])(?:[a-z]:\\|\\\\[\w.$-]{1,255}\\|%[a-z0-9_()]{1,60}%\\)(?:[^\\/:*?"<>|\r\n\t]{1,255}\\){0,30}[^\\/:*?"'<>|\s`]{0,255}/giu, read: as("file_path"), trim: endOfPath },
  { search: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}\p{M}._-]{1,253}/gu, read: readEmail, trim: (match) => withoutEnd(match).replace(/[-_]{1,253}$/, "") },
  { search: /(?<![\p{L}\p{N}_.:/\\~-])~?\/(?:applications|bin|dev|etc|home|lib|library|mnt|opt|private|proc|root|run|sbin|srv|system|tmp|users|usr|var|volumes)\/[^\s"'<>|`,;]{0,1000}/giu, read: as("file_path"), trim: (match) => withoutEnd(match.replace(/\+{1,2}$/, "")) },
  { search: /(?<![0-9a-f:.-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f:-])/giu, read: as("mac") },
  { search: /(?<![\p{L}\p{N}:.])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})(?:\/\d{1,3})?(?![\p{L}\p{N}:])/giu, read: (match) => (/\d/.test(match) ? address(match) : undefined) },
  { search: /(?<![\p{L}\p{N}_.-])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\p{L}\p{N}_]|\.\d)/gu, read: address },
  { search: /(?<![\p{L}\p{N}])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32})(?![\p{L}\p{N}])/giu, read: readHash },
  { search: /(?<![\p{L}\p{N}])(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71})(?![\p{L}\p{N}])/gu, read: (match) => (isBitcoinAddress(match) ? as("crypto_wallet")(match) : undefined) },
  { search: /(?<![\p{L}\p{N}])CVE-\d{4}-\d{4,7}(?!\d)/giu, read: as("cve") },
  // The names that scanners give: platform and family, where the platform's name alone says little also the variant.
  { search: new RegExp(String.raw`(?<![\p{L}\p{N}_./\\-])(?:\p{Lu}\p{L}{2,30}:)?(?:(?:Win(?:16|32|64)|W(?:32|64|97M)|MSIL)/(?!Win\d|W\d)${family}(?:\.[\p{L}\p{N}_]{1,40}){0,4}|(?:${platforms})/${family}(?:\.\p{L}[\p{L}\p{N}_]{1,40}){0,3}\.\p{Lu}[\p{Lu}\p{N}]{0,5})(?:![\p{L}\p{N}]{1,20})?(?![\p{L}\p{N}_/])`, "gu"), read: as("malware") },
  { search: new RegExp(String.raw`${opens}[ \t]{0,4}[^\s|${"`"}"\\/:*?<>+][^|${"`"}"\t\r\n\\/:*?<>]{0,200}\.(?:${fileEndings})${closes}`, "gimu"), read: wholeName, trim: (match) => match.trimStart() },
  { search: /(?:(?<![\p{L}\p{N}_.@/\\%=-])|(?<=(?:^|[\s|`(])\\)(?=_))(?:[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]{0,62})\.){1,32}[\p{L}\p{N}][\p{L}\p{N}\p{M}-]{1,62}(?![\p{L}\p{N}_@\\])/gmu, read: readName },
];

function trimUrl(match: string): string {
  // Longer ones are no indicator; the bound keeps the trimming linear.
  if (match.length > longestValue * 2) return "";
  let end = match;
  for (;;) {
    const shorter = end.replace(/[.,;:!?*]{1,50}$/, "");
    const unbalanced = shorter.endsWith(")") && shorter.split("(").length < shorter.split(")").length;
    const next = unbalanced ? shorter.slice(0, -1) : shorter;
    if (next === end) return end;
    end = next;
  }
}

/** A path that fills its cell, blanks included; not a sentence that begins with a path. */
function wholePath(match: string): Reading | undefined {
  return cutAfterFile(match) === match ? as("file_path")(match) : undefined;
}

/** A file name with blanks that fills its cell; one without blanks is seen anywhere. */
function wholeName(match: string): Reading | undefined {
  return match.includes(" ") && cutAfterFile(match) === match ? as("file_name")(match) : undefined;
}

function readEmail(match: string): Reading | undefined {
  const email = as("email")(match);
  return email !== undefined && isPublicDomain(email.value.slice(email.value.lastIndexOf("@") + 1)) ? email : undefined;
}

function readHash(match: string): Reading | undefined {
  const type = hashTypeOf(match);
  return type && { type, value: match.toLowerCase() };
}

const knownFile = new RegExp(String.raw`\.(?:${fileEndings})$`, "iu");

function readName(match: string, defanged: boolean): Reading | undefined {
  const domain = canonicalDomain(match);
  if (domain !== undefined && isPublicDomain(domain)) {
    if (!defanged && softwareNames.has(domain) && match !== domain) return undefined;
    return defanged || !isFile(domain) ? { type: "domain", value: domain } : { type: "file_name", value: match };
  }
  return knownFile.test(match) && classify(match)?.type === "file_name" ? { type: "file_name", value: match } : undefined;
}

function isFile(domain: string): boolean {
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length === 2) return fileLikeDomains.has(last);
  return hardlyDomains.has(last) && labels[0] !== "www" && parse(domain).publicSuffix === last;
}
