import { type ActionContext, type ActionEvent, type AppAction, type AppConfig, defineAction } from "@soarkit/app-sdk";
import type { TrustarConfig } from "../config/config.js";
import { ruleNames } from "../customizations/names.js";
import { isOwnArtifact } from "../report/marks.js";
import { deleteReport } from "../use-cases/delete-report.js";
import type { Parts } from "../parts.js";
import { disabled } from "../use-cases/share.js";
import { automaticAccount } from "../use-cases/workspace.js";

type Context = ActionContext<TrustarConfig>;

/** Use cases 2 to 7: the menu item, and what happens by itself when incidents are created, changed, closed and deleted. */
export function sharingActions(config: AppConfig<TrustarConfig>, parts: Parts): AppAction[] {
  /** Brings the report up to date when that is wanted; events of the same moment become one update. */
  const byItself = async (event: Pick<ActionEvent, "incident" | "label">, context: Context): Promise<string> => {
    const account = await automaticAccount(event, context);
    if (typeof account === "string") return account;
    if (!account.auto_submission) return disabled(account);
    return await parts.share(event.incident.id, { context, asked: false });
  };
  const incidentAction = (rule: string, handler: (event: Pick<ActionEvent, "incident" | "label">, context: Context) => Promise<string>): AppAction =>
    defineAction({ rule, objectType: "incident", config, inDoubt: "check", handler });
  return [
    incidentAction(ruleNames.send, (event, context) => parts.share(event.incident.id, { context, asked: true })),
    incidentAction(ruleNames.incidentCreated, byItself),
    incidentAction(ruleNames.incidentChanged, byItself),
    defineAction({
      rule: ruleNames.artifactCreated,
      objectType: "artifact",
      config,
      inDoubt: "check",
      handler: async (event, context) => isOwnArtifact(event.artifact) ? "TruSTAR itself brought this artifact: nothing is sent." : await byItself(event, context),
    }),
    incidentAction(ruleNames.incidentDeleted, async (event, context) => {
      const account = await automaticAccount(event, context);
      if (typeof account === "string") return account;
      if (!account.auto_submission) return `The report stays in TruSTAR: auto_submission is disabled in [${account.section}].`;
      const { id } = event.incident;
      return await parts.queue.exclusive(id, async () => {
        const deleted = await deleteReport(await parts.clients.for(account, context), id);
        return deleted ? `The report of incident ${id} was deleted in TruSTAR.` : `Incident ${id} has no report in TruSTAR.`;
      });
    }),
  ];
}
