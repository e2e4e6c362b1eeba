/** An answer of the server that is not a success, with the server's own words. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

let csrfToken: string | undefined;

/** The token of the session; every change carries it (`X-sess-id`, soar-protocol §1.3). */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** One call to the server that served this page. Throws {@link HttpError} with a text for a person. */
export async function call<T>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  const form = body instanceof FormData;
  const answer = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: {
      accept: "application/json",
      ...(body === undefined || form ? {} : { "content-type": "application/json" }),
      ...(csrfToken === undefined ? {} : { "x-sess-id": csrfToken }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const value = parse(text);
  if (!answer.ok) {
    const refusal = (value ?? {}) as { message?: string; error_code?: string };
    throw new HttpError(answer.status, refusal.message ?? (text || `The server answered ${answer.status}.`), refusal.error_code);
  }
  return value as T;
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
