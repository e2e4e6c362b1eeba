import type { HandleFormat } from "@soarkit/protocol";
import type { Logger } from "@soarkit/runtime";

/** An HTTP proxy on the way to the platform. */
export interface SoarProxy {
  /** Address with scheme and port, for example `http://proxy.example.com:3128`. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

/** How often and how fast a call that may be repeated is tried again. */
export interface RetryOptions {
  /** Calls in all, the first included. Default 5. */
  readonly tries: number;
  /** Milliseconds before the second call. Default 500. */
  readonly firstDelayMs: number;
  /** Each wait is this many times as long as the one before. Default 2. */
  readonly backoff: number;
  /** Longest wait in milliseconds. Default 30000. */
  readonly maximumDelayMs: number;
}

/** Where the platform is and who logs in. Give an API key (preferred), a user, or a local admin token. */
export interface SoarConnectionOptions {
  readonly host: string;
  /** Default 443. */
  readonly port: number;
  /** Cloud account, uuid or name of the organisation. May be left out when the login has only one. */
  readonly org?: string;
  readonly apiKeyId?: string;
  readonly apiKeySecret?: string;
  readonly email?: string;
  readonly password?: string;
  /** Token of a built-in platform on this machine (`run.json`). */
  readonly bearer?: string;
  /** PEM text of the trusted authorities. Default: those of the system. */
  readonly ca?: string;
  /** False turns certificate verification off: for tests only. Default true. */
  readonly verify?: boolean;
  readonly proxy?: SoarProxy;
  /** Path in front of `/rest`, for example `/api/respond`. */
  readonly resourcePrefix?: string;
  readonly log: Logger;
  /** Milliseconds for one try of a call. Default 60000. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryOptions>;
  /** Ends the login and its retries. */
  readonly signal?: AbortSignal;
}

/** Options of one call. */
export interface CallOptions {
  /** The path is relative to `/rest` instead of `/rest/orgs/{org}`. */
  readonly absolute?: boolean;
  /** How handles are written in the answer (soar-protocol §1.7). */
  readonly handleFormat?: HandleFormat;
  /** Token of the message that is being answered, so that the change does not trigger the same rule again. */
  readonly contextToken?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** For a POST or PATCH that may safely be repeated: it is tried again like a GET. */
  readonly idempotent?: boolean;
}

/** A logged-in connection to one organisation of a SOAR platform. Every failure is a SoarkitError `SOAR_…`. */
export interface SoarClient {
  readonly orgId: number;
  readonly orgName: string;
  /** Identifies platform and organisation; `host/org` when the platform tells no uuid. */
  readonly orgUuid: string;
  /** Scheme, host, port and prefix, without `/rest`. */
  readonly baseUrl: string;
  /** Who is logged in. `handle` is the id under which the platform knows the user or key. */
  readonly principal: { readonly kind: "api_key" | "user" | "local"; readonly handle: number };
  /** False when the platform runs without message destinations. */
  readonly actionsEnabled: boolean;
  readonly get: <T>(path: string, options?: CallOptions) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, options?: CallOptions) => Promise<T>;
  readonly put: <T>(path: string, body: unknown, options?: CallOptions) => Promise<T>;
  readonly patch: <T>(path: string, body: unknown, options?: CallOptions) => Promise<T>;
  readonly delete: <T = void>(path: string, options?: CallOptions) => Promise<T>;
  /**
   * Reads, changes and writes an object; reads and changes again when somebody else was faster, at most 10 times.
   * `change` returns the changed object; it may be called several times.
   */
  readonly getPut: <T>(path: string, change: (object: T) => T, options?: CallOptions) => Promise<T>;
  /** Page of an incident in the platform's console. */
  readonly incidentUrl: (incidentId: number) => string;
  /** Ends the connections, and the session of a user. May be called twice. */
  readonly close: () => Promise<void>;
}
