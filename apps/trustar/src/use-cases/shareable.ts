import type { Account } from "../config/account.js";
import type { Case } from "../incident/case.js";
import type { BuiltReport } from "../report/report.js";
import type { TrustarClient } from "../trustar/client.js";

/** What became of a report. */
export interface Filed {
  readonly id: string;
  readonly outcome: "submitted" | "updated" | "unchanged";
}

/** An incident that may be shared, and where it goes. */
export interface Shareable {
  readonly source: Case;
  readonly account: Account;
  readonly client: TrustarClient;
  readonly built: BuiltReport;
}

