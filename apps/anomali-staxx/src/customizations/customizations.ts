import type { CustomizationSet } from "@soarkit/app-sdk";
import { activityFields } from "./activity-fields.js";
import { rules } from "./rules.js";
import { destinationUuid } from "./uuids.js";
import { workflows } from "./workflows.js";

/** All that `customize` brings to a platform beside the two functions and their inputs. */
export function customizations(): CustomizationSet {
  return {
    destination: { name: "fn_anomali_staxx", programmaticName: "fn_anomali_staxx", uuid: destinationUuid },
    rules,
    activityFields,
    workflows,
  };
}
