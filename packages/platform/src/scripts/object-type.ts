import { ObjectType, type Handle, type HandleFormat } from "@soarkit/protocol";
import { writeHandle } from "../http/formats.js";

/** The handle of an object type from its API name. Types without a number of their own are written by name. */
export function writeObjectType(name: string, format: HandleFormat): Handle {
  const id = Object.hasOwn(ObjectType, name) ? ObjectType[name as keyof typeof ObjectType] : undefined;
  return id === undefined ? name : writeHandle(id, name, format);
}

/** The API name from a handle as clients and exports send it: name, number, or both. */
export function readObjectType(handle: string | number | { name: string }): string {
  if (typeof handle === "object") return handle.name;
  return Object.entries(ObjectType).find(([, id]) => id === handle)?.[0] ?? String(handle);
}
