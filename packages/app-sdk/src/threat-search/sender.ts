import type { ThreatLookup } from "./lookup.js";

/** Headers that name who sent a mail; all others, such as the subject, are about something else. */
const senderHeaders = /^(from|sender|reply-to|return-path)$/i;

/**
 * The texts of a look-up for searchers that know senders: of `email.header`, as which platforms send senders and subjects alike
 * (soar-protocol §5.3), only those of the sender. All texts of any other type.
 */
export function senderTexts({ type, value, texts }: ThreatLookup): readonly string[] {
  if (type !== "email.header") return texts;
  const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  return typeof name === "string" && senderHeaders.test(name.trim()) ? texts : [];
}
