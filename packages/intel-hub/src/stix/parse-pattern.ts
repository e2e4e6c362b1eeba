import { deepestPattern, longestPattern, PatternError, type Comparison, type Observation, type PatternOperator, type Qualifiers } from "./pattern-syntax.js";
import { tokensOf, type Token } from "./tokens.js";

/**
 * Reads a STIX pattern (STIX 2.1 §9). Comparison operators bind as there: `AND` before `OR`; between observations `AND`, then `OR`, then `FOLLOWEDBY`.
 * @throws PatternError with the place of the mistake.
 */
export function parsePattern(pattern: string): Observation {
  if (pattern.length > longestPattern) throw new PatternError(`it is longer than ${longestPattern.toLocaleString("en")} characters`, longestPattern);
  return new PatternParser(tokensOf(pattern)).whole();
}

const plainSigns: ReadonlySet<string> = new Set(["=", "!=", "<", ">", "<=", ">="]);
const wordOperators: ReadonlySet<string> = new Set(["IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"]);

class PatternParser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Observation {
    const pattern = this.followed();
    if (this.peek().kind !== "end") throw this.mistake(`“${this.peek().text}” is one word too many`);
    return pattern;
  }

  private followed(): Observation {
    return this.joined("FOLLOWEDBY", () => this.joined("OR", () => this.joined("AND", () => this.qualified())));
  }

  private joined(kind: "AND" | "OR" | "FOLLOWEDBY", next: () => Observation): Observation {
    const first = next();
    const parts = [first];
    while (this.takeWord(kind)) parts.push(next());
    return parts.length === 1 ? first : { kind, parts, repeats: 1 };
  }

  private qualified(): Observation {
    let observation = this.takeSign("(") ? this.inside(")", () => this.followed()) : this.observed();
    for (let qualifiers = this.qualifier(); qualifiers !== undefined; qualifiers = this.qualifier()) {
      const stop = earliest(observation.stop, qualifiers.stop);
      observation = { ...observation, repeats: Math.max(observation.repeats, qualifiers.repeats), ...(stop === undefined ? {} : { stop }) };
    }
    return observation;
  }

  private observed(): Observation {
    this.expectSign("[");
    return { kind: "observed", comparison: this.inside("]", () => this.anyOf()), repeats: 1 };
  }

  private qualifier(): Qualifiers | undefined {
    if (this.takeWord("WITHIN")) {
      this.number();
      this.expectWord("SECONDS");
      return { repeats: 1 };
    }
    if (this.takeWord("REPEATS")) {
      const repeats = this.number();
      this.expectWord("TIMES");
      return { repeats };
    }
    if (!this.takeWord("START")) return undefined;
    this.time();
    this.expectWord("STOP");
    return { repeats: 1, stop: this.time() };
  }

  private anyOf(): Comparison {
    return this.compared("or", () => this.compared("and", () => this.test()));
  }

  private compared(kind: "and" | "or", next: () => Comparison): Comparison {
    const first = next();
    const parts = [first];
    while (this.takeWord(kind.toUpperCase())) parts.push(next());
    return parts.length === 1 ? first : { kind, parts };
  }

  private test(): Comparison {
    if (this.takeSign("(")) return this.inside(")", () => this.anyOf());
    // NOT stands before EXISTS, and between a property and its operator.
    const before = this.takeWord("NOT");
    if (this.takeWord("EXISTS")) return { kind: "test", negated: before, ...this.property(), operator: "EXISTS", values: [] };
    const property = this.property();
    const negated = this.takeWord("NOT") !== before;
    const operator = this.operator();
    return { kind: "test", negated, ...property, operator, values: operator === "IN" ? this.set() : [this.constant()] };
  }

  private property(): { object: string; path: string[] } {
    const object = this.name();
    this.expectSign(":");
    const path = [this.step()];
    for (;;) {
      if (this.takeSign(".")) path.push(this.step());
      else if (this.takeSign("[")) {
        const index = this.next();
        if (index.kind !== "number" && index.text !== "*") throw new PatternError("between these brackets stands a number or *", index.position);
        this.expectSign("]");
        path.push(`[${index.text}]`);
      } else return { object, path };
    }
  }

  private operator(): PatternOperator {
    const token = this.next();
    const known = (token.kind === "sign" && plainSigns.has(token.text)) || (token.kind === "word" && wordOperators.has(token.text.toUpperCase()));
    if (!known) throw new PatternError(`“${token.text}” is no comparison`, token.position);
    return token.text.toUpperCase() as PatternOperator;
  }

  private set(): string[] {
    this.expectSign("(");
    const values = [this.constant()];
    while (this.takeSign(",")) values.push(this.constant());
    this.expectSign(")");
    return values;
  }

  private constant(): string {
    const token = this.next();
    const plain = token.kind === "text" || token.kind === "number" || token.kind === "time" || (token.kind === "word" && /^(?:true|false)$/i.test(token.text));
    if (!plain) throw new PatternError("a value in quotes belongs here", token.position);
    return token.text;
  }

  private step(): string {
    return this.peek().kind === "text" ? this.next().text : this.name();
  }

  private name(): string {
    const token = this.next();
    if (token.kind !== "word") throw new PatternError("the name of an object or property belongs here", token.position);
    return token.text;
  }

  private number(): number {
    const token = this.next();
    if (token.kind !== "number") throw new PatternError("a number belongs here", token.position);
    return Number(token.text);
  }

  private time(): number {
    const token = this.next();
    const time = Date.parse(token.text);
    if ((token.kind !== "time" && token.kind !== "text") || Number.isNaN(time)) throw new PatternError("a time such as t'2026-01-01T00:00:00Z' belongs here", token.position);
    return time;
  }

  private inside<T>(closing: string, read: () => T): T {
    this.depth += 1;
    if (this.depth > deepestPattern) throw this.mistake(`brackets are nested deeper than ${deepestPattern}`);
    const inner = read();
    this.expectSign(closing);
    this.depth -= 1;
    return inner;
  }

  private peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private takeWord(text: string): boolean {
    return this.take(this.peek().kind === "word" && this.peek().text.toUpperCase() === text);
  }

  private takeSign(text: string): boolean {
    return this.take(this.peek().kind === "sign" && this.peek().text === text);
  }

  private take(fits: boolean): boolean {
    if (fits) this.at += 1;
    return fits;
  }

  private expectWord(text: string): void {
    if (!this.takeWord(text)) throw this.mistake(`${text} belongs here`);
  }

  private expectSign(text: string): void {
    if (!this.takeSign(text)) throw this.mistake(`“${text}” belongs here`);
  }

  private mistake(reason: string): PatternError {
    return new PatternError(reason, this.peek().position);
  }
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}
