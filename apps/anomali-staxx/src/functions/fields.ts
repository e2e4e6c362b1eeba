import { numberInput, selectInput, textInput, type Input } from "@soarkit/app-sdk";
import { allThreatTypes, parseTlp, severities, threatTypes, toStaxxTlp, type ThreatType } from "@soarkit/indicators";
import { inputUuids, inputValueUuids } from "../customizations/uuids.js";

/** Largest number of records that one query asks for. */
export const mostResults = 5000;

function labelOf(received: unknown): unknown {
  return typeof received === "object" && received !== null && "name" in received ? received.name : received;
}

/** The threat type; the further ones of Anomali's list are read too, and the import checks them against the configuration. */
function threatTypeInput(): Input<ThreatType, false> {
  const standard = selectInput({ values: threatTypes, uuid: inputUuids.staxx_indicator_type, valueUuids: inputValueUuids.staxx_indicator_type });
  return { ...standard, read: (received) => allThreatTypes.find((type) => type === labelOf(received)) ?? standard.read(received) };
}

const tlpColors = ["RED", "AMBER", "GREEN", "WHITE"] as const;

/** The traffic light label; labels of TLP 2.0 and the prefix `TLP:` are read too, never as a wider label. */
function tlpInput(): Input<(typeof tlpColors)[number], true> {
  const known = selectInput({ values: tlpColors, default: "RED", uuid: inputUuids.staxx_tlp, valueUuids: inputValueUuids.staxx_tlp });
  return {
    ...known,
    read: (received) => {
      const label = labelOf(received);
      const tlp = typeof label === "string" ? parseTlp(label) : undefined;
      return known.read(tlp === undefined ? received : toStaxxTlp(tlp).slice("TLP:".length));
    },
  };
}

/** The value both functions are about; an import takes several, one a line. */
export const indicatorInput = textInput({ uuid: inputUuids.staxx_indicator, tooltip: "Value to look for or to add, usually the artifact's value" });

/** Inputs of `staxx_import`, in the order of the document; the last two are additions. */
export const importInputs = {
  staxx_auto_approve: selectInput({ values: ["yes", "no"], default: "no", uuid: inputUuids.staxx_auto_approve, valueUuids: inputValueUuids.staxx_auto_approve, tooltip: "no: the import waits for approval on the pages of STAXX" }),
  staxx_confidence: textInput({ uuid: inputUuids.staxx_confidence, aliases: ["staxx_confidence_lvl"], tooltip: "value 0-100" }),
  staxx_indicator: indicatorInput,
  staxx_indicator_type: threatTypeInput(),
  staxx_severity: selectInput({ values: severities, default: "low", uuid: inputUuids.staxx_severity, valueUuids: inputValueUuids.staxx_severity }),
  staxx_tlp: tlpInput(),
  staxx_force: selectInput({ values: ["no", "yes"], default: "no", tooltip: "yes: send values that are refused otherwise, such as private addresses" }),
  staxx_incident_id: numberInput({ minimum: 1, tooltip: "Id of an incident whose artifacts are all sent, in place of a value" }),
};

/** Inputs of `staxx_query`, in the order of the document. */
export const queryInputs = {
  staxx_indicator: indicatorInput,
  staxx_max_results: numberInput({ minimum: 1, maximum: mostResults, default: 10, uuid: inputUuids.staxx_max_results, placeholder: "10", tooltip: "specify a maximum number of results to return, default is 10" }),
};
