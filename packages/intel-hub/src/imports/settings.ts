import { SoarkitError } from "@soarkit/protocol";
import { allThreatTypes, isSeverity, isThreatType, parseTlp, severities, toStaxxTlp, type Severity, type StaxxTlp, type ThreatType } from "@soarkit/indicators";

/** The settings of an import (staxx-api §1.5). */
export interface ImportSettings {
  readonly threatType: ThreatType;
  readonly severity: Severity;
  readonly confidence: number;
  readonly tlp: StaxxTlp;
  readonly tags: string;
  readonly autoApprove: boolean;
  /** Our extension: the same key of the same account is the same import. */
  readonly importKey?: string;
  /** Our extension `force`: the user insists on values that are left out otherwise, or would wait because they are well known. */
  readonly insist: boolean;
}

const longestTags = 1_000;
const longestKey = 200;

/**
 * Reads the settings of an import. What is missing gets the cautious value: threat type `suspicious`, severity `low`, confidence 50, TLP:RED,
 * no approval. @throws SoarkitError `HUB_IMPORT_INVALID` naming the parameter and what it takes.
 */
export function readSettings(params: Readonly<Record<string, unknown>>): ImportSettings {
  const threatType = text(params, "threat_type")?.toLowerCase() ?? "suspicious";
  if (!isThreatType(threatType)) return refuse(`threat_type must be one of ${allThreatTypes.join(", ")}`);
  const severity = text(params, "severity")?.toLowerCase() ?? "low";
  if (!isSeverity(severity)) return refuse(`severity must be one of ${severities.join(", ")}`);
  const tlp = parseTlp(text(params, "tlp") ?? "TLP:RED");
  if (tlp === undefined) return refuse("tlp must be one of TLP:RED, TLP:AMBER, TLP:GREEN, TLP:WHITE");
  const tags = text(params, "tags") ?? "";
  if (tags.length > longestTags) return refuse(`tags must have at most ${longestTags.toLocaleString("en")} characters`);
  const importKey = text(params, "import_key");
  if (importKey !== undefined && importKey.length > longestKey) return refuse(`import_key must have at most ${longestKey} characters`);
  return {
    threatType,
    severity,
    confidence: confidenceOf(params.confidence),
    tlp: toStaxxTlp(tlp),
    tags: tags.replaceAll(/\p{Cc}+/gu, " ").trim(),
    autoApprove: yesOrNo(params, "auto_approve"),
    insist: yesOrNo(params, "force"),
    ...(importKey === undefined ? {} : { importKey }),
  };
}

function confidenceOf(value: unknown): number {
  if (value === undefined || value === null || value === "") return 50;
  const number = typeof value === "string" && /^\s*\d{1,3}\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0 || number > 100) return refuse("confidence must be a whole number from 0 to 100");
  return number;
}

function yesOrNo(params: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = params[name];
  if (value === undefined || value === null || value === "") return false;
  const word = typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "string" ? value.toLowerCase() : "";
  if (word !== "yes" && word !== "no") return refuse(`${name} must be yes or no`);
  return word === "yes";
}

function text(params: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : refuse(`${name} must be a text`);
}

function refuse(reason: string): never {
  throw new SoarkitError("HUB_IMPORT_INVALID", { reason });
}
