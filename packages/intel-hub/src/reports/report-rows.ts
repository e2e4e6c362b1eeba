import { itypeOfAny, severities, type ExtractedIndicator } from "@soarkit/indicators";
import { newId } from "@soarkit/runtime";
import type { NewIndicator } from "../indicators/store.js";

/** What a submitted report says about its values: nothing that was judged, so cautiously little. */
const unjudged = { threatType: "suspicious", severity: "low", confidence: 30, tlp: "TLP:AMBER" } as const;

/** What records of a submission have in common. */
export interface Submission {
  readonly accountId: number;
  readonly accountName: string;
  readonly campaign: string;
  readonly now: number;
  readonly reportId: number | null;
  readonly enclaveId?: number;
}

/** The record of a value that came in a report or alone through the TruSTAR face. */
export function submittedRow({ type, value }: Pick<ExtractedIndicator, "type" | "value">, submission: Submission): NewIndicator {
  const { accountId, accountName, campaign, now, reportId, enclaveId } = submission;
  return {
    external_id: `anomali:indicator-${newId()}`,
    value,
    type,
    itype: itypeOfAny(unjudged.threatType, type, value),
    threat_type: unjudged.threatType,
    confidence: unjudged.confidence,
    severity: unjudged.severity,
    severity_rank: severities.indexOf(unjudged.severity),
    tlp: unjudged.tlp,
    classification: "private",
    detail: "",
    actor: "",
    campaign,
    feed_name: "submission",
    source: accountName,
    feed_site_netloc: "localhost",
    date_first: now,
    date_last: now,
    status: "active",
    expires: null,
    import_id: null,
    report_id: reportId,
    account_id: accountId,
    ...(enclaveId === undefined ? {} : { enclave_id: enclaveId }),
  };
}

/** Each value once, in the order of the text. */
export function distinctValues(found: readonly ExtractedIndicator[]): ExtractedIndicator[] {
  return [...new Map(found.map((indicator) => [`${indicator.type} ${indicator.value}`, indicator])).values()];
}
