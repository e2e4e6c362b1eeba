import { SoarkitError } from "@soarkit/protocol";
import { redactText } from "@soarkit/runtime";
import type { AppHttpResponse } from "./app-http.js";
import { OutsideStatus } from "./outside-errors.js";

/** An answer whose body was read whole. */
export class ReceivedResponse implements AppHttpResponse {
  readonly ok: boolean;
  readonly #host: string;
  readonly #body: Uint8Array;

  constructor(
    host: string,
    readonly status: number,
    readonly statusText: string,
    readonly headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    readonly durationMs: number,
    /** True when errors must not quote the body. */
    private readonly secret: boolean,
  ) {
    this.ok = status >= 200 && status < 300;
    this.#host = host;
    this.#body = body;
  }

  readonly bytes = (): Uint8Array => this.#body;

  readonly text = (): string => Buffer.from(this.#body).toString("utf8");

  readonly json = (): unknown => {
    try {
      return JSON.parse(this.text());
    } catch (error) {
      throw new SoarkitError("OUTSIDE_ANSWER_UNREADABLE", { host: this.#host, reason: "it is not JSON" }, { cause: this.secret ? undefined : error });
    }
  };

  readonly expectOk = (): AppHttpResponse => {
    if (this.ok) return this;
    const text = this.secret ? "" : redactText(this.text().replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 300));
    throw new OutsideStatus({ host: this.#host, status: this.status, reason: text || this.statusText || "no text" }, this);
  };
}
