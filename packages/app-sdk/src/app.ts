import { SoarkitError } from "@soarkit/protocol";
import { type AppAction, ruleKey } from "./action.js";
import type { AppConfig } from "./config.js";
import type { SelftestContext, SelftestStep, StartContext } from "./context.js";
import type { CustomizationSet } from "./customizations/customization-set.js";
import type { AppFunction } from "./function.js";
import { type AppThreatSearcher, searcherProblem } from "./threat-search/searcher.js";

/** An older app whose place this one takes; `soarkit upgrade` moves what it left. */
export interface ReplacedApp {
  /** Name of its package, for example `fn_send_to_staxx`. */
  readonly packageName: string;
  /** Its section of `app.config`. */
  readonly section: string;
  /** Names of the rules that it brought. */
  readonly rules: readonly string[];
  /** API names of its functions. */
  readonly functions: readonly string[];
  /** Programmatic name of its message destination. */
  readonly destination: string;
}

/** Declaration of an app. */
export interface AppSpec<Config> {
  /** Short name, for example `anomali-staxx`. */
  readonly name: string;
  /** Name in result metrics and on command lines, for example `fn-anomali-staxx`. */
  readonly packageName: string;
  /** Further names under which people know its package. */
  readonly alsoCalled?: readonly string[];
  readonly displayName: string;
  /** Three-part version, for example `1.1.0`. */
  readonly version: string;
  readonly author: string;
  /** Where users get help: an address or e-mail. */
  readonly support: string;
  readonly description: string;
  /** Permissions that its API key needs, for example `org_data.read`. */
  readonly permissions: readonly string[];
  /** Oldest platform it works with, for example `35.2.32`. */
  readonly minimumPlatformVersion: string;
  readonly config: AppConfig<Config>;
  readonly functions: readonly AppFunction[];
  /** What it does when rules send it objects. */
  readonly actions?: readonly AppAction[];
  /** What it tells platforms of new artifacts. */
  readonly threatSearchers?: readonly AppThreatSearcher[];
  /** Older apps whose place it takes. */
  readonly replaces?: readonly ReplacedApp[];
  /** What of the configuration does not fit the platform, in sentences for people: looked at once when the server is connected. */
  readonly warnings?: (context: StartContext<Config>) => Promise<readonly string[]>;
  /** What `customize` brings to the platform. */
  readonly customizations: () => CustomizationSet;
  /** Tries what the app needs. Steps are shown as they come. */
  readonly selftest: (context: SelftestContext<Config>) => AsyncIterable<SelftestStep> | Promise<readonly SelftestStep[]>;
}

const brand = Symbol.for("soarkit.app");

/** An app: what {@link defineApp} made. */
export interface SoarkitApp extends Omit<AppSpec<unknown>, "selftest" | "actions" | "threatSearchers"> {
  readonly [brand]: true;
  readonly actions: readonly AppAction[];
  readonly threatSearchers: readonly AppThreatSearcher[];
  readonly selftest: (context: SelftestContext) => AsyncIterable<SelftestStep>;
}

/**
 * Declares an app; the default export of an app's package.
 *
 * @throws SoarkitError APP_INVALID when names are not usable or occur twice, or a function, action or searcher has another configuration
 */
export function defineApp<Config>(spec: AppSpec<Config>): SoarkitApp {
  checkApp(spec);
  const { warnings, ...rest } = spec;
  return {
    ...rest,
    [brand]: true,
    actions: spec.actions ?? [],
    threatSearchers: spec.threatSearchers ?? [],
    ...(warnings && { warnings: (context) => warnings(context as StartContext<Config>) }),
    async *selftest(context) {
      yield* await spec.selftest(context as SelftestContext<Config>);
    },
  };
}

/** True for what {@link defineApp} made, also by another copy of this package. */
export function isSoarkitApp(value: unknown): value is SoarkitApp {
  return typeof value === "object" && value !== null && brand in value;
}

function checkApp<Config>(spec: AppSpec<Config>): void {
  const refuse = (reason: string) => new SoarkitError("APP_INVALID", { app: spec.name || "without a name", reason });
  if (!/^[a-z][a-z0-9-]*$/.test(spec.name)) throw refuse("its name must consist of small letters, digits and dashes");
  if (!/^\d+\.\d+\.\d+$/.test(spec.version)) throw refuse(`its version "${spec.version}" is not of the form 1.2.3`);
  const seen = new Set<string>();
  for (const fn of spec.functions) {
    for (const name of [fn.name, ...fn.aliases]) {
      if (!identifier.test(name)) throw refuse(`the function name "${name}" must consist of small letters, digits and underscores`);
      if (seen.has(name)) throw refuse(`the function ${name} is declared twice`);
      seen.add(name);
    }
    for (const input of Object.keys(fn.inputs)) {
      if (!identifier.test(input)) throw refuse(`the input name "${input}" of ${fn.name} must consist of small letters, digits and underscores`);
    }
    if (fn.config !== undefined && fn.config !== spec.config) throw refuse(`the function ${fn.name} was declared with another configuration than the app`);
  }
  const problem = searcherProblem(spec.threatSearchers ?? [], spec.config);
  if (problem !== undefined) throw refuse(problem);
  const rules = new Set<string>();
  for (const { rule, config } of spec.actions ?? []) {
    if (rule.trim() === "") throw refuse("an action names no rule");
    if (rules.has(ruleKey(rule))) throw refuse(`the action for the rule ${rule} is declared twice`);
    rules.add(ruleKey(rule));
    if (config !== undefined && config !== spec.config) throw refuse(`the action for the rule ${rule} was declared with another configuration than the app`);
  }
}

const identifier = /^[a-z_][a-z0-9_]*$/;
