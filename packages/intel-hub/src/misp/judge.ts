import { isThreatType, parseTlp, narrowerTlp, toStaxxTlp, type Severity, type ThreatType, type Tlp } from "@soarkit/indicators";
import type { MispAttribute, MispEvent } from "./event.js";

/** What an event as a whole says about its values. */
export interface EventJudgement {
  readonly tlp: Tlp;
  readonly severity: Severity;
  readonly actor: string;
  readonly confidence: number | undefined;
  /** Tags worth showing: neither TLP nor galaxies. */
  readonly tags: readonly string[];
}

/** What is said about one value. */
export interface ValueJudgement {
  readonly tlp: ReturnType<typeof toStaxxTlp>;
  readonly severity: Severity;
  readonly confidence: number;
  readonly threatType: ThreatType;
  readonly detail: string;
  /** When the record ends, milliseconds since the epoch; undefined when the attribute does not say. */
  readonly expires: number | undefined;
}

/** Events without a TLP tag: not meant for everybody, not secret. */
const defaultTlp: Tlp = "AMBER";
const longestDetail = 1_000;

const confidences: readonly (readonly [RegExp, number])[] = [
  [/^misp:confidence-level="completely-confident"$/, 100],
  [/^misp:confidence-level="usually-confident"$/, 75],
  [/^misp:confidence-level="fairly-confident"$/, 50],
  [/^misp:confidence-level="rarely-confident"$/, 25],
  [/^misp:confidence-level="unconfident"$/, 0],
  [/^estimative-language:confidence-in-analytic-judgment="high"$/, 90],
  [/^estimative-language:confidence-in-analytic-judgment="moderate"$/, 60],
  [/^estimative-language:confidence-in-analytic-judgment="low"$/, 30],
];

/** Reads TLP, severity, threat actor and confidence of an event from its tags, galaxies and threat level. */
export function judgeEvent(event: MispEvent): EventJudgement {
  return {
    tlp: tlpOf(event.Tag) ?? defaultTlp,
    severity: event.threat_level_id === "1" ? "high" : event.threat_level_id === "3" ? "low" : "medium",
    actor: actorsOf(event).join(", "),
    confidence: confidenceOf(event.Tag),
    tags: event.Tag.filter((tag) => !/^(?:tlp|misp-galaxy):/i.test(tag)),
  };
}

/** The judgement on one attribute's value; its own tags come before the event's, and TLP is never widened. */
export function judgeValue(attribute: MispAttribute, event: EventJudgement): ValueJudgement {
  const own = tlpOf(attribute.Tag);
  const reference = isReference(attribute);
  const threatType = threatTypeOf(attribute, reference);
  return {
    tlp: toStaxxTlp(own === undefined ? event.tlp : narrowerTlp(own, event.tlp)),
    severity: threatType === "suppress" ? "low" : event.severity,
    confidence: reference ? 0 : (confidenceOf(attribute.Tag) ?? event.confidence ?? (attribute.to_ids ? 75 : 50)),
    threatType,
    detail: detailOf(attribute, event),
    expires: expiresOf(attribute.Tag),
  };
}

/** A page that the report refers to. It is found by a query, and marked as nothing to act against. */
export function isReference(attribute: MispAttribute): boolean {
  return attribute.type === "link" || (attribute.type === "url" && attribute.category === "External analysis");
}

function threatTypeOf({ type, comment, category, Tag }: MispAttribute, reference: boolean): ThreatType {
  const own = ownTag(Tag, "threat-type");
  if (own !== undefined && isThreatType(own)) return own;
  if (reference) return "suppress";
  if (/\bC(?:&C|2|nC)\b|command.and.control/i.test(comment)) return "c2";
  return type.startsWith("email") && category === "Payload delivery" ? "phish" : "malware";
}

function detailOf({ comment, category, Tag }: MispAttribute, event: EventJudgement): string {
  // What the hub wrote itself holds the whole detail already.
  if (Tag.some((tag) => tag.startsWith("soarkit:"))) return comment.slice(0, longestDetail);
  const words = [...event.tags, ...Tag.filter((tag) => !/^(?:tlp|misp-galaxy):/i.test(tag)), category, comment].map((word) => word.trim()).filter((word) => word !== "");
  return [...new Set(words)].join(", ").replaceAll(/\s+/g, " ").slice(0, longestDetail);
}

function tlpOf(tags: readonly string[]): Tlp | undefined {
  const labels = tags.filter((tag) => /^tlp:/i.test(tag)).map(parseTlp).filter((label) => label !== undefined); // prettier-ignore
  return labels.length === 0 ? undefined : labels.reduce(narrowerTlp);
}

function confidenceOf(tags: readonly string[]): number | undefined {
  const own = ownTag(tags, "confidence");
  if (own !== undefined && /^(?:100|\d{1,2})$/.test(own)) return Number(own);
  for (const [pattern, confidence] of confidences) if (tags.some((tag) => pattern.test(tag))) return confidence;
  return undefined;
}

function expiresOf(tags: readonly string[]): number | undefined {
  const time = Date.parse(ownTag(tags, "expires") ?? "");
  return Number.isNaN(time) ? undefined : time;
}

/** What a tag that the hub wrote says: `value` of `soarkit:name="value"`. */
function ownTag(tags: readonly string[], name: string): string | undefined {
  const start = `soarkit:${name}="`;
  return tags.find((tag) => tag.startsWith(start) && tag.endsWith('"'))?.slice(start.length, -1);
}

function actorsOf(event: MispEvent): string[] {
  const fromTags = event.Tag.map((tag) => /^misp-galaxy:(?:threat-actor|mitre-intrusion-set)="(.+)"$/i.exec(tag)?.[1]);
  const fromGalaxies = (event.Galaxy ?? []).filter(({ type }) => type === "threat-actor" || type === "mitre-intrusion-set").flatMap(({ GalaxyCluster }) => (GalaxyCluster ?? []).map(({ value }) => value));
  return [...new Set([...fromGalaxies, ...fromTags.filter((name) => name !== undefined)])];
}
