import { SoarkitError } from "@soarkit/protocol";

/** What a function hands back. Make one with {@link succeed} or {@link fail}. */
export interface FunctionResult {
  readonly success: boolean;
  /** Why it failed; null on success. */
  readonly reason: string | null;
  readonly content: unknown;
  /** Members that stand beside the envelope's own, for example `outcome`, `more`, `returned`. */
  readonly additions: Readonly<Record<string, unknown>>;
}

/**
 * The function did its work.
 *
 * @param content - what post-process scripts read as `results.content`; any JSON value
 * @param additions - further members beside the envelope's; they never replace one of its own
 */
export function succeed(content: unknown, additions: Readonly<Record<string, unknown>> = {}): FunctionResult {
  return { success: true, reason: null, content, additions };
}

/**
 * The function could not do its work for a reason that a person can act on: a bad value, a refused login,
 * a server that is down. The post-process script runs and reads it as `results.reason` (design §5 "Failure").
 *
 * @param reason - one or two sentences: what is wrong and what to do
 */
export function fail(reason: string, additions: Readonly<Record<string, unknown>> = {}): FunctionResult {
  return { success: false, reason, content: null, additions };
}

/**
 * Nobody can tell by looking whether an effect outside took place, and doing it twice would be wrong: throw the result.
 * The call is held until a person says `soarkit messages retry` (the function runs again with `context.decision`) or
 * `soarkit messages drop` (it ends as an error).
 *
 * @param effect - continues the sentence "nobody can tell whether …"
 * @param advice - a sentence: where to look
 */
export function needsPerson(effect: string, advice: string): SoarkitError {
  return new SoarkitError("EFFECT_UNKNOWN", { effect, advice });
}

const brand = Symbol.for("soarkit.expected-failure");

/** The same as {@link fail}, to be thrown from any depth. Its message is the reason. */
export class ExpectedFailure extends Error {
  override readonly name = "ExpectedFailure";
  readonly [brand] = true;

  constructor(
    reason: string,
    readonly additions: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }

  /** Recognised by a mark, so that an app which carries its own copy of this package is understood too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }
}
