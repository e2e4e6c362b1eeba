import { SoarkitError } from "@soarkit/protocol";
import { type Input, type InputMap, InputProblem, type InputValues } from "./input.js";
import { isEmpty } from "./read-value.js";

/**
 * The typed values of a call's inputs. Inputs that are not declared are left out.
 *
 * @throws SoarkitError INPUT_MISSING, INPUT_INVALID: both name the field and what it accepts
 */
export function readInputs<const M extends InputMap>(inputs: M, received: Readonly<Record<string, unknown>>): InputValues<M> {
  const values = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, readInput(name, input, received)]));
  return values as InputValues<M>;
}

function readInput(name: string, input: Input, received: Readonly<Record<string, unknown>>): unknown {
  const given = [name, ...(input.options.aliases ?? [])].find((candidate) => Object.hasOwn(received, candidate) && !isEmpty(received[candidate]));
  if (given === undefined) {
    if (input.defaultValue !== undefined) return input.defaultValue;
    if (input.options.required === true) throw new SoarkitError("INPUT_MISSING", { field: name, hint: input.hint });
    return undefined;
  }
  try {
    return input.read(received[given]);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw new SoarkitError("INPUT_INVALID", { field: given, reason: error.message, hint: input.hint }, { cause: error });
  }
}
