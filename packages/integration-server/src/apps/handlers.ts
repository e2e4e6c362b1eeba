import { type AppAction, type AppFunction, ruleKey, type SoarkitApp } from "@soarkit/app-sdk";
import { SoarkitError } from "@soarkit/protocol";

/** A function and the app it belongs to. */
export interface ProvidedFunction {
  readonly app: SoarkitApp;
  readonly fn: AppFunction;
}

/** An action and the app it belongs to. */
export interface ProvidedAction {
  readonly app: SoarkitApp;
  readonly action: AppAction;
}

/** What the apps of a server answer to. */
export class Handlers {
  /** By every name a function answers to. */
  readonly functions: ReadonlyMap<string, ProvidedFunction>;
  /** Several apps may handle rules of the same name on message destinations of their own. */
  readonly #actions = new Map<string, ProvidedAction[]>();
  readonly #destinations = new Map<string, string>();

  /** @throws SoarkitError FUNCTION_TWICE when two apps provide the same function */
  constructor(readonly apps: readonly SoarkitApp[]) {
    this.functions = functionTable(apps);
    for (const app of apps) {
      for (const action of app.actions) {
        const key = ruleKey(action.rule);
        this.#actions.set(key, [...(this.#actions.get(key) ?? []), { app, action }]);
      }
    }
  }

  /** Tells on which message destination an app's actions are called. */
  bind(app: SoarkitApp, destination: string): void {
    this.#destinations.set(app.name, destination);
  }

  /** @throws SoarkitError FUNCTION_UNKNOWN */
  function(name: string): ProvidedFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw new SoarkitError("FUNCTION_UNKNOWN", { function: name });
    return found;
  }

  /**
   * The action for a rule's message.
   *
   * @param destination - programmatic name of the destination on which it came
   * @throws SoarkitError ACTION_UNKNOWN, ACTION_TWICE
   */
  action(rule: string, destination: string): ProvidedAction {
    const here = (this.#actions.get(ruleKey(rule)) ?? []).filter(({ app }) => this.#destinations.get(app.name) === destination);
    const [found, second] = here;
    if (found === undefined) throw new SoarkitError("ACTION_UNKNOWN", { rule, destination });
    if (second !== undefined) throw new SoarkitError("ACTION_TWICE", { rule, destination, first: found.app.displayName, second: second.app.displayName });
    return found;
  }
}

function functionTable(apps: readonly SoarkitApp[]): ReadonlyMap<string, ProvidedFunction> {
  const table = new Map<string, ProvidedFunction>();
  for (const app of apps) {
    for (const fn of app.functions) {
      for (const name of [fn.name, ...fn.aliases]) {
        const known = table.get(name);
        if (known !== undefined) throw new SoarkitError("FUNCTION_TWICE", { function: name, first: known.app.name, second: app.name });
        table.set(name, { app, fn });
      }
    }
  }
  return table;
}
