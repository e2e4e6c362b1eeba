import { SoarkitError } from "@soarkit/protocol";
import { queryFields, type Clause, type Condition, type Query, type QueryField, type QueryOperator, type QueryValue } from "./syntax.js";

/** Longest query, characters: 1,000 values of the longest common kind with room to spare. */
const longestQuery = 400_000;
/** Most clauses of one query. */
const mostClauses = 5_000;
/** Deepest nesting of parentheses and NOT. */
const deepest = 50;

const startsLikeCondition = /^[\s(]*(?:not[\s(]+)*[a-z_]+\s*(?:[=<>]|!=|\s(?:contains|startswith|endswith)\s)/i;

/**
 * Reads a query of STAXX's language (grammar of staxx-api §1.4, a superset of what shipped clients send). A text that does not begin like
 * a condition is a bare value. @throws SoarkitError `HUB_QUERY_INVALID` naming position and reason.
 */
export function parseQuery(text: string): Query {
  if (text.length > longestQuery) fail(longestQuery, `a query has at most ${longestQuery.toLocaleString("en")} characters`);
  const bare = text.trim();
  if (bare === "") fail(1, "it is empty; write a condition such as confidence>0, or a value");
  if (!startsLikeCondition.test(bare)) return { kind: "keyword", text: bare };
  return { kind: "condition", condition: new Parser(text).parse() };
}

/** `field = 'value'` without escapes and wildcards; long queries consist of these. */
const plainClause = /([a-z_]+)\s*(!=|>=|<=|=|>|<)\s*'([^'\\*]*)'(?!')/iy;
const words = { and: /\s*and(?=[\s(])/iy, or: /\s*or(?=[\s(])/iy, not: /\s*not(?=[\s(])/iy } as const;
const operators = /!=|>=|<=|=|>|<|(?:contains|startswith|endswith)(?=[\s'"])/iy;
const fields: ReadonlyMap<string, QueryField> = new Map([...queryFields.map((name) => [name, name] as const), ["indicator", "value"]]);

function fail(position: number, reason: string): never {
  throw new SoarkitError("HUB_QUERY_INVALID", { position, reason });
}

class Parser {
  private at = 0;
  private clauses = 0;

  constructor(private readonly text: string) {}

  parse(): Condition {
    const condition = this.either(0);
    this.blanks();
    if (this.at < this.text.length) fail(this.at + 1, `expected AND, OR or the end, found ${this.next()}`);
    return condition;
  }

  private either(depth: number): Condition {
    return this.list("or", () => this.list("and", () => this.unary(depth)));
  }

  private list(kind: "and" | "or", item: () => Condition): Condition {
    const items = [item()];
    while (this.word(kind)) items.push(item());
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind, items };
  }

  private unary(depth: number): Condition {
    if (depth > deepest) fail(this.at + 1, `more than ${deepest} conditions inside each other`);
    if (this.word("not")) return { kind: "not", item: this.unary(depth + 1) };
    this.blanks();
    if (this.text[this.at] !== "(") return this.clause();
    const opened = this.at + 1;
    this.at += 1;
    const inner = this.either(depth + 1);
    this.blanks();
    if (this.text[this.at] !== ")") fail(this.at + 1, `expected AND, OR or the parenthesis that closes the one at position ${opened}, found ${this.next()}`);
    this.at += 1;
    return inner;
  }

  private clause(): Clause {
    this.clauses += 1;
    if (this.clauses > mostClauses) fail(this.at + 1, `a query has at most ${mostClauses.toLocaleString("en")} conditions`);
    return this.plainClause() ?? this.anyClause();
  }

  private plainClause(): Clause | undefined {
    plainClause.lastIndex = this.at;
    const [, name = "", operator, text = ""] = plainClause.exec(this.text) ?? [];
    const field = fields.get(name.toLowerCase());
    if (field === undefined) return undefined;
    this.at = plainClause.lastIndex;
    return { kind: "clause", field, operator: operator as QueryOperator, value: { text, pieces: [text] }, position: this.at - text.length - 1 };
  }

  private anyClause(): Clause {
    const field = this.field();
    const operator = this.operator();
    this.blanks();
    const position = this.at + 1;
    return { kind: "clause", field, operator, value: this.value(), position };
  }

  private field(): QueryField {
    const start = this.at + 1;
    const name = this.match(/[a-z_]+/iy)?.toLowerCase();
    if (name === undefined) return fail(start, `expected a field, found ${this.next()}`);
    return fields.get(name) ?? fail(start, `there is no field ${name}; the fields are ${queryFields.join(", ")}`);
  }

  private operator(): QueryOperator {
    this.blanks();
    const found = this.match(operators);
    return (found?.toLowerCase() as QueryOperator | undefined) ?? fail(this.at + 1, `expected =, !=, >, >=, <, <=, contains, startswith or endswith, found ${this.next()}`);
  }

  private value(): QueryValue {
    const quote = this.text[this.at];
    if (quote === "'" || quote === '"') return this.quoted(quote);
    const bare = this.match(/[^\s)]+/y);
    if (bare === undefined) return fail(this.at + 1, `expected a value, found ${this.next()}`);
    return { text: bare, pieces: bare.split("*") };
  }

  private quoted(quote: string): QueryValue {
    const opened = this.at + 1;
    const pieces = [""];
    const add = (part: string): void => {
      pieces.push((pieces.pop() ?? "") + part);
    };
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at] ?? "";
      const following = this.text[this.at + 1];
      if (isEscape(character, following, quote)) {
        add(following ?? "");
        this.at += 1;
      } else if (character === quote) {
        this.at += 1;
        return { text: pieces.join("*"), pieces };
      } else if (character === "*") pieces.push("");
      else add(character);
    }
    return fail(opened, "the quote that opens here is not closed");
  }

  private word(word: "and" | "or" | "not"): boolean {
    const pattern = words[word];
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  private blanks(): void {
    this.match(/\s+/y);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private next(): string {
    const rest = this.text.slice(this.at, this.at + 20).replaceAll(/\s+/g, " ");
    return rest === "" ? "the end" : `'${rest}'`;
  }
}

/** A doubled quote, or a backslash before a quote, a backslash or a star. */
function isEscape(character: string, following: string | undefined, quote: string): boolean {
  if (character === quote) return following === quote;
  return character === "\\" && (following === quote || following === "\\" || following === "*");
}
