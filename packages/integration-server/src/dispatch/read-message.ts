import { type ActionMessage, actionMessageSchema, type FunctionMessage, functionMessageSchema, messageOf, SoarkitError } from "@soarkit/protocol";

/** A message as read, before the name of its rule is known. */
export type ReadMessage = { readonly kind: "function"; readonly message: FunctionMessage } | { readonly kind: "action"; readonly message: ActionMessage };

/**
 * The function or action message in a body; they are told apart by what they hold (soar-protocol §2.5).
 *
 * @throws SoarkitError FUNCTION_MESSAGE_INVALID
 */
export function readMessage(destination: string, body: string): ReadMessage {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new SoarkitError("FUNCTION_MESSAGE_INVALID", { destination, reason: `its body is not JSON (${messageOf(error).slice(0, 100)})` }, { cause: error });
  }
  const isAction = typeof value === "object" && value !== null && !("function" in value) && "action_id" in value;
  const parsed = isAction ? actionMessageSchema.safeParse(value) : functionMessageSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SoarkitError("FUNCTION_MESSAGE_INVALID", { destination, reason: `${issue?.path.join(".") || "its body"}: ${issue?.message ?? "not as expected"}` });
  }
  return isAction ? { kind: "action", message: parsed.data as ActionMessage } : { kind: "function", message: parsed.data as FunctionMessage };
}
