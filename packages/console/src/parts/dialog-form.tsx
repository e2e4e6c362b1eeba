import { Alert, Button, Group, Stack } from "@mantine/core";
import { type ReactNode, type Ref, useState } from "react";
import { problemText } from "./notify.js";

/** The form of a dialog that does one thing. */
export interface DialogFormProps {
  children: ReactNode;
  /** The verb on the button: "Create account". */
  label: ReactNode;
  /** Heading of why it was not done: "No account was made". */
  refused: string;
  /** Does it and closes the dialog, or complains about a field and resolves; what it throws is shown. */
  onSubmit: () => Promise<void>;
  onCancel: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** What has the focus at first, where no field has it: Cancel before something that cannot be undone. */
  focus?: "cancel";
  /** Says that Ctrl Enter sends the form, for dialogs with long texts. It always does. */
  showKeys?: boolean;
  ref?: Ref<HTMLFormElement>;
}

/** Fields, why it was refused, Cancel and the button; one try at a time, by the button, Enter or Ctrl Enter. */
export function DialogForm({ children, label, refused, onSubmit, onCancel, danger = false, disabled = false, focus, showKeys = false, ref }: DialogFormProps) {
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    if (busy || disabled) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit();
    } catch (error) {
      setProblem(error);
      form.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={ref}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <Stack gap="md">
        {children}
        {problem === undefined ? null : (
          <Alert color="red" role="alert" title={refused}>
            {problemText(problem)}
          </Alert>
        )}
        <Group justify="flex-end">
          {showKeys ? <span className="sk-keys">Ctrl Enter</span> : null}
          <Button variant="default" onClick={onCancel} {...(focus === "cancel" ? { "data-autofocus": true } : {})}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={disabled} {...(danger ? { color: "red" } : {})}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
