import { MultiSelect, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import type { FieldDefDTO } from "@soarkit/protocol";
import { DateTime } from "./date-time.js";
import type { FieldValue } from "./field-values.js";
import { useOptions } from "./use-options.js";

/** A field of an incident, a rule's dialog or a function. */
export interface FieldProps {
  definition: FieldDefDTO;
  value: FieldValue | undefined;
  onChange: (value: FieldValue) => void;
  error?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  /** For dialogs that close an incident: fields required on close are required. */
  closing?: boolean;
  /** `name` attribute, to find the field again; the API name by default. */
  name?: string;
}

/** The widget for a field, one per input type (soar-protocol §1.12). Select values are ids, times milliseconds. */
export function Field(props: FieldProps) {
  return (
    <div data-field={props.name ?? props.definition.name}>
      <Widget {...props} />
    </div>
  );
}

/** Puts the focus on a field of a form, such as the first wrong one. */
export function focusField(form: HTMLElement | null, name: string): void {
  form?.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] :is(input:not([type=hidden]), textarea)`)?.focus();
}

function Widget({ definition, value, onChange, error, disabled = false, autoFocus = false, closing = false, name = definition.name }: FieldProps) {
  const options = useOptions(definition);
  const common = {
    label: definition.text,
    name,
    disabled,
    required: definition.required === "always" || (closing && definition.required === "close"),
    ...(definition.tooltip === "" ? {} : { description: definition.tooltip }),
    ...(definition.placeholder === "" ? {} : { placeholder: definition.placeholder }),
    ...(error === undefined ? {} : { error }),
    ...(autoFocus ? { "data-autofocus": true } : {}),
  };
  const text = typeof value === "string" ? value : "";
  switch (definition.input_type) {
    case "textarea":
      return <Textarea {...common} value={text} autosize minRows={3} maxRows={14} onChange={(event) => onChange(event.currentTarget.value)} />;
    case "number":
      return <NumberInput {...common} hideControls={disabled} value={typeof value === "number" ? value : ""} onChange={(entry) => onChange(typeof entry === "number" ? entry : entry === "" ? null : Number(entry))} allowDecimal={false} />;
    case "boolean":
      return (
        <Select
          {...common}
          data={[
            { value: "true", label: "Yes" },
            { value: "false", label: "No" },
          ]}
          value={value === true ? "true" : value === false ? "false" : null}
          allowDeselect={false}
          clearable={!common.required}
          clearButtonProps={{ "aria-label": `Clear ${definition.text}` }}
          onChange={(choice) => onChange(choice === null ? null : choice === "true")}
        />
      );
    case "datepicker":
    case "datetimepicker":
      return <DateTime {...common} value={typeof value === "number" ? value : null} onChange={onChange} withTime={definition.input_type === "datetimepicker"} autoFocus={autoFocus} />;
    case "select":
    case "select_owner":
    case "select_user":
      return (
        <Select
          {...common}
          data={options}
          searchable={options.length > 8}
          allowDeselect={false}
          clearable={!common.required}
          clearButtonProps={{ "aria-label": `Clear ${definition.text}` }}
          value={typeof value === "number" ? String(value) : null}
          onChange={(choice) => onChange(choice === null ? null : Number(choice))}
          nothingFoundMessage="No such value"
        />
      );
    case "multiselect":
    case "multiselect_members":
      return (
        <MultiSelect
          {...common}
          data={options}
          searchable
          clearable
          clearButtonProps={{ "aria-label": `Clear ${definition.text}` }}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(choices) => onChange(choices.map(Number))}
          nothingFoundMessage="No such value"
        />
      );
    case "text":
    case "none":
      return <TextInput {...common} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
