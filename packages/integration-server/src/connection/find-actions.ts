import { messageOf } from "@soarkit/protocol";
import { destinationOf } from "../apps/destination-of.js";
import type { AppRuntime } from "../apps/app-runtime.js";
import type { Handlers } from "../apps/handlers.js";
import type { ActionStatus } from "../options.js";

/**
 * The message destination of each app with actions, as its settings say, and bound there. Rules do not tell it the way
 * functions do: the app's configuration names the queue (integration-server §3.3).
 */
export async function findActions(handlers: Handlers, runtimes: ReadonlyMap<string, AppRuntime>): Promise<ActionStatus[]> {
  const found: ActionStatus[] = [];
  for (const app of handlers.apps) {
    const runtime = runtimes.get(app.name);
    if (app.actions.length === 0 || runtime === undefined) continue;
    let destination: string | undefined;
    let problem: string | undefined;
    try {
      destination = await destinationOf(app, runtime.sources);
      handlers.bind(app, destination);
    } catch (error) {
      problem = messageOf(error);
    }
    for (const { rule } of app.actions) found.push({ rule, app: app.packageName, destination, problem });
  }
  return found;
}
