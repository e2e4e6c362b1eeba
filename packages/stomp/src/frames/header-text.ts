import { SoarkitError } from "@soarkit/protocol";

const special = /[\\\n\r:]/;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", ":": "\\c" };
const meanings: Readonly<Record<string, string>> = { "\\\\": "\\", "\\n": "\n", "\\r": "\r", "\\c": ":" };

/** A header name or value as it goes over the wire (STOMP 1.2, "Value Encoding"). */
export function escapeHeader(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r:]/g, (character) => escapes[character] ?? character) : text;
}

/**
 * The text behind an escaped header name or value.
 * @throws SoarkitError STOMP_FRAME_INVALID at an escape that STOMP 1.2 does not define.
 */
export function unescapeHeader(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\[^]?/g, (escape) => {
    const meaning = meanings[escape];
    if (meaning === undefined) {
      throw new SoarkitError("STOMP_FRAME_INVALID", { reason: `the header text holds the unknown escape ${JSON.stringify(escape)}` });
    }
    return meaning;
  });
}
