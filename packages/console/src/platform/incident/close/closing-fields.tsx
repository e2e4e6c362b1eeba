import type { FieldDefDTO } from "@soarkit/protocol";
import { useState } from "react";
import { Field, focusField } from "../../../parts/field.js";
import { fieldError, type FieldValue } from "../../../parts/field-values.js";
import { pathOf } from "../details/changes.js";

/** Values and complaints of the fields that closing asks for. */
export interface Closing {
  readonly fields: readonly FieldDefDTO[];
  /** By path, such as `properties.cause`. */
  readonly values: ReadonlyMap<string, FieldValue>;
  readonly errors: ReadonlyMap<string, string>;
  set(path: string, value: FieldValue): void;
  /** Whether everything is as it must be; otherwise says what is not, and moves the focus there. */
  check(form: HTMLFormElement | null): boolean;
}

/** Keeps what is typed into the fields that closing asks for. @param initial what they hold now, by path. */
export function useClosing(fields: readonly FieldDefDTO[], initial: () => ReadonlyMap<string, FieldValue>): Closing {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  return {
    fields,
    values,
    errors,
    set(path, value) {
      setValues((before) => new Map(before).set(path, value));
      setErrors((before) => new Map([...before].filter(([name]) => name !== path)));
    },
    check(form) {
      const wrong = closingErrors(fields, values);
      setErrors(wrong);
      const [first] = wrong.keys();
      if (first !== undefined) focusField(form, first);
      return wrong.size === 0;
    },
  };
}

/** What is wrong with the values, by path. */
function closingErrors(fields: readonly FieldDefDTO[], values: ReadonlyMap<string, FieldValue>): ReadonlyMap<string, string> {
  return new Map(
    fields.flatMap((field) => {
      const error = fieldError(field, values.get(pathOf(field)), true);
      return error === undefined ? [] : [[pathOf(field), error] as const];
    }),
  );
}

/** The fields that closing asks for, of one incident or of several. */
export function ClosingFields({ closing }: { closing: Closing }) {
  return closing.fields.map((field, index) => {
    const path = pathOf(field);
    const error = closing.errors.get(path);
    return (
      <Field
        key={path}
        definition={field}
        name={path}
        closing
        value={closing.values.get(path)}
        autoFocus={index === 0}
        onChange={(value) => closing.set(path, value)}
        {...(error === undefined ? {} : { error })}
      />
    );
  });
}
