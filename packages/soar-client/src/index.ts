export { connectSoar } from "./connect-soar.js";
export { soarConnectionFromConfig, type SoarConnectionFromConfig, type StompSettings } from "./connection-from-config.js";
export { type DispatcherOptions, Dispatchers } from "./network/dispatchers.js";
export { proxiesOfEnvironment, type ProxySettings } from "./network/proxies.js";
export type { CallOptions, RetryOptions, SoarClient, SoarConnectionOptions, SoarProxy } from "./soar-client.js";
export { withContextToken } from "./with-context-token.js";
