/** An integration server that is, or was, connected. */
export interface IntegrationServer {
  name: string;
  host?: string | null;
  since: number | null;
  /** Programmatic names of the message destinations that it reads. */
  destinations: readonly string[];
  /** Messages that it took and has not acknowledged. */
  in_flight?: number;
  /** False for one that is gone. */
  connected?: boolean;
  last_seen?: number | null;
}

/** An error that the platform remembers. */
export interface LastError {
  at: number;
  code?: string | null;
  text: string;
}

/** How the platform is (`GET /console/system`). */
export interface SystemHealth {
  version: string;
  started: number;
  database_bytes: number;
  memory_bytes: number;
  /** The server's clock. */
  now: number;
  /** Delay of the event loop since the last look, milliseconds. */
  event_loop_ms: { mean: number; p99: number; max: number };
  integration_servers: readonly IntegrationServer[];
  scripts?: Readonly<Record<string, unknown>> | null;
  broker?: Readonly<Record<string, unknown>> | null;
  certificates?: { until?: number | null; [member: string]: unknown } | null;
  last_errors: readonly LastError[];
}
