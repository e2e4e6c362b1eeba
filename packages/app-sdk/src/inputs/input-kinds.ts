import { asBoolean, asInteger, asLabel, asLabels, asText, asTime } from "./read-value.js";
import { type Input, type InputOptions, InputProblem } from "./input.js";

/** Options of a kind that can have a default. */
interface WithDefault<Value> extends InputOptions {
  /** Used when a call brings no value; the handler then never sees `undefined`. */
  readonly default?: Value;
}

/** True in the types when a handler always gets a value. */
type Present<O> = O extends { readonly required: true } ? true : O extends { readonly default: string | number | boolean | readonly string[] } ? true : false;

interface Kind<Value> {
  readonly type: Input["type"];
  readonly values?: readonly string[];
  readonly defaultValue?: Value | undefined;
  readonly hint: string;
  readonly read: (received: unknown) => Value;
}

function input<Value, P extends boolean>(kind: Kind<Value>, options: InputOptions): Input<Value, P> {
  return {
    type: kind.type,
    options,
    present: (options.required === true || kind.defaultValue !== undefined) as P,
    values: kind.values ?? [],
    defaultValue: kind.defaultValue,
    hint: kind.hint,
    read: kind.read,
  };
}

/** One line of text. Surrounding blanks are kept; an empty text counts as missing. */
export function textInput<const O extends WithDefault<string>>(options?: O): Input<string, Present<O>> {
  return input({ type: "text", hint: "It is a text.", read: asText, defaultValue: options?.default }, options ?? {});
}

/** Several lines of text. Rich text arrives as its content. */
export function textareaInput<const O extends WithDefault<string>>(options?: O): Input<string, Present<O>> {
  return input({ type: "textarea", hint: "It is a text.", read: asText, defaultValue: options?.default }, options ?? {});
}

/** Options of {@link numberInput}. */
export interface NumberInputOptions extends WithDefault<number> {
  /** Smallest accepted value. */
  readonly minimum?: number;
  /** Largest accepted value. */
  readonly maximum?: number;
}

/** A whole number (the platform has no others). A text of digits is accepted too. */
export function numberInput<const O extends NumberInputOptions>(options?: O): Input<number, Present<O>> {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = options ?? {};
  const hint = rangeHint(options?.minimum, options?.maximum);
  const read = (received: unknown): number => {
    const value = asInteger(received);
    if (value < minimum || value > maximum) throw new InputProblem(`${value} is out of range`);
    return value;
  };
  return input({ type: "number", hint, read, defaultValue: options?.default }, options ?? {});
}

function rangeHint(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum !== undefined && maximum !== undefined) return `It is a whole number from ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `It is a whole number of at least ${minimum}.`;
  if (maximum !== undefined) return `It is a whole number of at most ${maximum}.`;
  return "It is a whole number.";
}

/** Yes or no. The texts true, false, yes and no are accepted too. */
export function booleanInput<const O extends WithDefault<boolean>>(options?: O): Input<boolean, Present<O>> {
  return input({ type: "boolean", hint: "It is true or false.", read: asBoolean, defaultValue: options?.default }, options ?? {});
}

/** A point in time with its clock time, as milliseconds since 1970 (UTC). */
export function dateTimeInput<const O extends InputOptions>(options?: O): Input<number, Present<O>> {
  return input({ type: "datetimepicker", hint: "It is a time in milliseconds since 1970.", read: asTime }, options ?? {});
}

/** A day, as milliseconds since 1970 (UTC). */
export function dateInput<const O extends InputOptions>(options?: O): Input<number, Present<O>> {
  return input({ type: "datepicker", hint: "It is a time in milliseconds since 1970.", read: asTime }, options ?? {});
}

/** Options of {@link selectInput}. */
export interface SelectInputOptions<Label extends string> extends InputOptions {
  /** The labels, in the order of the list. */
  readonly values: readonly Label[];
  /** The label chosen beforehand and used when a call brings no value. */
  readonly default?: Label;
}

/** One of a list. Handlers get its label; a message may carry the label or `{id, name}`. */
export function selectInput<const Label extends string, const O extends SelectInputOptions<Label>>(
  options: O & SelectInputOptions<Label>,
): Input<O["values"][number], Present<O>> {
  const values: readonly O["values"][number][] = options.values;
  return input({ type: "select", values, hint: valuesHint(values), read: (received) => asLabel(received, values), defaultValue: options.default }, options);
}

/** Options of {@link multiselectInput}. */
export interface MultiselectInputOptions<Label extends string> extends InputOptions {
  /** The labels, in the order of the list. */
  readonly values: readonly Label[];
  /** The labels chosen beforehand and used when a call brings no value. */
  readonly default?: readonly Label[];
}

/** Any of a list. Handlers get the labels; a message may carry labels or `{id, name}`. An empty list counts as missing. */
export function multiselectInput<const Label extends string, const O extends MultiselectInputOptions<Label>>(
  options: O & MultiselectInputOptions<Label>,
): Input<readonly O["values"][number][], Present<O>> {
  const values: readonly O["values"][number][] = options.values;
  return input(
    { type: "multiselect", values, hint: valuesHint(values), read: (received) => asLabels(received, values), defaultValue: options.default },
    options,
  );
}

function valuesHint(values: readonly string[]): string {
  return `Accepted values: ${values.join(", ")}.`;
}
