import type { AppConfig } from "./config.js";
import type { FunctionContext } from "./context.js";
import type { InputMap, InputValues } from "./inputs/input.js";
import { readInputs } from "./inputs/read-inputs.js";
import type { FunctionResult } from "./result.js";

/**
 * What happens to a call of which nobody knows whether its effect already took place:
 * `repeat` runs it again (safe for reading functions), `check` runs it with `context.inDoubt` set so that it looks
 * first, `ask` leaves the decision to a person.
 */
export type InDoubtPolicy = "repeat" | "check" | "ask";

/**
 * How post-process scripts see the result: `envelope` is the documents' envelope (`results.content`, `results.success`),
 * `plain` is the content itself, or `{"error": reason}` for a failure.
 */
export type ResultForm = "envelope" | "plain";

/** Declaration of a function. */
export interface FunctionSpec<Inputs extends InputMap, Config> {
  /** API name, for example `staxx_query`. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** Derived from the name when not given. */
  readonly uuid?: string;
  /** Older names under which a platform may still know it; they are served too. */
  readonly aliases?: readonly string[];
  readonly inputs: Inputs;
  /** The app's configuration, when the handler reads it: it types `context.config`. */
  readonly config?: AppConfig<Config>;
  readonly inDoubt: InDoubtPolicy;
  /** Default `envelope`. */
  readonly resultForm?: ResultForm;
  readonly handler: (inputs: InputValues<Inputs>, context: FunctionContext<Config>) => Promise<FunctionResult> | FunctionResult;
}

/** A function as servers see it: its types are checked inside. */
export interface AppFunction {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly uuid: string | undefined;
  readonly aliases: readonly string[];
  readonly inputs: InputMap;
  readonly config: AppConfig | undefined;
  readonly inDoubt: InDoubtPolicy;
  readonly resultForm: ResultForm;
  /** Reads the inputs as received and runs the handler. Throws INPUT_MISSING or INPUT_INVALID before the handler starts. */
  readonly run: (received: Readonly<Record<string, unknown>>, context: FunctionContext) => Promise<FunctionResult>;
}

/**
 * Declares a function.
 *
 * @example
 * ```ts
 * export const greet = defineFunction({
 *   name: "greet",
 *   displayName: "Greet",
 *   description: "Says hello",
 *   inputs: { greet_name: textInput({ required: true }), greet_times: numberInput() },
 *   inDoubt: "repeat",
 *   handler: (inputs) => succeed("hello ".repeat(inputs.greet_times ?? 1) + inputs.greet_name),
 * });
 * ```
 */
export function defineFunction<const Inputs extends InputMap, Config = unknown>(spec: FunctionSpec<Inputs, Config>): AppFunction {
  return {
    name: spec.name,
    displayName: spec.displayName,
    description: spec.description,
    uuid: spec.uuid,
    aliases: spec.aliases ?? [],
    inputs: spec.inputs,
    config: spec.config,
    inDoubt: spec.inDoubt,
    resultForm: spec.resultForm ?? "envelope",
    // defineApp has checked that spec.config is the configuration that fills the context.
    run: async (received, context) => await spec.handler(readInputs(spec.inputs, received), context as FunctionContext<Config>),
  };
}
