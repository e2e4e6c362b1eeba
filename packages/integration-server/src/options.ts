import type { SoarkitApp } from "@soarkit/app-sdk";
import type { ConfigFile, Logger, SecretStore } from "@soarkit/runtime";
import type { CallCounts } from "./dispatch/dispatcher.js";
import type { ThreatServiceStatus } from "./threat-service/threat-service.js";

/** Options of an integration server. */
export interface IntegrationServerOptions {
  readonly config: ConfigFile;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of `journal.db`. */
  readonly dataDir: string;
  readonly apps: readonly SoarkitApp[];
  readonly log: Logger;
  readonly secrets?: SecretStore;
  /** Milliseconds between looks for functions that the platform did not have. Default 60000. */
  readonly lookAgainMs?: number;
}

/** A function of an app and where it is called from. */
export interface FunctionStatus {
  readonly name: string;
  readonly app: string;
  /** Programmatic name of its message destination; undefined when the platform does not have the function. */
  readonly destination: string | undefined;
  /** Why it cannot be called. */
  readonly problem: string | undefined;
}

/** An action of an app and where its rule sends messages. */
export interface ActionStatus {
  /** Name of the rule. */
  readonly rule: string;
  readonly app: string;
  /** Programmatic name of the message destination; undefined when the app's settings cannot be read. */
  readonly destination: string | undefined;
  /** Why it cannot be called. */
  readonly problem: string | undefined;
}

/** A queue that the server reads. */
export interface DestinationStatus {
  readonly name: string;
  readonly queue: string;
  /** Why the broker does not let the server read it. */
  readonly refused: string | undefined;
}

/** What the server is doing, for health checks and people. */
export interface ServerStatus {
  readonly state: "stopped" | "connecting" | "running" | "draining";
  readonly platform: { readonly url: string; readonly org: string } | undefined;
  /** True while the link to the message broker is up. */
  readonly connected: boolean;
  /** Why it is not connected. */
  readonly problem: string | undefined;
  readonly destinations: readonly DestinationStatus[];
  readonly functions: readonly FunctionStatus[];
  readonly actions: readonly ActionStatus[];
  /** What of the apps' settings does not fit the platform, as seen at the start. */
  readonly warnings: readonly string[];
  readonly calls: CallCounts;
  /** Undefined when the configuration has neither `[webserver]` nor `[custom_threat_service]`. */
  readonly threatService: ThreatServiceStatus | undefined;
}

/** A call that waits for a person's decision. */
export interface MessageInDoubt {
  readonly id: number;
  readonly function: string;
  readonly destination: string;
  readonly correlationId: string | null;
  /** What the function asks in its own words. */
  readonly question: string | undefined;
  /** What the function was about to do outside, when it said so. */
  readonly intent: unknown;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}
