import { SoarkitError } from "@soarkit/protocol";

/** Typed reading of a section's texts. An empty text counts as not set. */
export interface Settings {
  readonly text: (key: string) => string | undefined;
  readonly required: (key: string, hint: string) => string;
  readonly integer: (key: string, minimum: number, maximum: number) => number | undefined;
  readonly number: (key: string, minimum: number, maximum: number) => number | undefined;
  readonly missing: (key: string, hint: string) => SoarkitError;
  readonly invalid: (key: string, reason: string) => SoarkitError;
}

/** Reads the values of section `[resilient]`; errors name the key and the file. */
export function readSettings(values: Readonly<Record<string, string>>, file: string): Settings {
  const invalid = (key: string, reason: string) => new SoarkitError("SOAR_SETTING_INVALID", { key, file, reason });
  const missing = (key: string, hint: string) => new SoarkitError("SOAR_SETTING_MISSING", { key, file, hint });
  const text = (key: string): string | undefined => {
    const value = values[key];
    return value === undefined || value === "" ? undefined : value;
  };
  const number = (key: string, minimum: number, maximum: number): number | undefined => {
    const value = text(key);
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (Number.isFinite(parsed) && parsed >= minimum && parsed <= maximum) return parsed;
    throw invalid(key, `"${value}" is not a number from ${minimum} to ${maximum}`);
  };
  return {
    text,
    number,
    missing,
    invalid,
    required: (key, hint) => {
      const value = text(key);
      if (value === undefined) throw missing(key, hint);
      return value;
    },
    integer: (key, minimum, maximum) => {
      const value = number(key, minimum, maximum);
      if (value !== undefined && !Number.isInteger(value)) throw invalid(key, `"${text(key) ?? ""}" is not a whole number`);
      return value;
    },
  };
}
