import { itypeFor, isThreatType, privateName, specialUse, toStaxxType, isIndicatorType, type StaxxType } from "@soarkit/indicators";
import type { Scope } from "../enclaves/scope.js";
import type { IndicatorRow, IndicatorStore } from "../indicators/store.js";
import type { WarningLists } from "../warninglists/warning-lists.js";

/** What the hub has about a value already. */
export interface KnownValue {
  /** The newest record. */
  readonly id: number;
  readonly itype: string;
  readonly severity: string;
  readonly confidence: number;
  readonly tlp: string;
  readonly status: string;
  /** Number of records. */
  readonly records: number;
}

/** What an approver should know about a value. */
export interface Remarks {
  readonly warnings: readonly string[];
  readonly known?: KnownValue;
}

/** A value as it would be stored. */
export interface RemarkedValue {
  readonly value: string;
  readonly type: string;
  readonly threatType: string;
  readonly severity?: string;
  readonly confidence?: number;
  readonly tlp?: string;
}

/** What remarks are made from. */
export interface RemarkParts {
  readonly indicators: IndicatorStore;
  readonly lists: WarningLists;
}

/** Remarks on values, in their order. @param except an import whose own records don't count as known. */
export async function remarksOn(values: readonly RemarkedValue[], { indicators, lists }: RemarkParts, sees: Scope, except?: number): Promise<Remarks[]> {
  await lists.ready();
  const records = await indicators.ofValues(values.map(({ value }) => value), sees, except); // prettier-ignore
  const byValue = new Map<string, IndicatorRow[]>();
  for (const record of records) byValue.set(record.value, [...(byValue.get(record.value) ?? []), record]);
  return values.map((entry) => {
    const known = knownValue(byValue.get(entry.value) ?? []);
    return { warnings: [...wellKnownWarnings(entry, lists), ...placeWarnings(entry), ...pairWarnings(entry), ...settingWarnings(entry, known)], ...(known === undefined ? {} : { known }) };
  });
}

function knownValue(rows: readonly IndicatorRow[]): KnownValue | undefined {
  const newest = rows.toSorted((a, b) => b.date_last - a.date_last || b.id - a.id)[0];
  return newest && { id: newest.id, itype: newest.itype, severity: newest.severity, confidence: newest.confidence, tlp: newest.tlp, status: newest.status, records: rows.length };
}

/** The warning lists that a value stands on. */
export function wellKnownWarnings({ value, type }: { readonly value: string; readonly type: string }, lists: WarningLists): string[] {
  return isIndicatorType(type) ? lists.judge(type, value).map(({ remark }) => remark) : [];
}

/** Values that mean nothing outside one network. */
export function placeWarnings({ value, type }: { readonly value: string; readonly type: string }): string[] {
  const host = type === "url" ? hostOf(value) : type === "email" ? value.slice(value.lastIndexOf("@") + 1) : type === "ip" || type === "domain" ? value : "";
  if (host === "") return [];
  const special = specialUse(host);
  if (special !== undefined) return [`${special.kind} address (${special.network}): it means nothing outside its own network`];
  return privateName(host) ? ["a name of a private network: it means nothing outside it"] : [];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
}

function pairWarnings({ value, type, threatType }: RemarkedValue): string[] {
  const staxxType = staxxTypeOf(type);
  if (staxxType === undefined || !isThreatType(threatType)) return [];
  const { exact, itype } = itypeFor(threatType, staxxType, value);
  return exact ? [] : [`${threatType} has no type for this kind of value: stored as ${itype}`];
}

function staxxTypeOf(type: string): StaxxType | undefined {
  return isIndicatorType(type) ? toStaxxType(type) : undefined;
}

function settingWarnings({ severity, confidence, tlp }: RemarkedValue, known: KnownValue | undefined): string[] {
  if (known === undefined) return [];
  const differs = [
    ...(confidence !== undefined && confidence !== known.confidence ? [`confidence ${known.confidence}`] : []),
    ...(severity !== undefined && severity !== known.severity ? [`severity ${known.severity}`] : []),
    ...(tlp !== undefined && tlp !== known.tlp ? [known.tlp] : []),
  ];
  return differs.length === 0 ? [] : [`known with other settings: ${differs.join(", ")}`];
}
