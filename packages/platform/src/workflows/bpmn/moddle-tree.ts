import * as z from "zod";

/** An element as bpmn-moddle gives it: members by BPMN's names, references resolved to elements. */
export interface ModdleElement {
  readonly $type: string;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly [member: string]: unknown;
}

const elementSchema = z.custom<ModdleElement>((value) => typeof value === "object" && value !== null && typeof (value as { $type?: unknown }).$type === "string");

/** A member that is one element; undefined when it is missing or something else. */
export function elementOf(parent: ModdleElement, member: string): ModdleElement | undefined {
  return elementSchema.safeParse(parent[member]).data;
}

/** A member that is a list of elements. */
export function elementsOf(parent: ModdleElement, member: string): ModdleElement[] {
  return z.array(elementSchema).safeParse(parent[member]).data ?? [];
}

/** A member that is text. */
export function textOf(parent: ModdleElement, member: string): string | undefined {
  const value = parent[member];
  return typeof value === "string" ? value : undefined;
}

/** The extension element of this type, for example `resilient:Function`. */
export function extensionOf(element: ModdleElement, type: string): ModdleElement | undefined {
  const extensions = elementOf(element, "extensionElements");
  return extensions === undefined ? undefined : elementsOf(extensions, "values").find((candidate) => candidate.$type.toLowerCase() === type.toLowerCase());
}
