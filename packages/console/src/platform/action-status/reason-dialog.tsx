import { Text, Textarea } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";

/** A step that is kept with its reason. */
export interface ReasonDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The verb on the button. */
  confirm: string;
  danger?: boolean;
  /** Does it; the dialog closes when it succeeds and says why when it does not. */
  onConfirm: (reason: string) => Promise<void>;
  launcher: HTMLElement | null;
}

/** Asks for a reason, which is kept in the history, before something is ended or tried again. */
export function ReasonDialog({ opened, onClose, title, children, confirm, danger = false, onConfirm, launcher }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  useEffect(() => {
    if (!opened) return;
    setReason("");
  }, [opened]);
  const run = async () => {
    await onConfirm(reason.trim());
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={title} launcher={launcher}>
      <DialogForm label={confirm} danger={danger} refused="It was not done" onSubmit={run} onCancel={onClose}>
        <Text>{children}</Text>
        <Textarea
          label="Reason"
          description="Kept in the history of the workflow."
          value={reason}
          maxLength={2000}
          autosize
          minRows={2}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
