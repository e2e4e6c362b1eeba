import { ExpectedFailure, fail, type FunctionResult, OutsideError } from "@soarkit/app-sdk";
import { SoarkitError } from "@soarkit/protocol";
import { newId, redactText } from "@soarkit/runtime";

/** How a call ended that threw: with a result of its own, with a question to a person, or broken. */
export type FailedCall =
  | { readonly kind: "failed"; readonly result: FunctionResult }
  | { readonly kind: "ask"; readonly question: string }
  | { readonly kind: "broken"; readonly message: string; readonly reference: string | undefined };

/**
 * Sorts what a handler threw (design §5 "Failure"). Bad values, refused logins and systems that are away are expected;
 * bad configuration and bugs break the call. A bug's text stays in the log: it may carry anything.
 *
 * @param broke - what people read of a bug, with the reference under which the log has it
 */
export function failedCall(broke: (reference: string) => string, error: unknown): FailedCall {
  if (error instanceof ExpectedFailure) return { kind: "failed", result: fail(redactText(error.message), error.additions) };
  if (isCatalogued(error)) {
    if (error.code === "EFFECT_UNKNOWN") return { kind: "ask", question: redactText(error.message) };
    const expected = error instanceof OutsideError || error.code.startsWith("OUTSIDE_") || !["configuration", "internal"].includes(error.definition.class);
    const message = redactText(error.message);
    return expected ? { kind: "failed", result: fail(message) } : { kind: "broken", message, reference: undefined };
  }
  const reference = newId();
  return { kind: "broken", message: broke(reference), reference };
}

/** Also recognises the errors of an app that carries its own copy of the catalogue. */
function isCatalogued(error: unknown): error is SoarkitError {
  return error instanceof SoarkitError || (error instanceof Error && error.name === "SoarkitError" && "definition" in error && "code" in error);
}
