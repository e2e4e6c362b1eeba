/** Timing and origin of a result (staxx-api §3.3). */
export interface ResultMetrics {
  version: "1.0";
  package: string;
  package_version: string;
  host: string;
  execution_time_ms: number;
  /** `YYYY-MM-DD HH:MM:SS`, local time of the integration server. */
  timestamp: string;
}

/**
 * The documents' result of a function (staxx-api §3.3). Additions stand beside these members, never inside:
 * `outcome`, `more`, `returned`.
 */
export interface ResultEnvelope {
  version: "1.0";
  success: boolean;
  reason: string | null;
  content: unknown;
  /** JSON text of `content`. */
  raw: string;
  /** As received: selects are `{id, name}`. */
  inputs: Record<string, unknown>;
  metrics: ResultMetrics;
  [addition: string]: unknown;
}
