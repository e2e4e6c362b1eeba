import { itypeOfAny, severities, toStaxxTlp, type IndicatorType, type Severity, type ThreatType, type Tlp } from "@soarkit/indicators";
import { lastingId } from "../indicators/identity.js";
import type { LoadRecord } from "./batch.js";
import type { LoadSettings } from "./settings.js";

/** What a row says about its value; the load's settings stand in for the rest. */
export interface RowFacts {
  readonly type: IndicatorType;
  readonly value: string;
  readonly itype?: string | undefined;
  readonly threatType?: ThreatType | undefined;
  readonly confidence?: number | undefined;
  readonly severity?: Severity | undefined;
  readonly tlp?: Tlp | undefined;
  readonly tags?: string | undefined;
  readonly actor?: string | undefined;
  readonly campaign?: string | undefined;
  readonly source?: string | undefined;
  readonly feed?: string | undefined;
  readonly firstSeen?: number | undefined;
  readonly lastSeen?: number | undefined;
  readonly expires?: number | undefined;
}

const longestDetail = 1_000;

/** The record of a value from a CSV file or a text. Where nobody says otherwise: malware, severity medium, confidence 50, TLP:AMBER, no end. */
export function valueRecord(facts: RowFacts, settings: LoadSettings, now: number): LoadRecord {
  const threatType = facts.threatType ?? settings.threatType ?? "malware";
  const severity = facts.severity ?? settings.severity ?? "medium";
  const tlp = facts.tlp ?? settings.tlp ?? "AMBER";
  const source = facts.source ?? settings.source;
  const feed = facts.feed ?? settings.feed ?? source;
  const last = facts.lastSeen ?? facts.firstSeen ?? now;
  return {
    dated: facts.lastSeen !== undefined,
    row: {
      external_id: lastingId("file", source, feed, facts.type, facts.value),
      origin: "",
      value: facts.value,
      type: facts.type,
      itype: facts.itype ?? itypeOfAny(threatType, facts.type, facts.value),
      threat_type: threatType,
      confidence: facts.confidence ?? settings.confidence ?? 50,
      severity,
      severity_rank: severities.indexOf(severity),
      tlp: toStaxxTlp(tlp),
      classification: tlp === "CLEAR" ? "public" : "private",
      detail: (facts.tags ?? "").replaceAll(/\s+/g, " ").trim().slice(0, longestDetail),
      actor: facts.actor ?? "",
      campaign: facts.campaign ?? "",
      feed_name: feed,
      source,
      feed_site_netloc: "localhost",
      date_first: Math.min(facts.firstSeen ?? last, last),
      date_last: last,
      expires: facts.expires ?? settings.expires ?? null,
      status: "active",
      import_id: null,
      report_id: null,
    },
  };
}
