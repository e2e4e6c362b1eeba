import { ExpectedFailure, registerSecret, type AppHttp } from "@soarkit/app-sdk";
import { importParams, type ImportExtensions, type ImportSettings } from "./import-params.js";
import { readImportStatus, type ImportStatus } from "./import-status.js";
import { readRecords, type StaxxRecord } from "./records.js";
import { loginRefusal, refusal } from "./refusals.js";
import type { Session, Sessions } from "./sessions.js";

/** Where STAXX is and who asks. */
export interface StaxxAddress {
  staxx_ip: string;
  staxx_port: number;
  staxx_user: string;
  staxx_password: string;
}

type Answer = Awaited<ReturnType<AppHttp["request"]>>;

const unauthorised: readonly number[] = [401, 403];

/**
 * The calls of Anomali STAXX's API (staxx-api §1): one login per server and account, renewed once when a call is
 * answered with 403. Every refusal is an ExpectedFailure that says what to do.
 */
export class StaxxClient {
  /** `https://host:port` */
  readonly baseUrl: string;
  readonly #http: AppHttp;
  readonly #address: StaxxAddress;
  readonly #sessions: Sessions;

  constructor(options: { http: AppHttp; address: StaxxAddress; sessions: Sessions }) {
    const host = options.address.staxx_ip.includes(":") ? `[${options.address.staxx_ip.replace(/^\[|\]$/g, "")}]` : options.address.staxx_ip;
    this.baseUrl = `https://${host}:${options.address.staxx_port}`;
    this.#http = options.http;
    this.#address = options.address;
    this.#sessions = options.sessions;
  }

  /** Logs in, or uses the login that is kept. */
  async session(): Promise<Session> {
    return this.#sessions.get(this.#sessionKey, () => this.#login());
  }

  /** Logs in again even when a login is kept; for the selftest. */
  async freshSession(): Promise<Session> {
    await this.#sessions.drop(this.#sessionKey, await this.session());
    return this.session();
  }

  /**
   * Records that match a query, newest first, at most `size`.
   *
   * @param query - query text, see queryForValue
   */
  async query(query: string, size: number): Promise<StaxxRecord[]> {
    const answer = await this.#call("the query", (token) => this.#post("intelligence", { json: { token, query, type: "json", size } }));
    return readRecords(this.#json(answer, "the query"));
  }

  /**
   * Files a value. STAXX answers before it has looked at the value: the text means "queued".
   *
   * @param extensions - what the server advertises only
   * @returns the server's text as it is, with its trailing blank
   */
  async importIntel(value: string, settings: ImportSettings, extensions: ImportExtensions = {}): Promise<string> {
    const answer = await this.#call("the import", (token) => this.#post("import_intel", { form: { import_params: importParams(token, value, settings, extensions) } }));
    return answer.text();
  }

  /** What became of an import; only for servers with the extension `import_status`. */
  async importStatus(job: { importKey: string } | { jobId: string }): Promise<ImportStatus> {
    const which = "importKey" in job ? { import_key: job.importKey } : { job_id: job.jobId };
    const answer = await this.#call("the question for the import's state", (token) => this.#post("import_status", { json: { token, ...which } }));
    return readImportStatus(this.#json(answer, "the question for the import's state"));
  }

  get #sessionKey(): string {
    return `${this.baseUrl} ${this.#address.staxx_user}`;
  }

  async #login(): Promise<Session> {
    const { staxx_user, staxx_password } = this.#address;
    const answer = await this.#post("login", { json: { username: staxx_user, password: staxx_password } });
    const secrets = [staxx_password];
    if (unauthorised.includes(answer.status)) throw loginRefusal(answer, staxx_user, this.baseUrl, secrets);
    if (answer.status >= 300) throw refusal("the login", answer, secrets);
    const body = this.#json(answer, "the login");
    const token = typeof body === "object" && body !== null && "token_id" in body ? body.token_id : undefined;
    if (typeof token !== "string" || token === "") throw loginRefusal(answer, staxx_user, this.baseUrl, secrets);
    registerSecret(token);
    const listed: unknown = typeof body === "object" && body !== null && "extensions" in body ? body.extensions : undefined;
    return { token, extensions: new Set(Array.isArray(listed) ? listed.filter((one): one is string => typeof one === "string") : []) };
  }

  async #call(what: string, send: (token: string) => Promise<Answer>): Promise<Answer> {
    const session = await this.session();
    let answer = await send(session.token);
    let token = session.token;
    if (unauthorised.includes(answer.status)) {
      await this.#sessions.drop(this.#sessionKey, session);
      token = (await this.session()).token;
      answer = await send(token);
    }
    if (answer.status >= 300) throw refusal(what, answer, [token, this.#address.staxx_password]);
    return answer;
  }

  async #post(path: string, body: { json: unknown } | { form: Record<string, string> }): Promise<Answer> {
    return this.#http.request({ method: "POST", url: `${this.baseUrl}/api/v1/${path}`, redactBody: true, ...body });
  }

  #json(answer: Answer, what: string): unknown {
    try {
      return answer.json();
    } catch (error) {
      throw new ExpectedFailure(`${this.baseUrl} answered ${what} with something that is not JSON. Check that staxx_ip and staxx_port lead to a STAXX and that no proxy answers in its place.`, {}, { cause: error });
    }
  }
}
