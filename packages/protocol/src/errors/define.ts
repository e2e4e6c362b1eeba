/** What kind of failure an error is; callers branch on it, never on texts. */
export type ErrorClass = "input" | "authentication" | "permission" | "not_found" | "conflict" | "limit" | "unavailable" | "configuration" | "internal";

/** One entry of the catalogue. */
export interface ErrorDefinition {
  readonly class: ErrorClass;
  /** The text a person reads; `{name}` is filled from the details. It says what to do. */
  readonly text: string;
  /** HTTP status where the error leaves by HTTP. */
  readonly status: number;
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
}

/** Keeps the literal keys of a room's entries while checking their shape. */
export function defineErrors<const T extends Record<string, ErrorDefinition>>(entries: T): T {
  return entries;
}
