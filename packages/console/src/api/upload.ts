import { HttpError } from "./rest.js";

/** An upload that goes on. */
export interface Upload<T> {
  /** Settles with the server's answer when it has stored the file. Rejects with `HttpError`, or with an `AbortError` after `cancel`. */
  done: Promise<T>;
  cancel(): void;
}

/**
 * Sends a file. `XMLHttpRequest`, because `fetch` tells nothing of how far it is.
 * @param csrfToken of the session.
 * @param onProgress share that was sent, 0 to 1.
 */
export function sendFile<T>(address: string, body: FormData | File, csrfToken: string | undefined, onProgress: (share: number) => void): Upload<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    if (csrfToken !== undefined) request.setRequestHeader("x-sess-id", csrfToken);
    request.upload.onprogress = (event) => onProgress(event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      const said = answerOf(request);
      if (request.status >= 200 && request.status < 300) resolve(said as T);
      else reject(refusal(request.status, said));
    };
    request.onerror = () => reject(new HttpError(0, "The connection broke while the file was being sent. Try it again.", "UNREACHABLE"));
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    request.send(body);
  });
  return { done, cancel: () => request.abort() };
}

function answerOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText) as unknown;
  } catch {
    return undefined;
  }
}

function refusal(status: number, answer: unknown): HttpError {
  const said = (answer ?? {}) as { message?: unknown; error_code?: unknown };
  const message = typeof said.message === "string" ? said.message : status === 413 ? "The file is larger than this server takes." : `The server answered ${status}.`;
  return new HttpError(status, message, typeof said.error_code === "string" ? said.error_code : undefined);
}
