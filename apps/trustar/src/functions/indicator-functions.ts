import { type AppConfig, type AppFunction, defineFunction, succeed } from "@soarkit/app-sdk";
import type { TrustarConfig } from "../config/config.js";
import type { Parts } from "../parts.js";
import { requireValueMayLeave, undoWhitelist, whitelistValue } from "../use-cases/whitelist.js";
import { accountOfIncident } from "../use-cases/workspace.js";
import { inputs } from "./inputs.js";
import { lookUpOrigin } from "./look-up-origin.js";

const { trustar_artifact_type, trustar_artifact_value, trustar_incident_id } = inputs;

/** Use cases 9b, 9e and 9f: the functions that work on one indicator. */
export function indicatorFunctions(config: AppConfig<TrustarConfig>, parts: Parts): AppFunction[] {
  return [
    defineFunction({
      name: "get_priority_score_of_indicator",
      displayName: "Get priority score of indicator",
      description: "Look up the priority of an indicator in TruSTAR",
      inputs: { trustar_artifact_value },
      config,
      inDoubt: "repeat",
      resultForm: "plain",
      handler: async ({ trustar_artifact_value: value }, context) => {
        const { account, incidentId } = await lookUpOrigin(context);
        if (incidentId !== undefined) await requireValueMayLeave(value, incidentId, context);
        const client = await parts.clients.for(account, context);
        return succeed({ priorityLevel: (await client.priority(value.trim())) ?? "NOT_FOUND" });
      },
    }),
    defineFunction({
      name: "whitelist_in_trustar",
      displayName: "Whitelist in TruSTAR",
      description: "Whitelist an indicator in TruSTAR",
      inputs: { trustar_artifact_value, trustar_incident_id },
      config,
      inDoubt: "repeat",
      resultForm: "plain",
      handler: async ({ trustar_artifact_value: value, trustar_incident_id: id }, context) => {
        await requireValueMayLeave(value, id, context);
        const client = await parts.clients.for(await accountOfIncident(id, context), context);
        return succeed({ indicators: await whitelistValue(client, value) });
      },
    }),
    defineFunction({
      name: "undo_whitelist_in_trustar",
      displayName: "Undo whitelist in TruSTAR",
      description: "Take an indicator off the whitelist of TruSTAR",
      inputs: { trustar_artifact_value, trustar_artifact_type, trustar_incident_id },
      config,
      inDoubt: "repeat",
      resultForm: "plain",
      handler: async ({ trustar_artifact_value: value, trustar_artifact_type: type, trustar_incident_id: id }, context) => {
        await requireValueMayLeave(value, id, context);
        const client = await parts.clients.for(await accountOfIncident(id, context), context);
        await undoWhitelist(client, value, type);
        return succeed({ status: "Done" });
      },
    }),
  ];
}
