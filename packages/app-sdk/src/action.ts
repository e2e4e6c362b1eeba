import type { ActionMessage } from "@soarkit/protocol";
import { type ActionEvent, type ActionObject, readActionEvent } from "./action-event.js";
import type { AppConfig } from "./config.js";
import type { ActionContext } from "./context.js";
import type { InDoubtPolicy } from "./function.js";
import type { InputMap } from "./inputs/input.js";

/** Declaration of an action: what an app does when a rule sends it an object. */
export interface ActionSpec<Properties extends InputMap, Kind extends ActionObject, Config> {
  /** Name of the rule that sends the message, for example `Send To TruSTAR`. Case, blanks and signs do not count. */
  readonly rule: string;
  /** What the rule is about. */
  readonly objectType: Kind;
  /** Activity fields of the rule's dialog by API name. Default none. */
  readonly properties?: Properties;
  /** The app's configuration, when the handler reads it: it types `context.config`. */
  readonly config?: AppConfig<Config>;
  readonly inDoubt: InDoubtPolicy;
  /**
   * Does the work and returns the last line of the action status. An expected failure is thrown as ExpectedFailure:
   * the action status then shows its text and the action as failed.
   */
  readonly handler: (event: ActionEvent<Properties, Kind>, context: ActionContext<Config>) => Promise<string> | string;
}

/** An action as servers see it: its types are checked inside. */
export interface AppAction {
  readonly rule: string;
  readonly objectType: ActionObject;
  readonly properties: InputMap;
  readonly config: AppConfig | undefined;
  readonly inDoubt: InDoubtPolicy;
  /** Reads the message and runs the handler. Throws ACTION_MESSAGE_INVALID, INPUT_MISSING or INPUT_INVALID before the handler starts. */
  readonly run: (rule: { readonly id: number; readonly name: string }, message: ActionMessage, context: ActionContext) => Promise<string>;
}

/**
 * Declares an action: rules hand over objects by message destination, and the rule's name says what to do
 * (soar-protocol §2.7).
 *
 * @example
 * ```ts
 * export const block = defineAction({
 *   rule: "Block Address",
 *   objectType: "artifact",
 *   properties: { block_days: numberInput({ minimum: 1 }) },
 *   inDoubt: "check",
 *   handler: async (event, context) => {
 *     await context.beforeEffect({ block: event.artifact.value });
 *     await firewall(context).block(event.artifact.value, event.properties.block_days ?? 1);
 *     return `${event.artifact.value} is blocked.`;
 *   },
 * });
 * ```
 */
export function defineAction<const Kind extends ActionObject, const Properties extends InputMap = InputMap, Config = unknown>(spec: ActionSpec<Properties, Kind, Config>): AppAction {
  const properties = spec.properties ?? ({} as Properties);
  return {
    rule: spec.rule,
    objectType: spec.objectType,
    properties,
    config: spec.config,
    inDoubt: spec.inDoubt,
    // defineApp has checked that spec.config is the configuration that fills the context.
    run: async (rule, message, context) => await spec.handler(readActionEvent(rule, { objectType: spec.objectType, properties }, message), context as ActionContext<Config>),
  };
}

/** A rule's name as it is compared: IBM's servers make an event name of it in the same way (soar-protocol §2.7). */
export function ruleKey(name: string): string {
  return name.trim().toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, "_");
}
