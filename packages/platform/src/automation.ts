import path from "node:path";
import type { Logger } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import type { Accounts } from "./accounts/accounts.js";
import type { Cases } from "./cases.js";
import { Customizations } from "./customizations/customizations.js";
import { registerCustomizationsRoutes } from "./customizations/routes.js";
import { allSections } from "./customizations/sections.js";
import type { PlatformDatabase } from "./database.js";
import { EventWorker } from "./events/event-worker.js";
import { Messaging } from "./messaging/messaging.js";
import { registerMessagingRoutes } from "./messaging/routes.js";
import type { Org } from "./org/org.js";
import { Interventions } from "./messaging/invocations/interventions.js";
import { RuleActivities } from "./rules/activities.js";
import { EventRules } from "./rules/event-rules.js";
import { RuleExplanations } from "./rules/explain.js";
import { ObjectStates } from "./rules/object-states.js";
import { RuleObjects } from "./rules/objects.js";
import { registerRulesRoutes } from "./rules/routes.js";
import { RuleMenu } from "./rules/rule-menu.js";
import { RuleRuns } from "./rules/rule-runs.js";
import { RuleScripts } from "./rules/rule-scripts.js";
import { Rules } from "./rules/rules.js";
import { registerScriptingLogRoutes } from "./scripting-log/routes.js";
import { ScriptingLog } from "./scripting-log/scripting-log.js";
import { registerScriptsRoutes } from "./scripts/routes.js";
import { ScriptRunner } from "./scripts/script-runner.js";
import { Scripts } from "./scripts/scripts.js";
import { TryScript } from "./workflows/try-script.js";
import { registerWorkflowsRoutes } from "./workflows/routes.js";
import { Workflows } from "./workflows/workflows.js";

/** What automation is made of. */
export interface AutomationOptions {
  readonly database: PlatformDatabase;
  readonly log: Logger;
  readonly org: Org;
  readonly accounts: Accounts;
  readonly cases: Cases;
  readonly dataDir: string;
  readonly host: string;
  readonly stompPort: number;
  readonly tls: { readonly cert: string; readonly key: string };
  readonly scriptPool?: { readonly size: number };
  /** Prepare the script sandbox at the start instead of at the first script. */
  readonly warmScripts: boolean;
  readonly now: () => number;
}

/** Rules, workflows, scripts and the messages to integration servers, put together. */
export class Automation {
  readonly messaging: Messaging;
  readonly runner: ScriptRunner;
  readonly scripts: Scripts;
  readonly scriptingLog: ScriptingLog;
  readonly workflows: Workflows;
  readonly tryScript: TryScript;
  readonly rules: Rules;
  readonly customizations: Customizations;
  private readonly runs: RuleRuns;
  private readonly explanations: RuleExplanations;
  private readonly interventions: Interventions;
  private readonly events: EventWorker;

  constructor(private readonly options: AutomationOptions) {
    const { database, log, org, cases, now } = options;
    const { fields, incidents, artifacts, artifactTypes, notes } = cases;
    this.scriptingLog = new ScriptingLog({ database, log });
    const states = new ObjectStates({ incidents, artifacts, artifactTypes, notes });
    this.messaging = new Messaging({ ...options, fields, scriptingLog: this.scriptingLog, orgId: org.id, describe: (object, last, within) => states.describe(object, last, within) });
    this.scripts = new Scripts({ database, now });
    this.runner = new ScriptRunner({ log, cacheDir: path.join(options.dataDir, "cache"), ...options.scriptPool });
    const shared = { incidents, artifacts, notes };
    this.workflows = new Workflows({ database, log, scriptingLog: this.scriptingLog, scripts: this.runner, calls: this.messaging.calls, fields, targets: shared, snapshots: shared, now });
    this.tryScript = new TryScript({ database, definitions: this.workflows.definitions, runner: this.runner, snapshots: shared, fields });
    this.messaging.onAnswered((invocationId) => this.workflows.functionAnswered(invocationId));
    this.rules = new Rules({ database, fields });
    const objects = new RuleObjects({ database, incidents, artifacts, artifactTypes });
    this.explanations = new RuleExplanations({ rules: this.rules, objects, queries: database.db, now });
    this.interventions = new Interventions({ database, workflows: this.workflows, now });
    const menu = new RuleMenu({ database, rules: this.rules, objects, log, now });
    incidents.setMenu(menu.incidents);
    artifacts.setMenu(menu.artifacts);
    const { destinations, functions, messages } = this.messaging;
    const kick = (instance: number): void => this.workflows.kick(instance);
    const activities = new RuleActivities({ workflows: this.workflows, messages, targets: shared, now });
    this.runs = new RuleRuns({ database, rules: this.rules, objects, fields, activities, kick, now });
    const eventRules = new EventRules({ states, activities, now });
    const scripts = new RuleScripts({ database, rules: eventRules, scripts: this.runner, snapshots: shared, scriptingLog: this.scriptingLog, now });
    const allRules = (): ReturnType<Rules["all"]> => this.rules.all();
    this.events = new EventWorker({ database, log, rules: eventRules, allRules, runScript: (event, rules) => scripts.run(event, rules), kick, now });
    const sources = { ...cases.parts, destinations, functions, scripts: this.scripts, workflows: this.workflows.definitions, rules: this.rules };
    this.customizations = new Customizations({ database, sections: allSections(sources), rules: this.rules, fields, now });
  }

  /** Routes below `/rest/orgs/{org}`. */
  registerRoutes(server: FastifyInstance): void {
    const { cases, org } = this.options;
    const requireIncident = async (id: number): Promise<void> => {
      await cases.incidents.require(id);
    };
    registerMessagingRoutes(server, { messaging: this.messaging, interventions: this.interventions, orgId: org.id, requireIncident });
    registerRulesRoutes(server, { rules: this.rules, runs: this.runs, explanations: this.explanations, status: this.messaging.status });
    registerWorkflowsRoutes(server, { workflows: this.workflows, tryScript: this.tryScript, requireIncident });
    registerScriptsRoutes(server, { scripts: this.scripts });
    registerScriptingLogRoutes(server, { scriptingLog: this.scriptingLog });
    registerCustomizationsRoutes(server, this.customizations);
  }

  /** Goes on with what was running and lets integration servers in. */
  async start(): Promise<{ port: number }> {
    const broker = await this.messaging.start();
    await this.workflows.resumeAll();
    this.events.start();
    if (this.options.warmScripts) void this.runner.prepare();
    return broker;
  }

  /** Ends links and script processes; what was running goes on at the next start. */
  async stop(): Promise<void> {
    await this.messaging.stop();
    await Promise.all([this.events.stop(), this.workflows.stop(), this.runner.stop()]);
    await this.scriptingLog.flush();
  }

  /** Events were queued: the rules are asked about them. */
  wakeRules(): void {
    this.events.wake();
  }

  /** Resolves when the rules were asked about every change so far. */
  rulesIdle(): Promise<void> {
    return this.events.idle();
  }

  /** The rules that led to the message with this context token, oldest first. */
  async readContext(token: string): Promise<readonly number[] | undefined> {
    return (await this.messaging.tokens.read(this.options.database.db, token))?.actions;
  }

  updateCertificates(tls: { cert: string; key: string }): void {
    this.messaging.updateCertificates(tls);
  }
}
