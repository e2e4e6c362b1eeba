import { SoarkitError } from "@soarkit/protocol";
import { z } from "zod";

const text = z.union([z.string(), z.number()]).transform(String);
const optionalText = text.nullish().transform((value) => value ?? "");
const flag = z.union([z.boolean(), z.string(), z.number()]).nullish().transform((value) => value === true || value === "1" || value === 1 || value === "true"); // prettier-ignore
const tags = z.array(z.object({ name: z.string() })).nullish().transform((value) => (value ?? []).map(({ name }) => name)); // prettier-ignore

const attribute = z.object({
  type: z.string(),
  value: text,
  category: optionalText,
  comment: optionalText,
  to_ids: flag,
  deleted: flag,
  timestamp: optionalText,
  first_seen: optionalText,
  last_seen: optionalText,
  object_relation: optionalText,
  Tag: tags,
});

const object = z.object({ name: optionalText, comment: optionalText, deleted: flag, Attribute: z.array(z.unknown()).nullish() });
const cluster = z.object({ value: z.string(), type: optionalText });
const organisation = z.object({ name: z.string() }).nullish();

const event = z.object({
  uuid: z.string().min(1).max(100),
  info: optionalText,
  date: optionalText,
  timestamp: optionalText,
  threat_level_id: optionalText,
  Orgc: organisation,
  Org: organisation,
  Tag: tags,
  Galaxy: z.array(z.object({ type: optionalText, GalaxyCluster: z.array(cluster).nullish() })).nullish(),
  Attribute: z.array(z.unknown()).nullish(),
  Object: z.array(z.unknown()).nullish(),
});

/** An attribute of a MISP event, with what its object says about it. */
export type MispAttribute = z.output<typeof attribute>;
/** A MISP event without its attributes. */
export type MispEvent = z.output<typeof event>;

/** An attribute, or what is wrong with it. */
export type AttributeEntry = { readonly ok: true; readonly attribute: MispAttribute } | { readonly ok: false; readonly excerpt: string; readonly reason: string };

/** Deepest wrapping that is looked through. */
const deepest = 4;

/** The events of a MISP export: one event, a list, with or without the wrappings `response` and `Event`. @throws SoarkitError `HUB_EVENT_INVALID`. */
export function readEvents(document: unknown): MispEvent[] {
  const found = unwrap(document, 0);
  if (found.length === 0) throw new SoarkitError("HUB_EVENT_INVALID", { reason: "the document holds no event" });
  return found.map((candidate) => {
    const parsed = event.safeParse(candidate);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new SoarkitError("HUB_EVENT_INVALID", { reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not an event"}` });
  });
}

function unwrap(document: unknown, depth: number): unknown[] {
  if (depth > deepest) return [];
  if (Array.isArray(document)) return document.flatMap((entry) => unwrap(entry, depth + 1));
  if (typeof document !== "object" || document === null) return [];
  if ("response" in document) return unwrap(document.response, depth + 1);
  if ("Event" in document) return unwrap(document.Event, depth + 1);
  return "uuid" in document && ("Attribute" in document || "Object" in document || "info" in document) ? [document] : [];
}

/** Every attribute of an event and of its objects, in order; a broken one is told, not fatal. */
export function attributesOf(parsed: MispEvent): AttributeEntry[] {
  const own = (parsed.Attribute ?? []).map((candidate) => readAttribute(candidate));
  const inObjects = (parsed.Object ?? []).flatMap((candidate) => {
    const found = object.safeParse(candidate);
    if (!found.success) return [broken(candidate, "the object cannot be read")];
    const { comment, deleted, Attribute } = found.data;
    return (Attribute ?? []).map((inner) => {
      const entry = readAttribute(inner);
      return entry.ok ? { ok: true as const, attribute: { ...entry.attribute, deleted: entry.attribute.deleted || deleted, comment: entry.attribute.comment || comment } } : entry;
    });
  });
  return [...own, ...inObjects];
}

function readAttribute(candidate: unknown): AttributeEntry {
  const found = attribute.safeParse(candidate);
  if (found.success) return { ok: true, attribute: found.data };
  const [issue] = found.error.issues;
  return broken(candidate, `the attribute cannot be read: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}

function broken(candidate: unknown, reason: string): AttributeEntry {
  return { ok: false, excerpt: excerptOf(candidate), reason };
}

/** Nesting so deep that it cannot be written again is shown as nothing. */
function excerptOf(candidate: unknown): string {
  try {
    return JSON.stringify(candidate ?? null);
  } catch {
    return "";
  }
}
