import { SoarkitError, type Handle, type HandleFormat } from "@soarkit/protocol";
import type { FastifyRequest } from "fastify";

/** How rich text is written in an answer (soar-protocol §1.7 "TextContent"). */
export type TextFormat = "default" | "objects_convert" | "objects_no_convert" | "objects_convert_html" | "objects_convert_text";

/** How an answer writes handles and rich text. */
export interface View {
  readonly handleFormat: HandleFormat;
  readonly textFormat: TextFormat;
}

const handleFormats: readonly string[] = ["ids", "names", "objects"] satisfies HandleFormat[];
const textFormats: readonly string[] = ["default", "objects_convert", "objects_no_convert", "objects_convert_html", "objects_convert_text"] satisfies TextFormat[];

/**
 * The form asked for by `handle_format` and `text_content_output_format`, as header or query; the query wins.
 * @throws SoarkitError `REQUEST_INVALID` for a form that does not exist.
 */
export function viewOf(request: FastifyRequest): View {
  const handleFormat = option(request, "handle_format")?.toLowerCase() ?? "ids";
  const textFormat = option(request, "text_content_output_format")?.toLowerCase() ?? "default";
  if (!isHandleFormat(handleFormat)) throw unknownOption("handle_format", handleFormats);
  if (!isTextFormat(textFormat)) throw unknownOption("text_content_output_format", textFormats);
  return { handleFormat, textFormat };
}

/** An option that IBM's clients send as a header or as a query parameter; the query wins. */
export function option(request: FastifyRequest, name: string): string | undefined {
  return queryValue(request, name) ?? headerValue(request, name);
}

/** One query parameter; of a repeated one the last. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  const query: unknown = request.query;
  if (typeof query !== "object" || query === null) return undefined;
  const value: unknown = (query as Record<string, unknown>)[name];
  const single: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof single === "string" && single !== "" ? single : undefined;
}

/** A query parameter as yes or no: Python's `True` counts too (soar-protocol §1.1). */
export function queryFlag(request: FastifyRequest, name: string, byDefault: boolean): boolean {
  const value = queryValue(request, name)?.toLowerCase();
  if (value === undefined) return byDefault;
  if (value === "true" || value === "1" || value === "yes") return true;
  if (value === "false" || value === "0" || value === "no") return false;
  throw new SoarkitError("REQUEST_INVALID", { what: `The query parameter ${name}`, reason: "send true or false." });
}

/** `start` and `size` of a list. @param size when none is asked for; at most 1,000. */
export function pageOf(request: FastifyRequest, size: number): { start: number; size: number } {
  const number = (name: string, byDefault: number, most: number): number => {
    const value = Number(queryValue(request, name) ?? byDefault);
    return Number.isInteger(value) && value >= 0 ? Math.min(value, most) : byDefault;
  };
  return { start: number("start", 0, 1e9), size: number("size", size, 1_000) };
}

/** A number in the path, such as an incident's id. @throws SoarkitError `OBJECT_UNKNOWN` for anything else. */
export function idParameter(request: FastifyRequest, name: string, kind: string): number {
  const text = pathParameter(request, name);
  const id = Number(text);
  if (!/^\d{1,15}$/.test(text)) throw new SoarkitError("OBJECT_UNKNOWN", { kind, id: text.slice(0, 100) });
  return id;
}

/** A part of the path as text. */
export function pathParameter(request: FastifyRequest, name: string): string {
  const parameters: unknown = request.params;
  const value: unknown = typeof parameters === "object" && parameters !== null ? (parameters as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** A handle in the form asked for. */
export function writeHandle(id: number, name: string, format: HandleFormat): Handle {
  return format === "ids" ? id : format === "names" ? name : { id, name };
}

function headerValue(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  const single = Array.isArray(value) ? value.at(-1) : value;
  return single === undefined || single === "" ? undefined : single;
}

function isHandleFormat(value: string): value is HandleFormat {
  return handleFormats.includes(value);
}

function isTextFormat(value: string): value is TextFormat {
  return textFormats.includes(value);
}

function unknownOption(name: string, known: readonly string[]): SoarkitError {
  return new SoarkitError("REQUEST_INVALID", { what: name, reason: `send one of ${known.join(", ")}.` });
}
