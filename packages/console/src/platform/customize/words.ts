import type { Handle } from "@soarkit/protocol";

const typeNames: Readonly<Record<number, string>> = { 0: "incident", 1: "task", 2: "note", 3: "milestone", 4: "artifact", 5: "attachment" };

/** An object type as people call it, however the handle is written. */
export function objectTypeName(handle: Handle): string {
  const name = typeof handle === "number" ? (typeNames[handle] ?? String(handle)) : typeof handle === "string" ? handle : handle.name;
  return name === "" ? "" : name.charAt(0).toUpperCase() + name.slice(1);
}

/** A person or program as others call it; an API key is known by its uuid here, which says nothing to people. */
export function personName(handle: Handle): string {
  const name = nameOf(handle);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name) ? `API key ${name.slice(0, 8)}` : name;
}

/** The id in a handle; undefined for a bare name. */
export function idOf(handle: Handle): number | undefined {
  return typeof handle === "number" ? handle : typeof handle === "object" ? handle.id : undefined;
}

/** The name in a handle, or its id as text. */
export function nameOf(handle: Handle): string {
  return typeof handle === "object" ? handle.name : String(handle);
}

/** A number in the address; undefined for anything else. */
export function idParameter(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
