import type { AppFunction, SoarkitApp } from "@soarkit/app-sdk";
import { SoarkitError } from "@soarkit/protocol";

/** A function and the app it belongs to. */
export interface ProvidedFunction {
  readonly app: SoarkitApp;
  readonly fn: AppFunction;
}

/**
 * The functions of all apps by every name they answer to.
 *
 * @throws SoarkitError FUNCTION_TWICE when two apps provide the same name
 */
export function functionTable(apps: readonly SoarkitApp[]): ReadonlyMap<string, ProvidedFunction> {
  const table = new Map<string, ProvidedFunction>();
  for (const app of apps) {
    for (const fn of app.functions) {
      for (const name of [fn.name, ...fn.aliases]) {
        const known = table.get(name);
        if (known !== undefined) throw new SoarkitError("FUNCTION_TWICE", { function: name, first: known.app.name, second: app.name });
        table.set(name, { app, fn });
      }
    }
  }
  return table;
}
