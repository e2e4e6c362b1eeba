import type { LoadFormat } from "./types.js";

/** Formats as people call them. */
export const formatNames: Readonly<Record<LoadFormat, string>> = { csv: "CSV", stix: "STIX", misp: "MISP", text: "Text" };

/** What a column of a CSV file can hold, in words. */
export const fieldNames: Readonly<Record<string, string>> = {
  value: "Value",
  type: "Type of the value",
  itype: "itype",
  threat_type: "Threat type",
  confidence: "Confidence",
  severity: "Severity",
  tlp: "TLP",
  tags: "Tags and words",
  actor: "Actor",
  campaign: "Campaign",
  source: "Source",
  feed: "Feed",
  first_seen: "First seen",
  last_seen: "Last seen",
  expires: "End of the record",
};

/** `ip 12, domain 3`, the most first. */
export function typeCounts(types: Readonly<Record<string, number>>): string {
  return Object.entries(types)
    .sort(([, a], [, b]) => b - a)
    .map(([type, number]) => `${type.replaceAll("_", " ")} ${number.toLocaleString("en")}`)
    .join(", ");
}
