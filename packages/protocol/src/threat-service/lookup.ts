import * as z from "zod";

/**
 * What a platform posts to a threat service: "ThreatServiceArtifactDTO" (soar-protocol §5.3). Unknown types and keys are
 * kept: newer platforms may send more.
 */
export const threatServiceArtifactSchema = z.looseObject({
  type: z.string().min(1),
  value: z.unknown().optional(),
});
export type ThreatServiceArtifact = z.infer<typeof threatServiceArtifactSchema>;

/** Types of a hit's properties (soar-protocol §5.3). */
export const hitPropertyTypes = ["string", "number", "uri", "ip", "lat_lng"] as const;
export type HitPropertyType = (typeof hitPropertyTypes)[number];

/** A property of a hit. A number's value may be a text of digits, and a place `{lat, lng}`; `latlng` is an old spelling. */
export const threatServicePropertySchema = z.looseObject({
  type: z.preprocess((type) => (type === "latlng" ? "lat_lng" : type), z.enum(hitPropertyTypes)),
  name: z.string().min(1),
  value: z.unknown().optional(),
});

/** What a threat service answers: "ResponseDTO" (soar-protocol §5.3). `retry_secs` are seconds until the next question. */
export const threatServiceAnswerSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  hits: z.array(z.looseObject({ props: z.array(threatServicePropertySchema).nullish() })).nullish(),
  retry_secs: z.number().nonnegative().nullish(),
});
export type ThreatServiceAnswer = z.infer<typeof threatServiceAnswerSchema>;

/** What a threat service answers to OPTIONS: whether it wants the content of file artifacts. */
export const threatServiceOptionsSchema = z.looseObject({ upload_file: z.boolean().default(false) });
