import { Alert, Button, Group, Select, Stack } from "@mantine/core";
import { type SyntheticEvent, useEffect, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { problemText } from "../../parts/notify.js";
import { useOrg } from "../../shell/use-org.js";

const words = {
  assign: { title: "Assign", label: "Owner", button: "Assign" },
  severity: { title: "Change severity of", label: "Severity", button: "Change severity" },
} as const;

/** A change of one field. */
export interface ChangeDialogProps {
  kind: keyof typeof words;
  opened: boolean;
  onClose: () => void;
  launcher: HTMLElement | null;
  /** "incident 2101" or "3 incidents". */
  subject: string;
  /** @param id of the chosen value; null for nobody. */
  onSave: (id: number | null) => Promise<void>;
}

/** Chooses an owner or a severity. */
export function ChangeDialog({ kind, opened, onClose, launcher, subject, onSave }: ChangeDialogProps) {
  const org = useOrg();
  const [choice, setChoice] = useState<string | null>(null);
  const [wrong, setWrong] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!opened) return;
    setChoice(null);
    setWrong(undefined);
  }, [opened]);
  const data = kind === "assign" ? [{ value: "none", label: "Nobody" }, ...Object.values(org.users).map((user) => ({ value: String(user.id), label: user.display_name }))] : Object.values(org.incident_severities).map((severity) => ({ value: String(severity.id), label: severity.name }));
  const save = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (choice === null) {
      setWrong(new Error(`Choose ${kind === "assign" ? "an owner" : "a severity"}.`));
      return;
    }
    setBusy(true);
    try {
      await onSave(choice === "none" ? null : Number(choice));
      onClose();
    } catch (error) {
      setWrong(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={onClose} launcher={launcher} title={`${words[kind].title} ${subject}`} size="md">
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          {wrong === undefined ? null : (
            <Alert color="red" role="alert">
              {problemText(wrong)}
            </Alert>
          )}
          <Select label={words[kind].label} data={data} value={choice} onChange={setChoice} searchable={data.length > 8} data-autofocus required />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              {words[kind].button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
