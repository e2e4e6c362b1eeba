import { SoarkitError } from "@soarkit/protocol";
import { readMoment } from "../trustar/times.js";
import { storable } from "./storable.js";

/** A report as its submitter sends it. */
export interface ReportInput {
  readonly title: string;
  readonly body: string;
  /** Milliseconds since the epoch; `undefined` leaves it or means now. */
  readonly timeBegan: number | undefined;
  readonly externalUrl: string | undefined;
  readonly externalId: string | undefined;
  /** Guids, each once. */
  readonly enclaveIds: readonly string[];
  /** True for a report to everybody. */
  readonly community: boolean;
}

const longestTitle = 2_000;
const longestUrl = 500;
const longestExternalId = 500;
const mostEnclaves = 50;

/** Reads the body of a submission or an update (trustar-api §2.1.1). @throws SoarkitError `HUB_REPORT_INVALID` naming the field. */
export function readReportInput(body: unknown): ReportInput {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return refuse("the body must be a JSON object with title and reportBody");
  const given = body as Readonly<Record<string, unknown>>;
  const enclaveIds = readEnclaveIds(given.enclaveIds);
  const distribution = given.distributionType ?? (enclaveIds.length === 0 && given.enclaveIds !== undefined && given.enclaveIds !== null ? "COMMUNITY" : "ENCLAVE");
  if (distribution !== "ENCLAVE" && distribution !== "COMMUNITY") return refuse("distributionType must be ENCLAVE or COMMUNITY");
  const timeBegan = given.timeBegan === undefined || given.timeBegan === null ? undefined : readMoment(given.timeBegan);
  if (timeBegan === undefined && given.timeBegan !== undefined && given.timeBegan !== null) return refuse("timeBegan must be milliseconds since 1970 or a time such as 2018-11-28T10:15:00+00:00");
  return {
    title: required(given.title, "title", longestTitle),
    body: required(given.reportBody, "reportBody", Number.POSITIVE_INFINITY),
    timeBegan,
    externalUrl: optional(given.externalUrl, "externalUrl", longestUrl),
    externalId: optional(typeof given.externalTrackingId === "number" ? String(given.externalTrackingId) : given.externalTrackingId, "externalTrackingId", longestExternalId),
    enclaveIds,
    community: distribution === "COMMUNITY",
  };
}

function readEnclaveIds(given: unknown): string[] {
  if (given === undefined || given === null) return [];
  const list: unknown = typeof given === "string" ? given.split(",") : given;
  if (!Array.isArray(list) || !list.every((id) => typeof id === "string")) return refuse("enclaveIds must be a list of enclave ids");
  const ids = [...new Set(list.map((id) => id.trim().toLowerCase()).filter((id) => id !== ""))];
  return ids.length > mostEnclaves ? refuse(`one report lies in at most ${mostEnclaves} enclaves`) : ids;
}

function required(value: unknown, name: string, longest: number): string {
  if (typeof value !== "string") return refuse(`${name} is missing or is not a text`);
  if (name === "title" && value.trim() === "") return refuse("title is empty");
  if (value.length > longest) return refuse(`${name} has more than ${longest.toLocaleString("en")} characters`);
  return storable(value);
}

function optional(value: unknown, name: string, longest: number): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") return refuse(`${name} must be a text`);
  return value.length > longest ? refuse(`${name} has more than ${longest.toLocaleString("en")} characters`) : storable(value);
}

function refuse(reason: string): never {
  throw new SoarkitError("HUB_REPORT_INVALID", { reason });
}
