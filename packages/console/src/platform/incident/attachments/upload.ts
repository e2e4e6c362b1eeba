import { orgPath } from "../../../api/platform.js";
import { HttpError } from "../../../api/rest.js";

/** An upload that goes on. */
export interface Upload {
  /** Settles when the server has stored the file. Rejects with `HttpError`, or with an `AbortError` after `cancel`. */
  done: Promise<void>;
  cancel(): void;
}

/**
 * Sends one file to an incident. `XMLHttpRequest`, because `fetch` tells nothing of how far it is.
 * @param csrfToken of the session.
 * @param onProgress share that was sent, 0 to 1.
 */
export function uploadFile(incidentId: number, file: File, csrfToken: string | undefined, onProgress: (share: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    request.open("POST", orgPath(`/incidents/${incidentId}/attachments`));
    request.setRequestHeader("accept", "application/json");
    if (csrfToken !== undefined) request.setRequestHeader("x-sess-id", csrfToken);
    request.upload.onprogress = (event) => onProgress(event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(refusal(request));
    };
    request.onerror = () => reject(new HttpError(0, "The connection broke while the file was being sent. Try it again.", "UNREACHABLE"));
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}

function refusal(request: XMLHttpRequest): HttpError {
  let said: { message?: unknown; error_code?: unknown } = {};
  try {
    said = JSON.parse(request.responseText) as typeof said;
  } catch {
    said = {};
  }
  const message = typeof said.message === "string" ? said.message : request.status === 413 ? "The file is larger than this platform takes." : `The server answered ${request.status}.`;
  return new HttpError(request.status, message, typeof said.error_code === "string" ? said.error_code : undefined);
}

/** A size in decimal units: `1.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit] ?? ""}`;
}
