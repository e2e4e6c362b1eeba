/** An answer of the server that is not a success, with the server's own words. */
export class HttpError extends Error {
  constructor(
    /** 0 when the server could not be reached at all. */
    readonly status: number,
    message: string,
    readonly code: string | undefined,
    /** Seconds to wait before the next try; undefined when the server named none. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = "HttpError";
  }
}

/** Methods that a page uses. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

let csrfToken: string | undefined;
let whenSessionEnds: (() => void) | undefined;

/** The token of the session; every change carries it (`X-sess-id`, soar-protocol §1.3). */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** What happens when the server answers that nobody is logged in any more. Returns a function that takes it back. */
export function onSessionEnd(listener: () => void): () => void {
  whenSessionEnds = listener;
  return () => {
    if (whenSessionEnds === listener) whenSessionEnds = undefined;
  };
}

/** One call to the server that served this page. Throws {@link HttpError} with a text for a person. */
export async function call<T>(method: Method, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<T> {
  const answer = await send(method, path, body, headers, signal);
  const text = await answer.text();
  const value = parse(text);
  if (!answer.ok) throw refused(answer, text, value);
  return value as T;
}

async function send(method: Method, path: string, body: unknown, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<Response> {
  const form = body instanceof FormData;
  try {
    return await fetch(path, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(body === undefined || form ? {} : { "content-type": "application/json" }),
        ...(csrfToken === undefined ? {} : { "x-sess-id": csrfToken }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new HttpError(0, "The server cannot be reached. It may be stopped or starting; the page goes on by itself when it answers.", "UNREACHABLE");
  }
}

function refused(answer: Response, text: string, value: unknown): HttpError {
  const refusal = (typeof value === "object" && value !== null ? value : {}) as { message?: string; error_code?: string };
  const wait = Number(answer.headers.get("retry-after") ?? Number.NaN);
  if (answer.status === 401 && refusal.error_code !== "LOGIN_FAILED") whenSessionEnds?.();
  const said = refusal.message ?? (text.trimStart().startsWith("<") || text === "" ? `The server answered ${answer.status}.` : text.slice(0, 500));
  return new HttpError(answer.status, said, refusal.error_code, Number.isFinite(wait) ? wait : undefined);
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
