import * as z from "zod";

/** A whole number between two bounds. */
export function wholeNumber(key: string, low: number, high: number): z.ZodType<number, string> {
  return z.string().trim().transform((text, context) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    context.addIssue({ code: "custom", message: `${key} must be a whole number from ${low} to ${high}` });
    return z.NEVER;
  });
}

/** A key that must be filled in. */
export function required(key: string, what: string): z.ZodType<string, string | undefined> {
  return z.string(`${key} is missing: ${what}`).trim().min(1, `${key} is empty: ${what}`);
}

/** An optional key whose empty value means the same as none. */
export const optionalText = z.string().trim().optional().transform((text) => (text === "" ? undefined : text));

/** True or false in any of the usual words, in any case. */
export function flag(key: string, otherwise: boolean): z.ZodType<boolean, string | undefined> {
  return z.string().optional().transform((text, context) => {
    const word = text?.trim().toLowerCase() ?? "";
    if (word === "") return otherwise;
    if (["true", "yes", "on", "1", "enable", "enabled"].includes(word)) return true;
    if (["false", "no", "off", "0", "disable", "disabled"].includes(word)) return false;
    context.addIssue({ code: "custom", message: `${key} must be true or false` });
    return z.NEVER;
  });
}

/** Values separated by commas, trimmed; empty ones do not count. */
export function list(text: string | undefined): string[] {
  return (text ?? "").split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
}
