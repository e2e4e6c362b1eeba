import { allThreatTypes, classify, hashTypeOf, isHashType, isSeverity, isThreatType, itypeFor, normalise, parseTlp, readMispAttribute, staxxTypes, type IndicatorType, type Severity, type ThreatType } from "@soarkit/indicators";
import { unguardCell } from "../indicators/record-csv.js";
import { readTime } from "../query/read-time.js";
import { typeNamed, type Column } from "./columns.js";
import { expiryOf } from "./settings.js";
import type { RowFacts } from "./value-row.js";

/** What a row gives: values, or why not. */
export interface CsvReading {
  readonly values: readonly RowFacts[];
  readonly leftOut: readonly { readonly type: string; readonly value: string; readonly reason: string }[];
}

// itypes back to threat type and value type, general ones (`malware`) before those that share their name.
const itypes = new Map<string, { threatType: ThreatType; type: string }>();
for (const threatType of allThreatTypes) {
  for (const type of staxxTypes) {
    for (const value of ["", "::"]) {
      const { itype, exact } = itypeFor(threatType, type, value);
      if (exact && !itypes.has(itype)) itypes.set(itype, { threatType, type });
    }
  }
}

const severityWords: Readonly<Record<string, Severity>> = { critical: "very-high", very_high: "very-high", "very high": "very-high", veryhigh: "very-high", moderate: "medium", informational: "low", info: "low" };

class RowError extends Error {}

/** Reads one row. A cell that says something impossible makes the row bad: what it meant to say about sharing or trust is not guessed. */
export function readRow(cells: readonly string[], columns: readonly (Column | undefined)[], now: number): CsvReading {
  const textAt = (index: number): string => unguardCell((cells[index] ?? "").trim());
  const cell = (field: Column["field"]): string | undefined => {
    const texts = columns.flatMap((column, index) => (column?.field === field && textAt(index) !== "" ? [textAt(index)] : []));
    return texts.length === 0 ? undefined : [...new Set(texts)].join(", ");
  };
  const given = columns.flatMap((column, index) => (column?.field === "value" && textAt(index) !== "" ? [{ text: textAt(index), type: column.type }] : []));
  try {
    if (given.length === 0) throw new RowError("the row has no value");
    const itype = cell("itype")?.toLowerCase();
    const known = itype === undefined ? undefined : itypes.get(itype);
    const asked = cell("type");
    const facts = {
      itype,
      threatType: threatTypeOf(cell("threat_type")) ?? known?.threatType,
      confidence: confidenceOf(cell("confidence")),
      severity: severityOf(cell("severity")),
      tlp: tlpOf(cell("tlp")),
      tags: cell("tags"),
      actor: cell("actor"),
      campaign: cell("campaign"),
      source: cell("source")?.slice(0, 300),
      feed: cell("feed")?.slice(0, 300),
      firstSeen: timeOf("first_seen", cell("first_seen"), now),
      lastSeen: timeOf("last_seen", cell("last_seen"), now),
      expires: endOf(cell("expires"), now),
    };
    const readings = given.map(({ text, type }) => ({ text, reading: valueOf(text, type ?? asked ?? known?.type) }));
    return {
      values: readings.flatMap(({ reading }) => reading.values.map((value) => ({ ...facts, ...value }))),
      leftOut: readings.flatMap(({ text, reading }) => (reading.reason === undefined ? [] : [{ type: asked ?? "", value: text, reason: reading.reason }])),
    };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return { values: [], leftOut: [{ type: cell("type") ?? "", value: given[0]?.text ?? cells.join(" ").slice(0, 80), reason: error.message }] };
  }
}

interface ValueReading {
  readonly values: readonly { readonly type: IndicatorType; readonly value: string }[];
  readonly reason?: string;
}

function valueOf(text: string, asked: string | undefined): ValueReading {
  if (text.includes("\uFFFD")) return none("the value is not valid UTF-8; save the file as UTF-8");
  if (/\p{Cc}/u.test(text)) return none("the value holds control characters");
  const wanted = asked === undefined ? undefined : typeNamed(asked);
  if (wanted === undefined && asked !== undefined) {
    const misp = readMispAttribute({ type: asked, value: text });
    if (misp.ok && misp.values.length > 0) return { values: misp.values };
  }
  const type = wanted !== undefined && isHashType(wanted) ? (hashTypeOf(text) ?? wanted) : wanted;
  const canonical = type === undefined ? undefined : normalise(type, text);
  if (type !== undefined && canonical?.ok === true) return { values: [{ type, value: canonical.value }] };
  // Feeds give addresses with a port, networks as addresses, hosts as URLs.
  const found = classify(text) ?? classify(text.replace(/:\d{1,5}$/, ""));
  if (found !== undefined) return { values: [found] };
  return none(canonical !== undefined && !canonical.ok ? canonical.reason : "the value is of no type that Soarkit knows; a column named type can tell it");
}

function none(reason: string): ValueReading {
  return { values: [], reason };
}

function threatTypeOf(text: string | undefined): ThreatType | undefined {
  const word = text?.toLowerCase().replaceAll(/[\s-]+/g, "_");
  return word !== undefined && isThreatType(word) ? word : undefined;
}

function confidenceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^(?:\d{1,2}|100)$/.test(text)) return Number(text);
  throw new RowError(`confidence is a whole number from 0 to 100, not “${text.slice(0, 40)}”`);
}

function severityOf(text: string | undefined): Severity | undefined {
  if (text === undefined) return undefined;
  const word = text.toLowerCase();
  const severity = isSeverity(word) ? word : Object.hasOwn(severityWords, word) ? severityWords[word] : undefined;
  if (severity === undefined) throw new RowError(`severity is low, medium, high or very-high, not “${text.slice(0, 40)}”`);
  return severity;
}

function tlpOf(text: string | undefined): RowFacts["tlp"] {
  if (text === undefined) return undefined;
  const tlp = parseTlp(text);
  if (tlp === undefined) throw new RowError(`tlp is CLEAR, GREEN, AMBER, AMBER+STRICT or RED, not “${text.slice(0, 40)}”`);
  return tlp;
}

function timeOf(field: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{10}$/.test(text) ? Number(text) * 1_000 : /^\d{13}$/.test(text) ? Number(text) : (readTime(text.replace(/ UTC$/, ""), now)?.from ?? Date.parse(text));
  if (Number.isNaN(time)) throw new RowError(`${field} is a time such as 2026-07-28T10:00:00, not “${text.slice(0, 40)}”`);
  return time;
}

function endOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const time = expiryOf(text, now);
  if (time === undefined) throw new RowError(`expires is a time such as 2027-01-31 or 90d, not “${text.slice(0, 40)}”`);
  return time;
}
