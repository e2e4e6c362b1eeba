import type { Handle, TextContent } from "@soarkit/protocol";

/** The id in a handle; undefined for a bare name. */
export function handleId(handle: Handle | null | undefined): number | undefined {
  if (typeof handle === "number") return handle;
  return typeof handle === "object" && handle !== null ? handle.id : undefined;
}

/** The name in a handle (ask for `handle_format=names` or `objects`); undefined for a bare id. */
export function handleName(handle: Handle | null | undefined): string | undefined {
  if (typeof handle === "string") return handle;
  return typeof handle === "object" && handle !== null ? handle.name : undefined;
}

/** A rich text as one string, whatever its form. */
export function textOf(text: string | TextContent | null | undefined): string {
  if (text === null || text === undefined) return "";
  return typeof text === "string" ? text : text.content;
}
