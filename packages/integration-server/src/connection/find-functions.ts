import { type FunctionDTO, messageOf, SoarkitError } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";
import { Limiter } from "../dispatch/limiter.js";
import type { FunctionStatus } from "../options.js";

/** Look-ups that are under way at once. */
const atOnce = 8;

/**
 * Asks the platform on which message destination each function is called (soar-protocol §6.1 step 8). A function that
 * it does not have is reported in its place; the others go on.
 *
 * @throws SoarkitError when the platform is away
 */
export async function findFunctions(soar: SoarClient, functions: readonly { name: string; app: string }[], signal: AbortSignal): Promise<FunctionStatus[]> {
  const limiter = new Limiter(atOnce);
  return await Promise.all(functions.map(({ name, app }) => limiter.run(async () => {
    try {
      const found = await soar.get<FunctionDTO>(`/functions/${encodeURIComponent(name)}?handle_format=names`, { handleFormat: "names", signal });
      const destination = destinationName(found);
      return { name, app, destination, problem: destination === undefined ? "It has no message destination on the platform." : undefined };
    } catch (error) {
      if (!(error instanceof SoarkitError) || error.definition.retryable || error.definition.class === "authentication") throw error;
      const problem = error.code === "SOAR_NOT_FOUND" ? `The platform does not have it. Import the app's customizations with: soarkit customize -l ${app}` : messageOf(error);
      return { name, app, destination: undefined, problem };
    }
  })));
}

function destinationName({ destination_handle: handle }: FunctionDTO): string | undefined {
  if (typeof handle === "string" && handle !== "") return handle;
  return typeof handle === "object" ? handle.name : undefined;
}
