import { Alert, Button, Group, Stack } from "@mantine/core";
import type { FieldDefDTO } from "@soarkit/protocol";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { Field, focusField } from "../../parts/field.js";
import { fieldError, type FieldValue, sentValue } from "../../parts/field-values.js";
import { problemText } from "../../parts/notify.js";
import { Loaded } from "../../parts/states.js";
import type { IncidentChange } from "./changes.js";
import { useIncidentFields } from "./use-incident-fields.js";

/** Closes one or several incidents with what closing requires. */
export interface CloseDialogProps {
  opened: boolean;
  onClose: () => void;
  launcher: HTMLElement | null;
  subject: string;
  onClosed: (change: IncidentChange) => Promise<void>;
}

/** Asks for the fields that are required on close (console.md §3A.8). */
export function CloseDialog({ opened, onClose, launcher, subject, onClosed }: CloseDialogProps) {
  const fields = useIncidentFields();
  return (
    <Dialog opened={opened} onClose={onClose} launcher={launcher} title={`Close ${subject}`}>
      <Loaded query={fields} rows={4}>
        {(all) => <CloseForm key={String(opened)} subject={subject} fields={all.filter((field) => field.required === "close")} onClose={onClose} onClosed={onClosed} />}
      </Loaded>
    </Dialog>
  );
}

function CloseForm({ fields, subject, onClose, onClosed }: { fields: readonly FieldDefDTO[]; subject: string; onClose: () => void; onClosed: CloseDialogProps["onClosed"] }) {
  const [values, setValues] = useState<Readonly<Record<string, FieldValue>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = Object.keys(errors)[0];
    if (first !== undefined) focusField(form.current, first);
  }, [errors]);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const found = fields.flatMap((field) => {
      const error = fieldError(field, values[field.name], true);
      return error === undefined ? [] : [[field.name, error] as const];
    });
    setErrors(Object.fromEntries(found));
    if (found.length > 0) return;
    setBusy(true);
    try {
      const change = fields.map((field) => [field.prefix === null ? field.name : `${field.prefix}.${field.name}`, closingValue(field, values[field.name])] as const);
      await onClosed({ plan_status: "C", ...Object.fromEntries(change) });
      onClose();
    } catch (error) {
      setWrong(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {wrong === undefined ? null : (
          <Alert color="red" role="alert" title="Not closed">
            {problemText(wrong)}
          </Alert>
        )}
        {fields.map((field, index) => (
          <Field
            key={field.name}
            definition={field}
            closing
            autoFocus={index === 0}
            value={values[field.name]}
            {...(errors[field.name] === undefined ? {} : { error: errors[field.name] ?? "" })}
            onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
          />
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Close {subject}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What was typed is text, never markup. */
function closingValue(field: FieldDefDTO, value: FieldValue | undefined): unknown {
  const sent = sentValue(value);
  return field.input_type === "textarea" && typeof sent === "string" ? { format: "text", content: sent } : sent;
}
