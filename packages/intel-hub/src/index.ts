export type { Accounts, EnsuredAccount } from "./accounts/accounts.js";
export { IntelHub, type IntelHubOptions } from "./hub.js";
export type { PendingImport } from "./imports/approvals.js";
export type { ImportedValue, ImportState } from "./imports/rows.js";
export type { NewApiKey } from "./api-keys/api-keys.js";
export type { HubRecord, StaxxRecord } from "./indicators/staxx-record.js";
export type { ImportReport, MispImportOptions } from "./misp/import-misp.js";
export type { EnclaveLevel } from "./schema.js";
export type { EnsuredTrustarAccount, WantedTrustarAccount } from "./trustar/trustar-accounts.js";
