import { Alert, Button, Group, Stack, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../../parts/dialog.js";
import { notifyDone, notifyProblem, problemText } from "../../../parts/notify.js";
import { setField } from "../data/change.js";
import { addNote } from "../notes/add-note.js";
import { useIncidentPage } from "../page/page-state.js";

/** Opens a closed incident again; the reason becomes a note. */
export function ReopenDialog({ opened, onClose, launcher }: { opened: boolean; onClose: () => void; launcher: HTMLElement | null }) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const reopen = async () => {
    setWrong(reason.trim() === "");
    if (reason.trim() === "" || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await setField(queries, incident.id, "plan_status", "C", "A");
      try {
        await addNote(queries, incident.id, `Reopened: ${reason.trim()}`);
      } catch (error) {
        notifyProblem("The incident is open again, but the note with the reason was not added", error);
      }
      notifyDone(`Incident ${incident.id} is open again.`);
      setReason("");
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={`Reopen incident ${incident.id}`} launcher={launcher}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void reopen();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void reopen();
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Reason"
            description="It is added as a note."
            required
            data-autofocus
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={wrong && reason.trim() === "" ? "Enter a reason" : undefined}
          />
          {problem === undefined ? null : (
            <Alert color="red" role="alert" title="Not reopened">
              {problemText(problem)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Reopen incident
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
