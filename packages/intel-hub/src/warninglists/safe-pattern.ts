/** Longest value that patterns are tried on, characters; longer ones no pattern of a list is meant for. */
export const longestForPatterns = 256;
const longestPattern = 1_000;
/** Most ways in which a pattern may be tried at one place of a value. */
const mostWays = 200_000;

/** A pattern that ends soon on every value, or why it is not taken. */
export type SafePattern = { readonly ok: true; readonly pattern: RegExp } | { readonly ok: false; readonly reason: string };

/**
 * Takes a pattern of a MISP warning list (`/…/i` or bare) when it cannot run away: no back references, no looking around, no repetition
 * of what repeats or branches, and not more ways to match than can be tried at once.
 */
export function safePattern(text: string): SafePattern {
  const [, delimited, flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  const source = delimited ?? text;
  if (source.length > longestPattern) return { ok: false, reason: `longer than ${longestPattern.toLocaleString("en")} characters` };
  if (/[^imsuxADUX]/.test(flags)) return { ok: false, reason: `the flags ${flags} are not known` };
  if (/\(\?(?!:|i\))|\\[1-9k]/.test(source.replaceAll(/\\\\/g, ""))) return { ok: false, reason: "back references and looking around are not allowed" };
  const ways = countWays(source.replace(/^\(\?i\)/, ""));
  if (ways === undefined) return { ok: false, reason: "it repeats a part that repeats or branches itself" };
  if (ways > mostWays) return { ok: false, reason: "it can match in too many ways; use fewer * + ? and {…}" };
  try {
    return { ok: true, pattern: new RegExp(source.replace(/^\(\?i\)/, ""), flags.includes("s") ? "is" : "i") };
  } catch {
    return { ok: false, reason: "it is no regular expression" };
  }
}

/** An upper bound of the ways to match at one place; `undefined` for repetition of what repeats or branches. */
function countWays(source: string): number | undefined {
  const groups: { ways: number; branches: number }[] = [{ ways: 1, branches: 1 }];
  let last = 1;
  for (let index = 0; index < source.length; ) {
    const group = groups.at(-1) ?? { ways: 1, branches: 1 };
    const rest = source.slice(index);
    const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})[?+]?/.exec(rest)?.[0];
    if (repeat !== undefined) {
      const choices = choicesOf(repeat);
      if (last > 1 && repeat[0] !== "?") return undefined;
      group.ways *= choices;
      last = 1;
      index += repeat.length;
    } else if (rest.startsWith("(")) {
      groups.push({ ways: 1, branches: 1 });
      index += /^\(\?:/.test(rest) ? 3 : 1;
      last = 1;
    } else if (rest.startsWith(")")) {
      const closed = groups.length > 1 ? groups.pop() : undefined;
      const outer = groups.at(-1);
      last = (closed?.ways ?? 1) * (closed?.branches ?? 1);
      if (outer !== undefined) outer.ways *= last;
      index += 1;
    } else if (rest.startsWith("|")) {
      group.branches += 1;
      last = 1;
      index += 1;
    } else {
      last = 1;
      index += /^\\[\s\S]|^\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/.exec(rest)?.[0].length ?? 1;
    }
  }
  return groups.reduce((product, { ways, branches }) => product * ways * branches, 1);
}

function choicesOf(repeat: string): number {
  if (repeat.startsWith("?")) return 2;
  const [, low, comma, high] = /^\{(\d+)(,?)(\d*)\}/.exec(repeat) ?? [];
  if (low === undefined) return longestForPatterns;
  if (comma === "") return 1;
  return Math.min(high === undefined || high === "" ? longestForPatterns : Math.max(1, Number(high) - Number(low) + 1), longestForPatterns);
}
