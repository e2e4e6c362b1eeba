import type { WorkflowCustomization } from "@soarkit/app-sdk";
import { importAllPostScript } from "./scripts/import-all-post.js";
import { importPostScript } from "./scripts/import-post.js";
import { importAllPreScript, importPreScript } from "./scripts/import-pre.js";
import { queryPostScript } from "./scripts/query-post.js";
import { queryPreScript } from "./scripts/query-pre.js";
import { workflowUuids } from "./uuids.js";

const importDefaults = { staxx_auto_approve: "no", staxx_indicator_type: "adware", staxx_severity: "low", staxx_tlp: "RED" } as const;

/** The example workflows; each calls one function and writes one note. */
export const workflows: readonly WorkflowCustomization[] = [
  {
    name: "Example: Staxx Indicator Import",
    programmaticName: "example_staxx_indicator_import",
    uuid: workflowUuids.example_staxx_indicator_import,
    objectType: "artifact",
    description: "Add the artifact's value to Anomali Staxx and note what became of it",
    steps: [{
      function: "staxx_import",
      preScript: importPreScript,
      postScript: importPostScript,
      staticInputs: importDefaults,
    }],
  },
  {
    name: "Example: Staxx Indicator Search",
    programmaticName: "example_staxx_indicator_search",
    uuid: workflowUuids.example_staxx_indicator_search,
    objectType: "artifact",
    description: "Search Anomali Staxx for the artifact's value and note the results",
    steps: [{ function: "staxx_query", preScript: queryPreScript, postScript: queryPostScript }],
  },
  {
    name: "Example: Staxx Incident Import",
    programmaticName: "example_staxx_incident_import",
    objectType: "incident",
    description: "Add the values of all artifacts of the incident to Anomali Staxx and note what became of each",
    steps: [{ function: "staxx_import", preScript: importAllPreScript, postScript: importAllPostScript, staticInputs: importDefaults }],
  },
];
