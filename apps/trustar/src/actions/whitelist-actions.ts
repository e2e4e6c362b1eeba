import { type AppAction, type AppConfig, defineAction } from "@soarkit/app-sdk";
import type { ArtifactDTO } from "@soarkit/protocol";
import type { TrustarConfig } from "../config/config.js";
import { nameOf } from "../incident/case.js";
import { ruleNames } from "../customizations/names.js";
import type { Parts } from "../parts.js";
import { requireMayLeave, undoWhitelist, whitelistValue } from "../use-cases/whitelist.js";
import { accountOfEvent, readIncident } from "../use-cases/workspace.js";

/** Use case 8: the menu items on artifacts. */
export function whitelistActions(config: AppConfig<TrustarConfig>, parts: Parts): AppAction[] {
  const artifactAction = (rule: string, work: (client: Awaited<ReturnType<Parts["clients"]["for"]>>, artifact: ArtifactDTO, type: string) => Promise<string>): AppAction =>
    defineAction({
      rule,
      objectType: "artifact",
      config,
      // Whitelisting twice, and undoing it twice, is the same as once.
      inDoubt: "repeat",
      handler: async (event, context) => {
        const account = await accountOfEvent(event, context);
        const type = event.label("artifact", "type", event.artifact.type);
        const artifact = type === undefined
          ? await context.soar.get<ArtifactDTO>(`/incidents/${event.incident.id}/artifacts/${event.artifact.id}`, { handleFormat: "names", signal: context.signal })
          : { ...event.artifact, type };
        requireMayLeave(artifact, await readIncident(event.incident.id, context), context);
        return await work(await parts.clients.for(account, context), artifact, nameOf(artifact.type));
      },
    });
  return [
    artifactAction(ruleNames.whitelist, async (client, { value }) => {
      const found = await whitelistValue(client, value);
      return `Whitelisted in TruSTAR: ${found.map((one) => `${one.value} (${one.type})`).join(", ")}`;
    }),
    artifactAction(ruleNames.undoWhitelist, async (client, { value }, type) => {
      await undoWhitelist(client, value, type);
      return `Not whitelisted in TruSTAR any more: ${value}`;
    }),
  ];
}
