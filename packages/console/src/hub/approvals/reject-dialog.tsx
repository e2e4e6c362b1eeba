import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { problemText } from "../../parts/notify.js";

/** Asks why something is rejected; the importer will read it. */
export function RejectDialog({ opened, what, launcher, onClose, onReject }: { opened: boolean; what: string; launcher: HTMLElement | null; onClose: () => void; onReject: (reason: string) => Promise<unknown> }) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  useEffect(() => {
    if (!opened) return;
    setReason("");
    setMissing(false);
    setProblem(undefined);
  }, [opened]);
  const reject = async () => {
    setMissing(reason.trim() === "");
    if (reason.trim() === "" || busy) return;
    setBusy(true);
    try {
      await onReject(reason.trim());
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={`Reject ${what}`} launcher={launcher}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void reject();
        }}
      >
        <Stack>
          <Text>Rejected values never count as indicators, and it cannot be taken back; they would have to be imported again.</Text>
          <Textarea label="Reason" description="Whoever imported them reads it." required withAsterisk value={reason} onChange={(event) => setReason(event.currentTarget.value)} error={missing ? "Say why they are rejected" : undefined} autosize minRows={2} maxLength={1000} data-autofocus onKeyDown={(event) => event.key === "Enter" && event.ctrlKey && void reject()} />
          {problem === undefined ? null : (
            <Alert color="red" role="alert" title="It was not rejected">
              {problemText(problem)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={busy}>
              Reject
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
