import type { FieldDefDTO } from "@soarkit/protocol";
import { useRef } from "react";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { type FieldValue, sentValue } from "../../parts/field-values.js";
import { Loaded } from "../../parts/states.js";
import { ClosingFields, useClosing } from "../incident/close/closing-fields.js";
import { pathOf } from "../incident/details/changes.js";
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
  const closing = useClosing(fields, () => new Map<string, FieldValue>());
  const form = useRef<HTMLFormElement>(null);
  const close = async () => {
    if (!closing.check(form.current)) return;
    const change = fields.map((field) => [pathOf(field), closingValue(field, closing.values.get(pathOf(field)))] as const);
    await onClosed({ plan_status: "C", ...Object.fromEntries(change) });
    onClose();
  };
  return (
    <DialogForm ref={form} label={`Close ${subject}`} refused="Not closed" onSubmit={close} onCancel={onClose}>
      <ClosingFields closing={closing} />
    </DialogForm>
  );
}

/** What was typed is text, never markup. */
function closingValue(field: FieldDefDTO, value: FieldValue | undefined): unknown {
  const sent = sentValue(value);
  return field.input_type === "textarea" && typeof sent === "string" ? { format: "text", content: sent } : sent;
}
