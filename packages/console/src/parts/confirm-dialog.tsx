import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "./dialog.js";
import { problemText } from "./notify.js";

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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    if (!opened) return;
    setEntry("");
    setProblem(undefined);
  }, [opened]);
  const ready = typed === undefined || entry.trim() === typed;
  const run = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={title} {...(launcher === undefined ? {} : { launcher })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack gap="md">
          <div>{children}</div>
          {typed === undefined ? null : (
            <TextInput label={`Type ${typed} to confirm`} description={typedWhat} value={entry} onChange={(event) => setEntry(event.currentTarget.value)} autoComplete="off" />
          )}
          {problem === undefined ? null : (
            <Alert color="red" role="alert" title="It was not done">
              {problemText(problem)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} data-autofocus>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={busy} disabled={!ready}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
