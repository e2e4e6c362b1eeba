import { SoarkitError } from "@soarkit/protocol";

interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

/** What `parseInput` needs of a zod schema. */
export interface InputSchema<Output> {
  safeParse(value: unknown): { readonly success: true; readonly data: Output } | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

/** At most so many problems are named in one answer. */
const named = 5;

/**
 * The value as the schema has it.
 * @param what the thing in the reader's words, for example `incident`.
 * @throws SoarkitError `BODY_INVALID` naming each wrong place and what is wrong with it.
 */
export function parseInput<Output>(schema: InputSchema<Output>, value: unknown, what: string): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const places = issues.slice(0, named).map((issue) => (issue.path.length === 0 ? issue.message : `${pathText(issue.path)}: ${issue.message}`));
  const more = issues.length > named ? `; and ${issues.length - named} more` : "";
  throw new SoarkitError("BODY_INVALID", { reason: `The ${what} is not valid. ${places.join("; ")}${more}` });
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("");
}
