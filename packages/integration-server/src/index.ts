export { destinationOf } from "./apps/destination-of.js";
export { discoverApps, type DiscoveredApp, type DiscoverOptions } from "./apps/discover-apps.js";
export type { CallCounts } from "./dispatch/dispatcher.js";
export type { DoubtfulMessages } from "./journal/doubtful-messages.js";
export { customize, type CustomizeReport } from "./lifecycle/customize.js";
export { findInstalled, findReplaced, type InstalledKind, type InstalledObject, removeInstalled, type Removal } from "./lifecycle/installed.js";
export { selftest, type SelftestOptions, type SelftestStep } from "./lifecycle/selftest.js";
export type { ActionStatus, DestinationStatus, FunctionStatus, IntegrationServerOptions, MessageInDoubt, ServerStatus } from "./options.js";
export { IntegrationServer } from "./server.js";
