import type { Indicator } from "./dto.js";

/** Page of a report in TruSTAR (trustar-api §6.5); the configured address stands in for the station, as it always did. */
export function reportLink(url: string, id: string): string {
  return `${url}/constellation/reports/${encodeURIComponent(id)}`;
}

/** Page of an indicator in TruSTAR: base64 of `TYPE%7Cvalue` (trustar-api §6.5). */
export function indicatorLink(url: string, { type, value }: Indicator): string {
  return `${url}/constellation/reports/${encodeURIComponent(Buffer.from(`${type}%7C${value}`, "utf8").toString("base64"))}`;
}
