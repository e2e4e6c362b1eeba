import { TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "./dialog.js";
import { DialogForm } from "./dialog-form.js";

/** A question before something that cannot be undone. */
export interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Names the object, the number and the consequence. */
  children: ReactNode;
  /** The verb on the button: "Delete incident". */
  confirm: string;
  /** Text that has to be typed first, such as the incident's ID. */
  typed?: string;
  /** What to type, in words: "the incident's ID". */
  typedWhat?: string;
  /** Does it; the dialog closes when it succeeds and shows why when it does not. */
  onConfirm: () => Promise<void>;
  launcher?: HTMLElement | null;
}

/** Asks before something irreversible; Cancel has the focus (console.md P7). */
export function ConfirmDialog({ opened, onClose, title, children, confirm, typed, typedWhat, onConfirm, launcher }: ConfirmDialogProps) {
  const [entry, setEntry] = useState("");
  useEffect(() => {
    if (!opened) return;
    setEntry("");
  }, [opened]);
  const ready = typed === undefined || entry.trim() === typed;
  const run = async () => {
    await onConfirm();
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={title} {...(launcher === undefined ? {} : { launcher })}>
      <DialogForm label={confirm} danger disabled={!ready} focus="cancel" refused="It was not done" onSubmit={run} onCancel={onClose}>
        <div>{children}</div>
        {typed === undefined ? null : (
          <TextInput label={`Type ${typed} to confirm`} description={typedWhat} value={entry} onChange={(event) => setEntry(event.currentTarget.value)} autoComplete="off" />
        )}
      </DialogForm>
    </Dialog>
  );
}
