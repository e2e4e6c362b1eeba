/** Deepest nesting that is read. */
const deepest = 20;
const numberShape = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;

/**
 * Reads the text form of a Python dict, list, string, number or constant as data; nothing is ever evaluated. Strings may carry the prefixes
 * u, b and r and the escapes of Python (staxx-api §1.5). @throws SyntaxError naming the position.
 */
export function readPythonLiteral(text: string): unknown {
  return new Reader(text).whole();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value(0);
    this.blanks();
    if (this.at < this.text.length) this.fail("expected the end");
    return value;
  }

  private value(depth: number): unknown {
    if (depth > deepest) this.fail("too deeply nested");
    this.blanks();
    const character = this.text[this.at];
    if (character === "{") return this.dict(depth);
    if (character === "[" || character === "(") return this.list(depth, character === "[" ? "]" : ")");
    const prefix = this.match(/(?:[ubr]|br|rb)(?=['"])/iy) ?? "";
    const quote = this.text[this.at];
    if (quote === "'" || quote === '"') return this.string(quote, prefix.toLowerCase().includes("r"));
    const constant = this.match(/(?:True|False|None)(?!\w)/y);
    if (constant !== undefined) return constant === "None" ? null : constant === "True";
    const number = this.match(numberShape);
    return number === undefined ? this.fail("expected a value") : Number(number);
  }

  private dict(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.at += 1;
    while (!this.closes("}")) {
      const key = this.value(depth + 1);
      if (typeof key !== "string") return this.fail("the keys of a dict must be strings");
      this.expect(":");
      entries.push([key, this.value(depth + 1)]);
      this.separator("}");
    }
    return Object.fromEntries(entries);
  }

  private list(depth: number, end: string): unknown[] {
    const items: unknown[] = [];
    this.at += 1;
    while (!this.closes(end)) {
      items.push(this.value(depth + 1));
      this.separator(end);
    }
    return items;
  }

  private string(quote: string, raw: boolean): string {
    let value = "";
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at] ?? "";
      if (character === quote) {
        this.at += 1;
        return value;
      }
      value += character === "\\" && !raw ? this.escape() : character;
    }
    return this.fail("a string is not closed");
  }

  /** Stands on the backslash, ends on the last character of the escape. */
  private escape(): string {
    const hex = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}))/y;
    hex.lastIndex = this.at;
    const found = hex.exec(this.text);
    if (found !== null) {
      this.at += found[0].length - 1;
      return String.fromCodePoint(Number.parseInt(found[1] ?? found[2] ?? found[3] ?? "", 16));
    }
    this.at += 1;
    const character = this.text[this.at] ?? "";
    const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "'": "'", '"': '"', "\\": "\\", "\n": "" };
    return simple[character] ?? `\\${character}`;
  }

  private closes(end: string): boolean {
    this.blanks();
    if (this.text[this.at] !== end) return false;
    this.at += 1;
    return true;
  }

  /** A comma, or the end that the next look finds. */
  private separator(end: string): void {
    this.blanks();
    if (this.text[this.at] === ",") this.at += 1;
    else if (this.text[this.at] !== end) this.fail(`expected , or ${end}`);
  }

  private expect(character: string): void {
    this.blanks();
    if (this.text[this.at] !== character) this.fail(`expected ${character}`);
    this.at += 1;
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

  private fail(reason: string): never {
    throw new SyntaxError(`${reason} at position ${this.at + 1}`);
  }
}
