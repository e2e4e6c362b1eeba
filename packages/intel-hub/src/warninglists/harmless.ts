import { isIndicatorType, itypeOfAny } from "@soarkit/indicators";
import type { NewIndicator } from "../indicators/store.js";
import type { WarningLists } from "./warning-lists.js";

const longestDetail = 1_000;

/**
 * A record of a whole-file load as it is stored: a value that a list holds back is kept with its report, named for what it is, and no
 * hit (threat type `suppress`, confidence 0). Values that somebody imported one by one are not touched: a person decides about those.
 */
export function asHarmless(row: NewIndicator, lists: Pick<WarningLists, "holds">): NewIndicator {
  if (row.import_id !== null || row.threat_type === "suppress" || !isIndicatorType(row.type)) return row;
  const remark = lists.holds(row.type, row.value);
  if (remark === undefined) return row;
  const detail = [remark.replaceAll(",", ";"), row.detail].filter((part) => part !== "").join(", ").slice(0, longestDetail);
  return { ...row, threat_type: "suppress", itype: itypeOfAny("suppress", row.type, row.value), confidence: 0, severity: "low", severity_rank: 0, detail };
}
