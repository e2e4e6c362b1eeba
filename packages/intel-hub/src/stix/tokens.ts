import { PatternError } from "./pattern-syntax.js";

/** A word or sign of a pattern. */
export interface Token {
  readonly kind: "word" | "text" | "number" | "sign" | "time" | "end";
  /** As meant: texts without quotes and with escapes resolved. */
  readonly text: string;
  /** Position in the pattern, from 1. */
  readonly position: number;
}

// Sticky: each is tried at the place that the last one ended, so that reading is linear in the pattern's length.
const blank = /(?:[\s\uFEFF]|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|\/\/[^\r\n]*)+/y;
const quoted = /'((?:[^'\\]|\\.)*)'/sy;
const prefixed = /([thb])'((?:[^'\\]|\\.)*)'/sy;
const number = /[+-]?\d+(?:\.\d+)?/y;
const word = /[A-Za-z_][\w-]*/y;
const sign = /!=|<>|<=|>=|==|[=<>[\]():.,*]/y;

/** Cuts a pattern into words. @throws PatternError for a sign that no pattern has, or a text without end. */
export function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const read = (expression: RegExp): RegExpExecArray | undefined => {
    expression.lastIndex = at;
    const match = expression.exec(pattern) ?? undefined;
    if (match !== undefined) at += match[0].length;
    return match;
  };
  while (at < pattern.length) {
    const position = at + 1;
    if (read(blank) !== undefined) continue;
    const text = read(quoted);
    if (text !== undefined) {
      tokens.push({ kind: "text", text: unescape(text[1] ?? ""), position });
      continue;
    }
    const constant = read(prefixed);
    if (constant !== undefined) {
      tokens.push(constantToken(constant[1] ?? "", unescape(constant[2] ?? ""), position));
      continue;
    }
    const found = read(number);
    const name = found === undefined ? read(word) : undefined;
    const mark = found === undefined && name === undefined ? read(sign) : undefined;
    if (found !== undefined) tokens.push({ kind: "number", text: found[0], position });
    else if (name !== undefined) tokens.push({ kind: "word", text: name[0], position });
    else if (mark !== undefined) tokens.push({ kind: "sign", text: mark[0] === "==" ? "=" : mark[0] === "<>" ? "!=" : mark[0], position });
    else throw new PatternError(pattern[at] === "'" ? "a text has no closing quote" : `“${String.fromCodePoint(pattern.codePointAt(at) ?? 0)}” belongs to no pattern`, position);
  }
  return [...tokens, { kind: "end", text: "", position: pattern.length + 1 }];
}

function constantToken(prefix: string, text: string, position: number): Token {
  if (prefix === "t") return { kind: "time", text, position };
  if (prefix === "b") return { kind: "text", text: Buffer.from(text, "base64").toString("utf8"), position };
  return { kind: "text", text: Buffer.from(text, "hex").toString("utf8"), position };
}

function unescape(text: string): string {
  return text.includes("\\") ? text.replaceAll(/\\(.)/gs, "$1") : text;
}
