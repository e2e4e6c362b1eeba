import type { WorkflowCustomization } from "@soarkit/app-sdk";
import * as scripts from "./scripts/scripts.js";

interface Example {
  readonly name: string;
  readonly programmaticName: string;
  readonly objectType: "incident" | "artifact";
  readonly function: string;
  readonly preScript: string;
  readonly postScript: string;
}

/** The example workflows of use case 9; each calls one function and writes one note. */
export const examples: readonly Example[] = [
  { name: "Submit report to TruSTAR", programmaticName: "submit_report_to_trustar", objectType: "incident", function: "submit_report_to_trustar", preScript: scripts.incidentPreScript, postScript: scripts.submitPostScript },
  { name: "Get priority score of indicator", programmaticName: "get_priority_score_of_indicator", objectType: "artifact", function: "get_priority_score_of_indicator", preScript: scripts.valuePreScript, postScript: scripts.priorityPostScript },
  { name: "Get correlated indicators from TruSTAR", programmaticName: "get_correlated_indicators_from_trustar", objectType: "incident", function: "get_correlated_indicators_from_trustar", preScript: scripts.incidentPreScript, postScript: scripts.correlatedPostScript },
  { name: "Delete report in TruSTAR", programmaticName: "delete_report_in_trustar", objectType: "incident", function: "delete_report_in_trustar", preScript: scripts.incidentPreScript, postScript: scripts.deletePostScript },
  { name: "Whitelist in TruSTAR", programmaticName: "whitelist_in_trustar", objectType: "artifact", function: "whitelist_in_trustar", preScript: scripts.whitelistPreScript, postScript: scripts.whitelistPostScript },
  { name: "Undo whitelist in TruSTAR", programmaticName: "undo_whitelist_in_trustar", objectType: "artifact", function: "undo_whitelist_in_trustar", preScript: scripts.undoWhitelistPreScript, postScript: scripts.undoWhitelistPostScript },
];

export const workflows: readonly WorkflowCustomization[] = examples.map(({ name, programmaticName, objectType, ...step }) => ({
  name,
  programmaticName,
  objectType,
  description: `Calls the function ${step.function} and notes what came of it`,
  steps: [step],
}));
