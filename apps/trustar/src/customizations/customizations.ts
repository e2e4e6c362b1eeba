import type { CustomizationSet } from "@soarkit/app-sdk";
import { urlString } from "../artifact-types/mapping.js";
import { destinationName } from "./names.js";
import { rules } from "./rules.js";
import { workflows } from "./workflows.js";

/** All that `customize` brings to a platform beside the six functions and their inputs. */
export function customizations(): CustomizationSet {
  return {
    destination: { name: destinationName, programmaticName: destinationName },
    rules,
    activityFields: {},
    workflows,
    artifactTypes: [urlString],
  };
}
