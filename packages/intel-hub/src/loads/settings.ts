import { SoarkitError } from "@soarkit/protocol";
import { allThreatTypes, isThreatType, parseTlp, severities, tlpLabels, type Severity, type ThreatType, type Tlp } from "@soarkit/indicators";
import { z } from "zod";
import { readTime } from "../query/read-time.js";
import { loadFields, type LoadField } from "./columns.js";
import { loadFormats, type LoadFormat } from "./formats.js";

/** How a file is loaded. What the file itself says about a value comes before these. */
export interface LoadSettings {
  readonly format: LoadFormat;
  /** Becomes the records' source. */
  readonly source: string;
  readonly feed?: string | undefined;
  readonly licence?: string | undefined;
  readonly tlp?: Tlp | undefined;
  readonly confidence?: number | undefined;
  readonly severity?: Severity | undefined;
  readonly threatType?: ThreatType | undefined;
  /** End of the records, milliseconds since the epoch. */
  readonly expires?: number | undefined;
  /** Columns of a CSV file by what they hold, beside those that their names tell. */
  readonly map?: Readonly<Partial<Record<LoadField, string>>> | undefined;
}

const text = z.string().trim().max(300).optional().transform((value) => (value === "" ? undefined : value)); // prettier-ignore

/** The settings as callers write them. */
export const settingsQuery = z.object({
  format: text,
  source: text,
  feed: text,
  licence: text,
  tlp: text,
  confidence: text,
  severity: text,
  threat_type: text,
  expires: text,
  map: z.union([z.string().max(2_000), z.record(z.string().max(40), z.string().max(300))]).optional(),
});
/** The settings as callers write them. */
export type AskedSettings = z.output<typeof settingsQuery>;

/** Reads the settings of a load. @throws SoarkitError `HUB_LOAD_SETTINGS` naming the setting and what it takes. */
export function readLoadSettings(asked: AskedSettings, file: { readonly name: string; readonly format: LoadFormat }, now: number): LoadSettings {
  const format = asked.format?.toLowerCase() ?? file.format;
  const tlp = asked.tlp === undefined ? undefined : parseTlp(asked.tlp);
  const severity = asked.severity?.toLowerCase();
  const threatType = asked.threat_type?.toLowerCase();
  if (!oneOf(loadFormats, format)) return refuse(`format is one of ${loadFormats.join(", ")}`);
  if (asked.tlp !== undefined && tlp === undefined) return refuse(`tlp is one of ${tlpLabels.join(", ")}`);
  if (severity !== undefined && !oneOf(severities, severity)) return refuse(`severity is one of ${severities.join(", ")}`);
  if (threatType !== undefined && !isThreatType(threatType)) return refuse(`threat_type is one of ${allThreatTypes.join(", ")}`);
  if (asked.confidence !== undefined && !/^(?:\d{1,2}|100)$/.test(asked.confidence)) return refuse("confidence is a whole number from 0 to 100");
  return {
    format,
    source: asked.source ?? file.name,
    feed: asked.feed,
    licence: asked.licence,
    tlp,
    confidence: asked.confidence === undefined ? undefined : Number(asked.confidence),
    severity,
    threatType,
    expires: asked.expires === undefined ? undefined : readExpiry(asked.expires, now),
    map: asked.map === undefined ? undefined : readMap(asked.map),
  };
}

function readExpiry(asked: string, now: number): number {
  const time = expiryOf(asked, now);
  if (time === undefined) return refuse("expires is a time such as 90d (s, m, h, d or w from now) or 2027-01-31");
  return time > now ? time : refuse(`expires must be in the future, ${asked} is not`);
}

/** The end that a text names: `90d` from now, a date, or seconds or milliseconds since the epoch; undefined when it is none. */
export function expiryOf(asked: string, now: number): number | undefined {
  const plain = asked.trim();
  if (/^\d{10}$/.test(plain)) return Number(plain) * 1_000;
  if (/^\d{13}$/.test(plain)) return Number(plain);
  const relative = /^(\d{1,6}[smhdw])$/i.exec(plain);
  if (relative !== null) return 2 * now - (readTime(`-${plain}`, now)?.from ?? now);
  const time = readTime(plain, now)?.from ?? Date.parse(plain);
  return Number.isNaN(time) ? undefined : time;
}

/** `value=ioc,type=kind` or the same as an object: what each column holds. */
function readMap(asked: NonNullable<AskedSettings["map"]>): LoadSettings["map"] {
  const map: Partial<Record<LoadField, string>> = {};
  const pairs = typeof asked === "string" ? asked.split(",").filter((part) => part.trim() !== "").map(splitPair) : Object.entries(asked); // prettier-ignore
  for (const [given, column] of pairs) {
    const field = given.trim().toLowerCase();
    if (!oneOf(loadFields, field) || column.trim() === "") return refuse(`map is written as value=column,type=column; the fields are ${loadFields.join(", ")}`);
    map[field] = column.trim();
  }
  return Object.keys(map).length === 0 ? undefined : map;
}

function splitPair(pair: string): [string, string] {
  const at = Math.max(pair.indexOf("="), 0);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function oneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word);
}

function refuse(reason: string): never {
  throw new SoarkitError("HUB_LOAD_SETTINGS", { reason });
}
