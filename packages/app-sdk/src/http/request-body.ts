import { randomUUID } from "node:crypto";
import type { AppHttpRequest, MultipartPart } from "./app-http.js";

/** The bytes to send and their content type. */
export interface RequestBody {
  readonly data: string | Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Writes the one body that a request has. */
export function requestBody(request: AppHttpRequest): RequestBody {
  if (request.json !== undefined) return { data: JSON.stringify(request.json), headers: { "content-type": "application/json" } };
  if (request.form !== undefined) {
    return { data: new URLSearchParams(request.form).toString(), headers: { "content-type": "application/x-www-form-urlencoded" } };
  }
  if (request.multipart !== undefined) return multipartBody(request.multipart);
  return { data: request.body ?? null, headers: {} };
}

function multipartBody(parts: readonly MultipartPart[]): RequestBody {
  const boundary = `soarkit-${randomUUID()}`;
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    const filename = part.filename === undefined ? "" : `; filename="${quoted(part.filename)}"`;
    const type = part.contentType ?? (part.filename === undefined ? undefined : "application/octet-stream");
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"${filename}\r\n${type === undefined ? "" : `Content-Type: ${type.replace(/[\r\n]/g, "")}\r\n`}\r\n`;
    chunks.push(Buffer.from(head, "utf8"), typeof part.value === "string" ? Buffer.from(part.value, "utf8") : part.value, Buffer.from("\r\n"));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { data: Buffer.concat(chunks), headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}

/** As browsers write names in multipart headers (HTML standard, "multipart form data"). */
function quoted(name: string): string {
  return name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
}
