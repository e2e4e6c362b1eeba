/** An answer, read whole. */
export interface OutgoingAnswer {
  readonly status: number;
  readonly ok: boolean;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: () => string;
}

/** Calls to one other server. */
export interface OutgoingHttp {
  /** Throws with a text that says what to do when there is no answer. */
  request(request: { readonly method: "GET"; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal }): Promise<OutgoingAnswer>;
  close(): Promise<void>;
}

/** How a server is called. */
export interface OutgoingSettings {
  /** False accepts any certificate. */
  readonly verify: boolean;
  /** PEM text of the trusted authorities; default those of the system. */
  readonly ca?: string;
  /** Allows `http:` to another machine. */
  readonly allowHttp: boolean;
  /** Proxy for this server, `direct` for none; default the environment's. */
  readonly proxy?: string;
}

/** Makes calls to other servers: whoever starts the hub brings it, with the proxies of the environment. */
export type MakeOutgoing = (settings: OutgoingSettings) => OutgoingHttp;
