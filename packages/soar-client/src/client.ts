import { messageOf, SoarkitError } from "@soarkit/protocol";
import { sleep } from "@soarkit/runtime";
import { answerError, parseAnswer } from "./answers.js";
import { logIn, type Session } from "./login.js";
import type { CallOptions, RetryOptions, SoarClient, SoarConnectionOptions } from "./soar-client.js";
import { type Answer, CallFailed, type Transport } from "./transport.js";

const defaultRetry: RetryOptions = { tries: 5, firstDelayMs: 500, backoff: 2, maximumDelayMs: 30_000 };

/** How often an object is read again because somebody else changed it first. */
const conflictTries = 10;

interface Org {
  readonly id: number;
  readonly name: string;
  readonly uuid: string;
}

/** The {@link SoarClient} that `connectSoar` hands out. */
export class ConnectedSoarClient implements SoarClient {
  readonly orgId: number;
  readonly orgName: string;
  readonly orgUuid: string;
  readonly baseUrl: string;
  readonly #transport: Transport;
  readonly #options: SoarConnectionOptions;
  readonly #retry: RetryOptions;
  #session: Session;
  #loggingIn: Promise<Session> | undefined;
  #actionsEnabled = true;
  #closed = false;

  constructor(transport: Transport, options: SoarConnectionOptions, session: Session, org: Org) {
    this.#transport = transport;
    this.#options = options;
    this.#session = session;
    this.#retry = { ...defaultRetry, ...options.retry };
    this.baseUrl = transport.baseUrl;
    this.orgId = org.id;
    this.orgName = org.name;
    this.orgUuid = org.uuid;
  }

  get principal(): SoarClient["principal"] {
    return this.#session.principal;
  }

  get actionsEnabled(): boolean {
    return this.#actionsEnabled;
  }

  /** Reads the organisation, which also shows that the login may be used (soar-protocol §1.3). */
  async readOrg(): Promise<void> {
    const org = await this.get<{ actions_framework_enabled?: boolean }>(`/orgs/${this.orgId}`, { absolute: true });
    this.#actionsEnabled = org.actions_framework_enabled !== false;
  }

  readonly get = <T>(path: string, options?: CallOptions): Promise<T> => this.#call<T>("GET", path, undefined, options);
  readonly post = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> => this.#call<T>("POST", path, body, options);
  readonly put = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> => this.#call<T>("PUT", path, body, options);
  readonly patch = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> => this.#call<T>("PATCH", path, body, options);
  readonly delete = <T = void>(path: string, options?: CallOptions): Promise<T> => this.#call<T>("DELETE", path, undefined, options);

  readonly getPut = async <T>(path: string, change: (object: T) => T, options?: CallOptions): Promise<T> => {
    for (let tries = 1; ; tries++) {
      const changed = change(await this.get<T>(path, options));
      try {
        return await this.put<T>(path, changed, options);
      } catch (error) {
        if (!(error instanceof SoarkitError) || error.code !== "SOAR_CONFLICT") throw error;
        if (tries >= conflictTries) throw new SoarkitError("SOAR_CONFLICT", { call: `PUT ${path}`, tries }, { cause: error });
        await sleep(Math.random() * 50 * tries, options?.signal);
      }
    }
  };

  readonly incidentUrl = (incidentId: number): string => `${this.baseUrl}/#incidents/${incidentId}?orgId=${this.orgId}`;

  readonly close = async (): Promise<void> => {
    if (this.#closed) return;
    this.#closed = true;
    if (this.principal.kind === "user") await this.#logOut();
    await this.#transport.close();
  };

  async #logOut(): Promise<void> {
    try {
      await this.#transport.send("DELETE", "/rest/session", this.#headers(this.#session, {}), undefined, AbortSignal.timeout(2_000));
    } catch (error) {
      this.#options.log.debug({ reason: messageOf(error) }, "The session could not be ended; it will expire by itself");
    }
  }

  async #call<T>(method: string, path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    const target = `/rest${options.absolute === true ? "" : `/orgs/${this.orgId}`}${path}`;
    const call = `${method} ${path}`;
    const answer = await this.#answer(method, target, body === undefined ? undefined : JSON.stringify(body), options, call);
    if (answer.status >= 300) throw answerError(call, this.#transport.host, answer);
    return parseAnswer(answer, call, this.#transport.host) as T;
  }

  /** Sends, logs in again once when a user's session ended, and repeats what may be repeated. */
  async #answer(method: string, target: string, body: string | undefined, options: CallOptions, call: string): Promise<Answer> {
    const repeatable = options.idempotent ?? (method !== "POST" && method !== "PATCH");
    let loggedInAgain = false;
    for (let tries = 1; ; tries++) {
      const session = this.#session;
      const wait = tries < this.#retry.tries ? this.#delay(tries) : undefined;
      try {
        const answer = await this.#transport.send(method, target, this.#headers(session, options), body, options.signal);
        if (answer.status === 401 && session.principal.kind === "user" && !loggedInAgain) {
          loggedInAgain = true;
          await this.#logInAgain(session);
          continue;
        }
        if (wait === undefined || !repeatable || !mayPass(answer.status)) return answer;
        this.#options.log.warn({ call, status: answer.status, tries }, "The SOAR platform failed; trying again");
        await sleep(Math.min(answer.retryAfterMs ?? wait, this.#retry.maximumDelayMs), options.signal);
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        if (wait === undefined || !error.failure.definition.retryable || (error.maybeSent && !repeatable)) throw error.failure;
        this.#options.log.warn({ call, reason: error.message, tries }, "The SOAR platform gave no answer; trying again");
        await sleep(wait, options.signal);
      }
    }
  }

  #delay(tries: number): number {
    const { firstDelayMs, backoff, maximumDelayMs } = this.#retry;
    return Math.min(firstDelayMs * backoff ** (tries - 1), maximumDelayMs) * (0.9 + Math.random() * 0.2);
  }

  /** One new login for all calls that met the end of the same session. */
  async #logInAgain(ended: Session): Promise<void> {
    if (this.#session !== ended) return;
    this.#loggingIn ??= logIn(this.#transport, this.#options).finally(() => { this.#loggingIn = undefined; });
    this.#session = await this.#loggingIn;
  }

  #headers(session: Session, options: CallOptions): Record<string, string> {
    return {
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": "soarkit",
      ...session.headers,
      ...(options.handleFormat && { handle_format: options.handleFormat }),
      ...(options.contextToken && { "x-co3contexttoken": options.contextToken }),
      ...options.headers,
    };
  }
}

/** Statuses after which the same call may succeed. */
function mayPass(status: number): boolean {
  return status >= 500 || status === 429;
}
