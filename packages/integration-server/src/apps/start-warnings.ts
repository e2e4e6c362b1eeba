import { messageOf } from "@soarkit/protocol";
import { type Logger, redactText } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import type { AppRuntime } from "./app-runtime.js";

/** What the apps have to say about their settings on this platform. An app that cannot tell does not stop the start. */
export async function startWarnings(runtimes: ReadonlyMap<string, AppRuntime>, at: { readonly soar: SoarClient; readonly log: Logger; readonly signal: AbortSignal }): Promise<string[]> {
  const all = await Promise.all([...runtimes.values()].map(async (runtime) => {
    const { app } = runtime;
    if (app.warnings === undefined) return [];
    try {
      const { config } = await runtime.settings();
      return await app.warnings({ ...at, config });
    } catch (error) {
      at.signal.throwIfAborted();
      return [messageOf(error)];
    }
  }));
  const warnings = all.flat().map(redactText);
  for (const warning of warnings) at.log.warn(warning);
  return warnings;
}
