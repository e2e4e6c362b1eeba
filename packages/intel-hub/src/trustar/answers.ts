import { toTrustarType } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import { redactText } from "@soarkit/runtime";
import { deepest } from "../knowledge/page-store.js";
import type { KnownValue } from "../knowledge/store.js";
import { bodyOf, type SeenReport } from "../reports/library.js";
import type { PageRequest } from "./parameters.js";

/** A numbered page (trustar-api §1.9). */
export interface NumberedPage<T> {
  readonly items: readonly T[];
  readonly pageNumber: number;
  readonly pageSize: number;
  readonly totalElements: number;
  readonly hasNext: boolean;
}

/** Lists end at the ten thousandth element. @throws SoarkitError `HUB_PARAMETER_INVALID` for a page beyond it. */
export function refuseTooDeep({ offset }: PageRequest): void {
  if (offset >= deepest) throw new SoarkitError("HUB_PARAMETER_INVALID", { name: "pageNumber", reason: `a list ends at element ${deepest.toLocaleString("en")}; narrow the search` });
}

/** The page with these items of so many in all. */
export function numbered<T>(items: readonly T[], { number, size, offset }: PageRequest, total: number): NumberedPage<T> {
  return { items, pageNumber: number, pageSize: size, totalElements: total, hasNext: offset + items.length < Math.min(total, deepest) && items.length > 0 };
}

/** A report as the API tells it (trustar-api §3.1). */
export function reportDto(report: SeenReport, withBody = true): Readonly<Record<string, unknown>> {
  const community = report.places.length > 0 && report.places.every(({ name }) => name === "Community");
  return {
    id: report.uuid,
    title: report.title,
    reportBody: withBody ? bodyOf(report) : null,
    timeBegan: report.date,
    created: report.first_imported,
    updated: report.last_imported,
    externalUrl: report.external_url === "" ? null : report.external_url,
    distributionType: community ? "COMMUNITY" : "ENCLAVE",
    enclaveIds: report.places.map(({ guid }) => guid),
    externalTrackingId: report.places.find(({ external_id: id }) => id !== null)?.external_id ?? null,
  };
}

/** Tags as the API tells them: the id is the name, so that both generations of clients delete by what they read (trustar-api §2.1.14). */
export function tagDto(name: string, enclaveId: string): { guid: string; name: string; enclaveId: string } {
  return { guid: name, name, enclaveId };
}

/** What stands for an indicator wherever it is told. */
export function indicatorKey({ type, value }: Pick<KnownValue, "type" | "value">): { guid: string; indicatorType: string; value: string } {
  const indicatorType = toTrustarType(type) ?? "";
  return { guid: `${indicatorType}|${value}`, indicatorType, value };
}

const phrases: Readonly<Record<number, string>> = { 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict", 413: "Payload Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 429: "Too Many Requests", 500: "Internal Server Error" };

/** The exact words by which clients know that they need another token (trustar-api §1.2). */
const tokenTexts: Readonly<Record<string, string>> = { HUB_OAUTH_TOKEN_INVALID: "Invalid oauth2 access token", HUB_OAUTH_TOKEN_EXPIRED: "Expired oauth2 access token" };

/** The body of a refusal (trustar-api §1.6, §1.7). */
export function refusalBody(error: SoarkitError, now: number): Readonly<Record<string, unknown>> {
  const description = tokenTexts[error.code];
  if (description !== undefined) return { error: "invalid_request", error_description: description };
  if (error.code === "HUB_OAUTH_CLIENT_REFUSED") return { error: "unauthorized", error_description: error.message };
  if (error.code === "HUB_OAUTH_GRANT_UNKNOWN") return { error: "unsupported_grant_type", error_description: error.message };
  if (error.code === "HUB_QUOTA_EXCEEDED") return { message: error.message, waitTime: error.details.wait };
  const { status } = error.definition;
  return { timestamp: now, status, error: phrases[status] ?? "Error", message: redactText(error.message), code: error.code };
}
