import { type FunctionMessage, functionMessageSchema, messageOf, SoarkitError } from "@soarkit/protocol";

/**
 * The function message in a body.
 *
 * @throws SoarkitError FUNCTION_MESSAGE_INVALID
 */
export function readFunctionMessage(destination: string, body: string): FunctionMessage {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new SoarkitError("FUNCTION_MESSAGE_INVALID", { destination, reason: `its body is not JSON (${messageOf(error).slice(0, 100)})` }, { cause: error });
  }
  const parsed = functionMessageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SoarkitError("FUNCTION_MESSAGE_INVALID", { destination, reason: `${issue?.path.join(".") || "its body"}: ${issue?.message ?? "not as expected"}` });
}
