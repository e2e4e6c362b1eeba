import { STATUS_CODES } from "node:http";
import { SoarkitError } from "@soarkit/protocol";
import { DeadlinePassed, isLoopback, networkFailure, redactText, withDeadline } from "@soarkit/runtime";
import { Dispatchers, type ProxySettings } from "@soarkit/soar-client";
import { request as send } from "undici";
import type { AppHttp, AppHttpRequest, AppHttpResponse } from "./app-http.js";
import { OutsideError, OutsideTimeout, OutsideTls, OutsideUnreachable } from "./outside-errors.js";
import { requestBody } from "./request-body.js";
import { ReceivedResponse } from "./response.js";

/** How an app calls other systems. */
export interface AppHttpOptions {
  /** False accepts any certificate: for tests only. Default true. */
  readonly verify?: boolean;
  /** PEM text of the trusted authorities. Default: those of the system. */
  readonly ca?: string;
  /** PEM text of a client certificate and its key. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  /** Milliseconds for a whole call. Default 30000. */
  readonly timeoutMs?: number;
  /** Configured proxies; the word `direct` switches one off. */
  readonly proxies?: ProxySettings;
  /** Proxies of the environment (`proxiesOfEnvironment`). They win over the configured ones. Default none. */
  readonly environmentProxies?: ProxySettings;
  /** Ends every call. */
  readonly signal?: AbortSignal;
  /** Allows `http:` to other machines, unencrypted. Always allowed to this machine. Default false. */
  readonly allowHttp?: boolean;
  /** Largest answer in bytes. Default 64 MiB. */
  readonly maximumAnswerBytes?: number;
}

/** Makes what apps call other systems with. Connections are kept open between calls until `close`. */
export function createAppHttp(options: AppHttpOptions = {}): AppHttp {
  const dispatchers = new Dispatchers({
    ...(options.ca !== undefined && { ca: options.ca }),
    verify: options.verify ?? true,
    ...(options.clientCertificate && { clientCertificate: options.clientCertificate }),
    ...(options.proxies && { proxies: options.proxies }),
    ...(options.environmentProxies && { environmentProxies: options.environmentProxies }),
  });
  return bind(dispatchers, options, options.signal === undefined ? [] : [options.signal]);
}

function bind(dispatchers: Dispatchers, options: AppHttpOptions, signals: readonly AbortSignal[]): AppHttp {
  return {
    request: (request) => call(dispatchers, options, signals, request),
    withSignal: (signal) => bind(dispatchers, options, [...signals, signal]),
    close: () => dispatchers.close(),
  };
}

async function call(dispatchers: Dispatchers, options: AppHttpOptions, signals: readonly AbortSignal[], request: AppHttpRequest): Promise<AppHttpResponse> {
  const url = checkedUrl(request.url, options.allowHttp === true);
  const limit = options.maximumAnswerBytes ?? 64 * 1024 * 1024;
  const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? 30_000;
  const body = requestBody(request);
  const began = performance.now();
  try {
    return await withDeadline(timeoutMs, [...signals, request.signal], async (signal) => {
      const answer = await send(url, {
        method: request.method,
        headers: { "user-agent": "soarkit", accept: "*/*", ...body.headers, ...request.headers },
        body: body.data,
        signal,
        dispatcher: dispatchers.for(url),
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const bytes = await readBytes(answer.body, limit, url.host);
      return new ReceivedResponse(url.host, answer.statusCode, answer.statusText || (STATUS_CODES[answer.statusCode] ?? ""), flatHeaders(answer.headers), bytes, performance.now() - began, request.redactBody === true);
    });
  } catch (error) {
    if (error instanceof SoarkitError || [...signals, request.signal].some((signal) => signal?.aborted === true)) throw error;
    throw outsideError(url, dispatchers.proxyOf(url), timeoutMs, error);
  }
}

function checkedUrl(address: string | URL, allowHttp: boolean): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch (error) {
    throw new SoarkitError("OUTSIDE_URL_INVALID", { url: redactText(String(address)), reason: "it is not an address" }, { cause: error });
  }
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new SoarkitError("OUTSIDE_URL_INVALID", { url: shown, reason: "only https and http are spoken" });
  if (url.protocol === "http:" && !allowHttp && !isLoopback(url.hostname)) {
    throw new SoarkitError("OUTSIDE_URL_INVALID", { url: shown, reason: "it is not encrypted; use https, or set allow_http = true if that is what you want" });
  }
  return url;
}

async function readBytes(body: AsyncIterable<Uint8Array>, limit: number, host: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw new SoarkitError("OUTSIDE_TOO_LARGE", { host, limit });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = typeof value === "string" ? value : value.join(", ");
  }
  return flat;
}

function outsideError(url: URL, proxy: string | undefined, timeoutMs: number, error: unknown): OutsideError {
  const { host } = url;
  if (error instanceof DeadlinePassed) return new OutsideTimeout({ host, seconds: timeoutMs / 1000 }, { cause: error });
  const failure = networkFailure(error);
  const reason = redactText(failure.reason);
  switch (failure.kind) {
    case "certificate":
      return new OutsideTls({ host, reason }, { cause: error });
    case "timeout":
      return new OutsideTimeout({ host, seconds: timeoutMs / 1000 }, { cause: error });
    case "proxy":
      return proxy === undefined
        ? new OutsideUnreachable({ host, reason }, failure.maybeSent, { cause: error })
        : new OutsideError("OUTSIDE_PROXY", { host, proxy, reason }, { cause: error });
    case "unreachable":
    case "broken":
      return new OutsideUnreachable({ host, reason: proxy === undefined ? reason : `${reason} (called through the proxy ${proxy})` }, failure.maybeSent, { cause: error });
  }
}
