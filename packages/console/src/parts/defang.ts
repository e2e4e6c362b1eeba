/** Makes an indicator harmless to click: `hxxps[:]//evil[.]com`. */
export function defang(value: string): string {
  return value
    .replace(/\bhttp(s?)(?=:\/\/)/gi, (scheme) => (scheme.startsWith("H") ? "HXXP" : "hxxp") + scheme.slice(4))
    .replace(/\bftp(?=:\/\/)/gi, "fxp")
    .replaceAll("://", "[:]//")
    .replaceAll("@", "[@]")
    .replace(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu, "[.]");
}

/** Reads an indicator that somebody made harmless; other text stays as it is. */
export function refang(text: string): string {
  return text
    .trim()
    .replace(/^h(?:xx|tt)p(s?)(?=\s*(?:\[:\]|:|\[:\/\/\]))/i, "http$1")
    .replace(/^f(?:x|t)p(?=\s*(?:\[:\]|:|\[:\/\/\]))/i, "ftp")
    .replaceAll("[://]", "://")
    .replaceAll("[:]", ":")
    .replace(/\[(?:\.|dot)\]|\((?:\.|dot)\)|\{(?:\.|dot)\}/gi, ".")
    .replace(/\[(?:@|at)\]|\((?:@|at)\)|\{(?:@|at)\}/gi, "@");
}

/** A stretch of a value: plain, or a character that would not be seen. */
export interface ValuePart {
  text: string;
  hidden: boolean;
}

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u3000\u115f\u1160\u3164\uffa0]/u;

/** Splits a value so that invisible, bidirectional and control characters, and blanks at the ends, can be shown. */
export function visibleParts(value: string): ValuePart[] {
  const parts: ValuePart[] = [];
  const characters = Array.from(value);
  const first = characters.findIndex((character) => character !== " ");
  const last = characters.findLastIndex((character) => character !== " ");
  characters.forEach((character, index) => {
    const outer = character === " " && (index < first || index > last);
    const hidden = outer || unseen.test(character);
    const text = outer ? "·" : hidden ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` : character;
    const before = parts.at(-1);
    if (before !== undefined && !hidden && !before.hidden) before.text += text;
    else parts.push({ text, hidden });
  });
  return parts;
}

const scripts: readonly (readonly [string, RegExp])[] = [
  ["Latin", /\p{Script=Latin}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
];

/** True when letters of scripts that look alike stand in one word, as in a forged domain name. */
export function mixesScripts(value: string): boolean {
  return value.split(/[\s./@:_-]+/).some((word) => scripts.filter(([, script]) => script.test(word)).length > 1);
}

/** A long value with its middle left out. @param most characters that are shown. */
export function middleCut(value: string, most = 96): string {
  if (value.length <= most) return value;
  const half = Math.floor((most - 1) / 2);
  return `${value.slice(0, half)}…${value.slice(-half)}`;
}
