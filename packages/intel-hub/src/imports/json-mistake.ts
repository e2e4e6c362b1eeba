/** Where a text stops being JSON. */
export interface JsonMistake {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

const token = /[{}[\],:]|"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-f]{4})*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/iuy;

/** What may come next. */
type Expected = "a value" | "a value or ]" | "a name in quotes" | "a name in quotes or }" | "a colon" | "a comma or the closing bracket" | "the end";

/** Finds the first mistake of a text that is no JSON; the parser of the platform does not always tell its place. */
export function jsonMistake(text: string): JsonMistake {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "a value";
  let at = 0;
  for (;;) {
    while (/[ \t\r\n]/.test(text[at] ?? "")) at += 1;
    if (at >= text.length) return mistake(text, at, `expected ${expected}, but the text ends there`);
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    const next: Expected | undefined = found === undefined ? undefined : step(expected, found, open);
    if (found === undefined || next === undefined) return mistake(text, at, `expected ${expected}, found ${JSON.stringify(text.slice(at, at + 20))}`);
    expected = next;
    at += found.length;
  }
}

/** What may come after a token; `undefined` when the token may not stand here. */
function step(expected: Expected, found: string, open: ("{" | "[")[]): Expected | undefined {
  const after = (): Expected => (open.length === 0 ? "the end" : "a comma or the closing bracket");
  switch (expected) {
    case "a value":
    case "a value or ]":
      if (found === "{" || found === "[") {
        open.push(found);
        return found === "{" ? "a name in quotes or }" : "a value or ]";
      }
      if (found === "]" && expected === "a value or ]") {
        open.pop();
        return after();
      }
      return /^[}\],:]$/.test(found) ? undefined : after();
    case "a name in quotes":
    case "a name in quotes or }":
      if (found.startsWith('"')) return "a colon";
      if (found !== "}" || expected === "a name in quotes") return undefined;
      open.pop();
      return after();
    case "a colon":
      return found === ":" ? "a value" : undefined;
    case "a comma or the closing bracket": {
      const inside = open.at(-1);
      if (found === ",") return inside === "{" ? "a name in quotes" : "a value";
      if (found !== (inside === "{" ? "}" : "]")) return undefined;
      open.pop();
      return after();
    }
    case "the end":
      return undefined;
  }
}

function mistake(text: string, at: number, reason: string): JsonMistake {
  return { line: text.slice(0, at).split("\n").length, reason };
}
