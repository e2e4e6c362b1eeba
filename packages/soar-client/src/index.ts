export type { CallOptions, RetryOptions, SoarClient, SoarConnectionOptions, SoarProxy } from "./soar-client.js";
