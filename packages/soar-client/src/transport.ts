import { SoarkitError } from "@soarkit/protocol";
import { DeadlinePassed, networkFailure, withDeadline } from "@soarkit/runtime";
import { request } from "undici";
import { Dispatchers } from "./network/dispatchers.js";
import { proxiesOfEnvironment } from "./network/proxies.js";
import type { SoarConnectionOptions } from "./soar-client.js";

/** Largest answer that is read, in bytes. */
const maximumAnswer = 256 * 1024 * 1024;

/** One answer of the platform, read whole. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
  /** Value of `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** A call that got no answer. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";

  constructor(
    readonly failure: SoarkitError,
    /** False when it is certain that the platform received nothing. */
    readonly maybeSent: boolean,
  ) {
    super(failure.message, { cause: failure.cause });
  }
}

/** Sends single calls to one platform. */
export class Transport {
  readonly baseUrl: string;
  readonly host: string;
  readonly #dispatchers: Dispatchers;
  readonly #timeoutMs: number;

  constructor(options: SoarConnectionOptions, env: NodeJS.ProcessEnv = process.env) {
    const prefix = options.resourcePrefix?.replace(/^\/*|\/*$/g, "") ?? "";
    const name = options.host.includes(":") && !options.host.startsWith("[") ? `[${options.host}]` : options.host;
    this.host = `${name}:${options.port}`;
    this.baseUrl = `https://${name}${options.port === 443 ? "" : `:${options.port}`}${prefix && `/${prefix}`}`;
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    const { proxy } = options;
    this.#dispatchers = new Dispatchers({
      ...(options.ca !== undefined && { ca: options.ca }),
      verify: options.verify ?? true,
      ...(proxy && { proxies: { http: proxy.url, https: proxy.url } }),
      ...(proxy?.user !== undefined && { proxyCredentials: { user: proxy.user, password: proxy.password ?? "" } }),
      environmentProxies: proxiesOfEnvironment(env),
    });
  }

  /** @throws CallFailed, or the reason of the aborted signal */
  async send(method: string, path: string, headers: Readonly<Record<string, string>>, body: string | undefined, signal?: AbortSignal): Promise<Answer> {
    const url = new URL(this.baseUrl + path);
    try {
      return await withDeadline(this.#timeoutMs, [signal], async (ended) => {
        const answer = await request(url, { method: method as "GET", headers, body: body ?? null, signal: ended, dispatcher: this.#dispatchers.for(url), headersTimeout: 0, bodyTimeout: 0 });
        const cookies = answer.headers["set-cookie"];
        return {
          status: answer.statusCode,
          text: await readText(answer.body),
          cookies: typeof cookies === "string" ? [cookies] : (cookies ?? []),
          retryAfterMs: retryAfter(answer.headers["retry-after"]),
        };
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw this.#failure(`${method} ${url.pathname}`, error);
    }
  }

  close(): Promise<void> {
    return this.#dispatchers.close();
  }

  #failure(call: string, error: unknown): CallFailed {
    const { host } = this;
    if (error instanceof SoarkitError) return new CallFailed(error, true);
    if (error instanceof DeadlinePassed) {
      return new CallFailed(new SoarkitError("SOAR_TIMEOUT", { host, call, seconds: this.#timeoutMs / 1000 }, { cause: error }), true);
    }
    const { kind, reason, maybeSent } = networkFailure(error);
    const code = kind === "certificate" ? "SOAR_CERTIFICATE_UNTRUSTED" : "SOAR_UNREACHABLE";
    return new CallFailed(new SoarkitError(code, { host, reason: kind === "proxy" ? `the proxy refused (${reason})` : reason }, { cause: error }), maybeSent);
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maximumAnswer) throw new Error(`the answer is larger than ${maximumAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  return typeof header === "string" && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
