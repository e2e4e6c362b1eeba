/** One call to another system. At most one of `json`, `form`, `multipart` and `body` is given. */
export interface AppHttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`. */
  readonly json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as `multipart/form-data`. */
  readonly multipart?: readonly MultipartPart[];
  /** Sent as it is. */
  readonly body?: string | Uint8Array;
  /** True when request or answer carry a secret: then no error quotes the answer. Default false. */
  readonly redactBody?: boolean;
  /** Milliseconds for the whole call; default: the time limit of this {@link AppHttp}. */
  readonly timeoutMs?: number;
  /** Ends the call beside the signal of this {@link AppHttp}. */
  readonly signal?: AbortSignal;
}

/** One part of a multipart body. A part with a `filename` is a file. */
export interface MultipartPart {
  readonly name: string;
  readonly value: string | Uint8Array;
  readonly filename?: string;
  readonly contentType?: string;
}

/** An answer, read whole. */
export interface AppHttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** Names in small letters; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** True for 200 to 299. */
  readonly ok: boolean;
  /** Milliseconds from sending to the last byte. */
  readonly durationMs: number;
  readonly bytes: () => Uint8Array;
  readonly text: () => string;
  /** Throws OUTSIDE_ANSWER_UNREADABLE when the body is not JSON. */
  readonly json: () => unknown;
  /** Throws {@link OutsideStatus} unless `ok`. */
  readonly expectOk: () => AppHttpResponse;
}

/** Calls to other systems. */
export interface AppHttp {
  /**
   * Makes one call. Answers of any status are handed back; redirects are not followed.
   *
   * @throws OutsideUnreachable, OutsideTimeout, OutsideTls, OutsideError (proxy, size): all are expected failures
   * that say what to do. Throws the signal's reason when it was aborted.
   */
  readonly request: (request: AppHttpRequest) => Promise<AppHttpResponse>;
  /** The same connections, ended with a further signal. */
  readonly withSignal: (signal: AbortSignal) => AppHttp;
  /** Ends the connections. May be called twice. */
  readonly close: () => Promise<void>;
}
