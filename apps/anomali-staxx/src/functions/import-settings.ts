import { ExpectedFailure, type InputValues } from "@soarkit/app-sdk";
import { allThreatTypes, threatTypes, type ThreatType } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import type { ImportSettings } from "../staxx/import-params.js";
import type { importInputs } from "./fields.js";
import type { Origin } from "./origin.js";

const standard: readonly ThreatType[] = threatTypes;

/** A confidence as STAXX has it: a whole number from 0 to 100, given as text or number. */
function readConfidence(text: string | undefined): number {
  const hint = "It is a whole number from 0 to 100.";
  if (text === undefined || text.trim() === "") throw new SoarkitError("INPUT_MISSING", { field: "staxx_confidence", hint });
  const given = text.trim();
  const value = /^\d{1,3}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= 0 && value <= 100) return value;
  throw new SoarkitError("INPUT_INVALID", { field: "staxx_confidence", reason: `"${given.slice(0, 40)}" is out of range or not a number`, hint });
}

/**
 * What is filed and how, from the inputs as they are; the tags lead back to the incident.
 *
 * @throws SoarkitError INPUT_MISSING, INPUT_INVALID; ExpectedFailure for a threat type that the configuration leaves out
 */
export function importSettings(inputs: InputValues<typeof importInputs>, origin: Origin, types: "standard" | "full"): ImportSettings {
  const threatType = inputs.staxx_indicator_type;
  if (threatType === undefined) {
    throw new SoarkitError("INPUT_MISSING", { field: "staxx_indicator_type", hint: `Accepted values: ${(types === "full" ? allThreatTypes : threatTypes).join(", ")}.` });
  }
  if (types === "standard" && !standard.includes(threatType)) {
    throw new ExpectedFailure(`The input staxx_indicator_type cannot be used: ${threatType} is accepted only with indicator_types = full in [fn_anomali_staxx]. Accepted values now: ${threatTypes.join(", ")}.`);
  }
  return {
    threatType,
    severity: inputs.staxx_severity,
    confidence: readConfidence(inputs.staxx_confidence),
    tlp: `TLP:${inputs.staxx_tlp}`,
    autoApprove: inputs.staxx_auto_approve,
    tags: origin.incidentUrl === undefined ? ["resilient"] : ["resilient", origin.incidentUrl],
  };
}
