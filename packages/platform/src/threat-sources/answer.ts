import { threatServiceAnswerSchema } from "@soarkit/protocol";
import * as z from "zod";
import type { Hit } from "../artifacts/artifact.js";

/** Most hits that one answer may bring, and most properties that a hit may have. */
const mostHits = 500;
const mostProperties = 200;

/** Properties of one hit. */
export type HitProperties = Hit["properties"];

/** What a threat service said in an answer that can be read. */
export interface ReadAnswer {
  readonly id: string | null;
  readonly hits: readonly HitProperties[];
  readonly retrySecs: number | null;
}

/** Thrown for answers that are not what threat services answer. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
}

/** Reads the body of an answer; an empty one has no hits. @throws UnreadableAnswer. */
export function readAnswer(text: string): ReadAnswer {
  if (text.trim() === "") return { id: null, hits: [], retrySecs: null };
  const parsed = threatServiceAnswerSchema.safeParse(asJson(text));
  if (!parsed.success) throw new UnreadableAnswer(`the answer is not what threat services answer: ${z.prettifyError(parsed.error).replace(/\s+/g, " ").slice(0, 300)}`);
  const { id, hits, retry_secs } = parsed.data;
  if ((hits?.length ?? 0) > mostHits) throw new UnreadableAnswer(`the answer has ${hits?.length} hits; at most ${mostHits} are taken`);
  return {
    id: id === undefined || id === null || id === "" ? null : String(id),
    hits: (hits ?? []).map((hit) => propertiesOf(hit.props ?? [])),
    retrySecs: retry_secs ?? null,
  };
}

/** True for the answer that rc-cts gives, with status 500, to missing or wrong credentials (soar-protocol §5.4). */
export function isCredentialsAnswer(text: string): boolean {
  try {
    const value = asJson(text);
    return typeof value === "object" && value !== null && "id" in value && value.id === null;
  } catch {
    return false;
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableAnswer("the answer is not JSON", { cause: error });
  }
}

function propertiesOf(props: readonly { readonly type: string; readonly name: string; readonly value?: unknown }[]): HitProperties {
  if (props.length > mostProperties) throw new UnreadableAnswer(`a hit has ${props.length} properties; at most ${mostProperties} are taken`);
  return props.map(({ type, name, value }) => ({ name: name.slice(0, 300), type, value: type === "number" ? numberOf(value) : (value ?? null) }));
}

/** Numbers may come as text (soar-protocol §5.3). */
function numberOf(value: unknown): unknown {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : (value ?? null);
}
