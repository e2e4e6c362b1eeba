import type { InputType } from "@soarkit/protocol";

/** What every kind of input can say about itself. */
export interface InputOptions {
  /** The call is refused with a message that names the field when it is missing. Default false. */
  readonly required?: boolean;
  /** Label on the platform. Default: the API name. */
  readonly label?: string;
  readonly tooltip?: string;
  readonly placeholder?: string;
  /** The field's uuid; derived from its name when not given. Give the original's to update an app already installed. */
  readonly uuid?: string;
  /** Uuids of a select's values by label; derived from the labels when not given. Give the original's, as with `uuid`. */
  readonly valueUuids?: Readonly<Record<string, string>>;
  /** Older names of this input. They are read when the input itself is missing. */
  readonly aliases?: readonly string[];
}

/**
 * One input of a function, or one activity or custom field: how the platform shows it and how its value is read.
 *
 * `Value` is what a handler gets, `Present` is true when it always gets one (required, or with a default).
 */
export interface Input<Value = unknown, Present extends boolean = boolean> {
  readonly type: InputType;
  readonly options: InputOptions;
  readonly present: Present;
  /** Labels of a select or multiselect, in order; empty for other kinds. */
  readonly values: readonly string[];
  /** Chosen beforehand on the platform and used when a call brings no value. */
  readonly defaultValue: Value | undefined;
  /** One sentence on what is accepted, for messages. */
  readonly hint: string;
  /** The typed value of what a message carried; throws {@link InputProblem} when it is none. */
  readonly read: (received: unknown) => Value;
}

/** Inputs by API name. */
export type InputMap = Readonly<Record<string, Input>>;

/** What a handler gets for one input. */
export type InputValue<I> = I extends Input<infer Value, infer Present> ? (Present extends true ? Value : Value | undefined) : never;

/** What a handler gets for all its inputs. */
export type InputValues<M extends InputMap> = { readonly [Name in keyof M]: InputValue<M[Name]> };

/** Why a received value does not fit. The message continues the sentence "cannot be used: …". */
export class InputProblem extends Error {
  override readonly name = "InputProblem";
}
