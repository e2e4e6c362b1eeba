import { setTimeout as wait } from "node:timers/promises";
import { ExpectedFailure, OutsideError, OutsideTimeout, OutsideUnreachable, registerSecret, type AppHttp, type AppHttpRequest, type AppHttpResponse } from "@soarkit/app-sdk";
import type { Credentials } from "../config/account.js";
import { loginRefusal, refusal, waitTime, wantsNewToken } from "./refusals.js";
import type { Tokens } from "./tokens.js";

/** Longest pause that is waited for, in milliseconds; asked for more, the call fails and says so. */
const longestWaitMs = 60_000;
/** How often one call waits because TruSTAR asked for it. */
const mostWaits = 5;
/** Pauses before a call that may be repeated is made again after a failure, in milliseconds. */
const againAfterMs = [250, 1_000];

/** One call of the API. */
export interface TrustarCall {
  /** Continues the sentence "TruSTAR refused …". */
  readonly what: string;
  readonly method: AppHttpRequest["method"];
  /** Below `/api/1.3/`. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly json?: unknown;
  /** The same call twice has the effect of one: it is made again after a failure on the way. */
  readonly repeatable: boolean;
}

/** What a connection needs. */
export interface ConnectionOptions {
  readonly http: AppHttp;
  readonly account: Credentials;
  readonly tokens: Tokens;
  readonly signal: AbortSignal;
  /** Told when a call waits because TruSTAR asked for it. */
  readonly onWait?: (seconds: number) => Promise<void>;
}

/**
 * The wire to TruSTAR (trustar-api §1): a token that is renewed before its end and once when the server asks for a new
 * one, pauses as the server asks for them, and calls made again where that is safe. Every failure is expected and says what to do.
 */
export class Connection {
  readonly account: Credentials;
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.account = options.account;
  }

  /** Makes one call. Answers of any status are handed back except those that ask for a new token or a pause. */
  async call(call: TrustarCall): Promise<AppHttpResponse> {
    let renewed = false;
    for (let waits = 0; ;) {
      const token = await this.#token();
      const answer = await this.#send(call, token);
      if (wantsNewToken(answer) && !renewed) {
        renewed = true;
        await this.#options.tokens.drop(this.#key, token);
        continue;
      }
      const pause = waitTime(answer);
      if (pause === undefined) return answer;
      if (pause > longestWaitMs || ++waits > mostWaits) {
        throw new ExpectedFailure(`TruSTAR takes no more calls of [${this.account.section}] for now: it asks to wait ${Math.ceil(pause / 1000)} seconds. Try again after that.`);
      }
      await this.#options.onWait?.(Math.ceil(pause / 1000));
      await wait(pause, undefined, { signal: this.#options.signal });
    }
  }

  /** Makes one call that must be answered with 200. */
  async expect(call: TrustarCall): Promise<AppHttpResponse> {
    const answer = await this.call(call);
    if (answer.ok) return answer;
    throw refusal(call.what, answer, this.account);
  }

  /** Logs in now, or uses the token that is kept. */
  async #token(): Promise<string> {
    return await this.#options.tokens.get(this.#key, async () => {
      const { url, user_api_key: key, user_api_secret: secret } = this.account;
      const basic = Buffer.from(`${key}:${secret}`, "utf8").toString("base64");
      registerSecret(basic);
      const answer = await this.#again(true, () => this.#options.http.request({ method: "POST", url: `${url}/oauth/token`, headers: { authorization: `Basic ${basic}` }, form: { grant_type: "client_credentials" }, redactBody: true }));
      if (!answer.ok) throw loginRefusal(answer, this.account);
      const body = answer.json() as { access_token?: unknown; expires_in?: unknown } | null;
      const value = body?.access_token;
      if (typeof value !== "string" || value === "") throw new ExpectedFailure(`TruSTAR at ${url} answered the login without a token. Check that url in [${this.account.section}] is the address of TruSTAR.`);
      registerSecret(value);
      return { value, expiresInSeconds: typeof body?.expires_in === "number" && body.expires_in > 0 ? body.expires_in : undefined };
    });
  }

  #send(call: TrustarCall, token: string): Promise<AppHttpResponse> {
    const query = (call.query ?? []).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
    const url = `${this.account.url}/api/1.3/${call.path}${query === "" ? "" : `?${query}`}`;
    return this.#again(call.repeatable, () => this.#options.http.request({
      method: call.method,
      url,
      headers: { authorization: `Bearer ${token}`, "client-type": "Python_SDK", "client-version": "1.3", "client-metatag": "Resilient", accept: "*/*" },
      ...(call.json !== undefined && { json: call.json }),
    }));
  }

  /** A call that did not get through, or met a server in trouble, is made again where that is safe. */
  async #again(repeatable: boolean, send: () => Promise<AppHttpResponse>): Promise<AppHttpResponse> {
    for (const pause of repeatable ? againAfterMs : []) {
      try {
        const answer = await send();
        if (answer.status < 500) return answer;
      } catch (error) {
        this.#options.signal.throwIfAborted();
        if (!(error instanceof OutsideUnreachable || error instanceof OutsideTimeout)) throw error;
      }
      await wait(pause, undefined, { signal: this.#options.signal });
    }
    return await send();
  }

  get #key(): string {
    return `${this.account.url} ${this.account.user_api_key} ${this.account.user_api_secret}`;
  }
}

/** Whether an error leaves open if the server did what was asked. */
export function mayHaveHappened(error: unknown): boolean {
  if (error instanceof OutsideUnreachable) return error.maybeSent;
  return error instanceof OutsideTimeout || (error instanceof OutsideError && error.code === "OUTSIDE_ANSWER_UNREADABLE");
}
