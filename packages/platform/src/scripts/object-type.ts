import { ObjectType, type Handle, type HandleFormat } from "@soarkit/protocol";
import { writeHandle } from "../http/formats.js";

/** The handle of an object type from its API name. Types without a number of their own are written by name. */
export function writeObjectType(name: string, format: HandleFormat): Handle {
  const id = Object.hasOwn(ObjectType, name) ? ObjectType[name as keyof typeof ObjectType] : undefined;
  return id === undefined ? name : writeHandle(id, name, format);
}
