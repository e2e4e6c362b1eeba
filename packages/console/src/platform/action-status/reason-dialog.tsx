import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { problemText } from "../../parts/notify.js";
import { Note } from "./note.js";

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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    if (!opened) return;
    setReason("");
    setProblem(undefined);
  }, [opened]);
  const run = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={title} launcher={launcher}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack gap="md">
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
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void run();
            }}
          />
          {problem === undefined ? null : (
            <Note tone="error" alert title="It was not done">
              {problemText(problem)}
            </Note>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} {...(danger ? { color: "red" } : {})}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
