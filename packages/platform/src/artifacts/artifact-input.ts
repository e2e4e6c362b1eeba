import { SoarkitError } from "@soarkit/protocol";
import * as z from "zod";
import type { ArtifactType } from "../types/artifact-types.js";

/** Longest value of an artifact, in characters. */
export const maxArtifactValue = 100_000;
/** Most artifacts that one call can create. */
const maxValues = 1_000;
/** HTTP headers hold spaces: several of them stand on lines of their own. */
const lineSplitTypes: ReadonlySet<string> = new Set(["HTTP Request Header", "HTTP Response Header"]);

const propertySchema = z.looseObject({ name: z.string().max(300), value: z.coerce.string().max(10_000) });

/** IncidentArtifactDTO as clients send it (soar-protocol §1.10 "Artifacts"). */
export const artifactSchema = z.looseObject({
  type: z.unknown().optional(),
  value: z.unknown().optional(),
  description: z.unknown().optional(),
  relating: z.boolean().nullish(),
  parent_id: z.number().int().nullish(),
  properties: z.array(propertySchema).max(100).nullish().catch(null),
});

/** A new or changed artifact as it comes; it is checked before anything is done with it. */
export interface ArtifactInput {
  /** Id or name of an artifact type. */
  readonly type?: unknown;
  readonly value?: unknown;
  /** Text, or `{format, content}`. */
  readonly description?: unknown;
  readonly [member: string]: unknown;
}

/** @throws SoarkitError `FIELD_MISSING`, `VALUE_INVALID`. */
export function checkValue(value: unknown): string {
  if (value === undefined || value === null || value === "") throw new SoarkitError("FIELD_MISSING", { field: "value" });
  if (typeof value !== "string") throw new SoarkitError("VALUE_INVALID", { field: "value", reason: "send a text." });
  if (value.length > maxArtifactValue) {
    throw new SoarkitError("VALUE_INVALID", { field: "value", reason: `it has ${value.length} characters; at most ${maxArtifactValue} are possible.` });
  }
  const trimmed = value.replaceAll("\0", "").trim();
  if (trimmed === "") throw new SoarkitError("FIELD_MISSING", { field: "value" });
  return trimmed;
}

/** The values of a new artifact: those of a type that takes several are split at white space. */
export function splitValues(type: ArtifactType, value: string): string[] {
  if (!type.multiAware) return [value];
  const parts = value.split(lineSplitTypes.has(type.name) ? /[\r\n]+/ : /\s+/).map((part) => part.trim());
  const values = [...new Set(parts.filter((part) => part !== ""))];
  if (values.length > maxValues) throw new SoarkitError("VALUE_INVALID", { field: "value", reason: `it holds ${values.length} values; send at most ${maxValues} in one call.` });
  return values;
}
