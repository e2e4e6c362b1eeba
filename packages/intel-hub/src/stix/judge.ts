import { isThreatType, type Severity, type ThreatType } from "@soarkit/indicators";
import { listOf, textOf, textsOf, type StixObject } from "./objects.js";
import type { Subject } from "./relations.js";

/** What a load says where the objects themselves say nothing. */
export interface JudgementDefaults {
  readonly threatType?: ThreatType | undefined;
  readonly severity?: Severity | undefined;
  readonly confidence?: number | undefined;
}

/** Confidence of an indicator that gives none. */
const usualConfidence = 50;
/** Confidence of an observable: it was seen, nobody said that it is bad. */
const observedConfidence = 25;

// indicator-type-ov (STIX 2.1 §10.8); version 2.0 has the same words as labels.
const ofIndicator: Readonly<Record<string, ThreatType>> = {
  "anomalous-activity": "anomalous",
  anonymization: "anonymization",
  benign: "suppress",
  compromised: "compromised",
  "malicious-activity": "malware",
  attribution: "apt",
  unknown: "suspicious",
};

const ofMalware: Readonly<Record<string, ThreatType>> = { adware: "adware", bot: "bot", ddos: "ddos", "exploit-kit": "exploit" };
const ofInfrastructure: Readonly<Record<string, ThreatType>> = { "command-and-control": "c2", phishing: "phish", botnet: "bot", exfiltration: "exfil", anonymization: "anonymization" };
const ofLabel: Readonly<Record<string, ThreatType>> = { "c&c": "c2", "command-and-control": "c2", phishing: "phish", botnet: "bot", ransomware: "malware", scanner: "scan", "brute-force": "brute" };

/**
 * The threat type of an indicator, by the first that says one: `benign`, a label that names a threat type, the kill chain (command and control,
 * exfiltration), the infrastructure or the malware it stands for, its own types, an actor behind it, the load's default; else `malware`.
 */
export function threatTypeOf(object: StixObject, subject: Subject, defaults: JudgementDefaults): ThreatType {
  const types = wordsOf(object, "indicator_types", "labels");
  if (types.includes("benign")) return "suppress";
  const phases = listOf(object, "kill_chain_phases").map((phase) => (typeof phase === "object" && phase !== null ? textOf(phase, "phase_name").toLowerCase() : ""));
  const killChain = phases.includes("command-and-control") ? "c2" : phases.includes("exfiltration") ? "exfil" : undefined;
  const own = first(types.filter((word) => word !== "unknown"), ofIndicator); // prettier-ignore
  return (
    types.find(isThreatType) ??
    first(types, ofLabel) ??
    killChain ??
    first(subject.infrastructure.flatMap((found) => wordsOf(found, "infrastructure_types")), ofInfrastructure) ??
    first(subject.malware.flatMap((found) => wordsOf(found, "malware_types", "labels")), ofMalware) ??
    (own === "malware" && subject.actors.length > 0 ? "apt" : own) ??
    (subject.actors.length > 0 ? "apt" : undefined) ??
    defaults.threatType ??
    (types.includes("unknown") ? "suspicious" : "malware")
  ); // prettier-ignore
}

/**
 * STIX has no severity. A label that names one counts (`severity:high`, `threatstream-severity-high`), then the load's default, then what the threat type
 * suggests: low for what is harmless, anomalous or suspicious, high when an actor or campaign stands behind it, else medium.
 */
export function severityOf(object: StixObject, threatType: ThreatType, subject: Subject, defaults: JudgementDefaults): Severity {
  for (const label of wordsOf(object, "labels")) {
    const named = /severity\W*(very[-_ ]?high|critical|high|medium|low)\b/.exec(label)?.[1];
    if (named !== undefined) return /^(?:very|critical)/.test(named) ? "very-high" : (named as Severity);
  }
  if (defaults.severity !== undefined) return defaults.severity;
  if (["suppress", "informational", "anomalous", "anonymization", "suspicious"].includes(threatType)) return "low";
  return subject.actors.length > 0 || subject.campaigns.length > 0 ? "high" : "medium";
}

/** Confidence 0 to 100: the object's own, else the load's default, else 50. */
export function confidenceOf(object: StixObject, defaults: JudgementDefaults): number {
  const own = object.confidence;
  return typeof own === "number" && Number.isInteger(own) && own >= 0 && own <= 100 ? own : (defaults.confidence ?? usualConfidence);
}

/** An observable was seen; unless the load says more, that makes it suspicious, of low severity and confidence. */
export function judgeObservable(defaults: JudgementDefaults): { threatType: ThreatType; severity: Severity; confidence: number } {
  return { threatType: defaults.threatType ?? "suspicious", severity: defaults.severity ?? "low", confidence: defaults.confidence ?? observedConfidence };
}

function wordsOf(object: StixObject, ...properties: readonly string[]): string[] {
  return properties.flatMap((property) => textsOf(object, property)).map((word) => word.trim().toLowerCase());
}

function first(words: readonly string[], table: Readonly<Record<string, ThreatType>>): ThreatType | undefined {
  const known = words.find((word) => Object.hasOwn(table, word));
  return known === undefined ? undefined : table[known];
}
