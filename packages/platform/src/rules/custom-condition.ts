import { SoarkitError } from "@soarkit/protocol";

/** A parsed `custom_condition` such as `1 AND (2 OR 3)`; numbers are evaluation ids. */
export type LogicTree =
  | { readonly kind: "condition"; readonly id: number }
  | { readonly kind: "not"; readonly part: LogicTree }
  | { readonly kind: "and" | "or"; readonly parts: readonly LogicTree[] };

const longest = 4_000;
const deepest = 50;

/**
 * Reads a `custom_condition` (soar-protocol §1.12): numbers joined by AND, OR, NOT and parentheses, in any case.
 * AND binds stronger than OR, NOT strongest.
 * @throws SoarkitError `CONDITION_INVALID` that names the place.
 */
export function parseCustomCondition(text: string, what: string): LogicTree {
  return new Parser(text, what).whole();
}

/** The evaluation ids that a tree names. */
export function idsOf(tree: LogicTree): number[] {
  if (tree.kind === "condition") return [tree.id];
  return tree.kind === "not" ? idsOf(tree.part) : tree.parts.flatMap(idsOf);
}

/** Whether a tree holds; conditions are asked from left to right and only as far as needed. */
export async function treeHolds(tree: LogicTree, holds: (id: number) => Promise<boolean>): Promise<boolean> {
  switch (tree.kind) {
    case "condition":
      return holds(tree.id);
    case "not":
      return !(await treeHolds(tree.part, holds));
    case "and":
      for (const part of tree.parts) if (!(await treeHolds(part, holds))) return false;
      return true;
    case "or":
      for (const part of tree.parts) if (await treeHolds(part, holds)) return true;
      return false;
  }
}

class Parser {
  readonly #tokens: readonly { readonly text: string; readonly at: number }[];
  #next = 0;
  #depth = 0;

  constructor(
    text: string,
    private readonly what: string,
  ) {
    if (text.length > longest) throw this.error(`the custom condition is longer than ${longest} characters.`);
    this.#tokens = [...text.matchAll(/\d+|[A-Za-z]+|[()]|\S/g)].map((match) => ({ text: match[0].toLowerCase(), at: match.index + 1 }));
  }

  whole(): LogicTree {
    if (this.#tokens.length === 0) throw this.error("the custom condition is empty; write for example 1 AND (2 OR 3).");
    const tree = this.joined("or");
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw this.unexpected(rest, "AND, OR or the end");
    return tree;
  }

  private joined(kind: "or" | "and"): LogicTree {
    const part = (): LogicTree => (kind === "or" ? this.joined("and") : this.factor());
    const first = part();
    const parts = [first];
    while (this.#tokens[this.#next]?.text === kind) {
      this.#next++;
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  private factor(): LogicTree {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw this.error("the custom condition ends where a number, NOT or ( should follow.");
    if (/^\d{1,6}$/.test(token.text)) return { kind: "condition", id: Number(token.text) };
    if (token.text !== "not" && token.text !== "(") throw this.unexpected(token, "a number, NOT or (");
    if (++this.#depth > deepest) throw this.error(`the custom condition is nested deeper than ${deepest} levels.`);
    let tree: LogicTree;
    if (token.text === "not") tree = { kind: "not", part: this.factor() };
    else {
      tree = this.joined("or");
      const closing = this.#tokens[this.#next++];
      if (closing?.text !== ")") throw closing === undefined ? this.error(`the ( at character ${token.at} of the custom condition is never closed.`) : this.unexpected(closing, "AND, OR or )");
    }
    this.#depth--;
    return tree;
  }

  private unexpected(token: { text: string; at: number }, wanted: string): SoarkitError {
    return this.error(`the custom condition has ${token.text.toUpperCase()} at character ${token.at} where ${wanted} should be.`);
  }

  private error(reason: string): SoarkitError {
    return new SoarkitError("CONDITION_INVALID", { what: this.what, reason });
  }
}
