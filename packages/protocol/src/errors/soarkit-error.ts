import { appErrors } from "./app-errors.js";
import { cliErrors } from "./cli-errors.js";
import { clientErrors } from "./client-errors.js";
import type { ErrorDefinition } from "./define.js";
import { hubErrors } from "./hub-errors.js";
import { platformErrors } from "./platform-errors.js";
import { runtimeErrors } from "./runtime-errors.js";
import { serverErrors } from "./server-errors.js";
import { stompErrors } from "./stomp-errors.js";

/** Every error that Soarkit can show, by code. `docs/reference/errors.md` lists the same. */
export const errorCatalogue = {
  ...runtimeErrors,
  ...stompErrors,
  ...clientErrors,
  ...serverErrors,
  ...appErrors,
  ...platformErrors,
  ...hubErrors,
  ...cliErrors,
} as const;

/** Code of a catalogue entry. */
export type ErrorCode = keyof typeof errorCatalogue;

/** Values for the `{name}` places of an entry's text. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error from the catalogue. Its message is the filled text, fit for a person. */
export class SoarkitError extends Error {
  override readonly name = "SoarkitError";
  readonly definition: ErrorDefinition;

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    const definition: ErrorDefinition = errorCatalogue[code];
    super(
      definition.text.replace(/\{(\w+)\}/g, (place, name: string) => String(details[name] ?? place)),
      options,
    );
    this.definition = definition;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
