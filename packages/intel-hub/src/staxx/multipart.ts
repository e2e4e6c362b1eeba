/** Most parts of one body. */
const mostParts = 20;

/** One part of a `multipart/form-data` body. */
export interface FormPart {
  readonly name: string;
  /** Present when the part is a file. */
  readonly fileName?: string;
  /** Content as UTF-8. */
  readonly text: string;
}

/** Reads a `multipart/form-data` body (RFC 7578). @throws SyntaxError for a body that is none. */
export function readMultipart(body: Buffer, contentType: string): FormPart[] {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw new SyntaxError("the content type names no boundary");
  const delimiter = Buffer.from(`--${mark}`);
  const parts: FormPart[] = [];
  let start = body.indexOf(delimiter);
  if (start < 0) throw new SyntaxError("the body does not hold its boundary");
  for (;;) {
    start += delimiter.length;
    if (body.subarray(start, start + 2).toString("latin1") === "--") return parts;
    const end = body.indexOf(`\r\n--${mark}`, start, "utf8");
    if (end < 0) throw new SyntaxError("the body ends before its last boundary");
    if (parts.length === mostParts) throw new SyntaxError(`the body has more than ${mostParts} parts`);
    parts.push(readPart(body.subarray(start, end)));
    start = end + 2;
  }
}

function readPart(part: Buffer): FormPart {
  const split = part.indexOf("\r\n\r\n");
  if (split < 0) throw new SyntaxError("a part has no headers");
  const disposition = /^content-disposition:[^\r\n]*/im.exec(part.subarray(0, split).toString("utf8"))?.[0] ?? "";
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) throw new SyntaxError("a part has no name");
  const fileName = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1];
  return { name, ...(fileName === undefined ? {} : { fileName }), text: part.subarray(split + 4).toString("utf8") };
}
