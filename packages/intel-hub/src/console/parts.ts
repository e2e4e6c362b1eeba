import type { EventStreams, Logger } from "@soarkit/runtime";
import type { AccountAdministration } from "../accounts/administration.js";
import type { Accounts } from "../accounts/accounts.js";
import type { ApiKeys } from "../api-keys/api-keys.js";
import type { Enclaves } from "../enclaves/enclaves.js";
import type { Approvals } from "../imports/approvals.js";
import type { Imports } from "../imports/imports.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { MispImporter } from "../misp/import-misp.js";
import type { IndicatorLibrary } from "../knowledge/library.js";
import type { ReadThreads } from "../query/threads.js";
import type { ReportLibrary } from "../reports/library.js";
import type { ReportLibraryStore } from "../reports/store.js";
import type { Search } from "../search/search.js";
import type { WarningLists } from "../warninglists/warning-lists.js";
import type { Whitelist } from "../whitelist/whitelist.js";

/** What the console's interface works with. */
export interface ConsoleParts {
  readonly accounts: Accounts;
  readonly administration: AccountAdministration;
  readonly imports: Imports;
  readonly approvals: Approvals;
  readonly indicators: IndicatorStore;
  readonly misp: MispImporter;
  readonly search: Search;
  readonly apiKeys: ApiKeys;
  readonly enclaves: Enclaves;
  readonly library: ReportLibrary;
  readonly reportStore: ReportLibraryStore;
  readonly values: IndicatorLibrary;
  readonly whitelist: Whitelist;
  readonly threads: ReadThreads;
  readonly events: EventStreams;
  readonly lists: WarningLists;
  readonly log: Logger;
}
