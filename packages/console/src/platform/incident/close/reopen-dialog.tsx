import { Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../../../parts/dialog.js";
import { DialogForm } from "../../../parts/dialog-form.js";
import { notifyDone, notifyProblem } from "../../../parts/notify.js";
import { setField } from "../data/change.js";
import { addNote } from "../notes/add-note.js";
import { useIncidentPage } from "../page/page-state.js";

/** Opens a closed incident again; the reason becomes a note. */
export function ReopenDialog({ opened, onClose, launcher }: { opened: boolean; onClose: () => void; launcher: HTMLElement | null }) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState(false);
  const reopen = async () => {
    setWrong(reason.trim() === "");
    if (reason.trim() === "") return;
    await setField(queries, incident.id, "plan_status", "C", "A");
    try {
      await addNote(queries, incident.id, `Reopened: ${reason.trim()}`);
    } catch (error) {
      notifyProblem("The incident is open again, but the note with the reason was not added", error);
    }
    notifyDone(`Incident ${incident.id} is open again.`);
    setReason("");
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={`Reopen incident ${incident.id}`} launcher={launcher}>
      <DialogForm label="Reopen incident" refused="Not reopened" onSubmit={reopen} onCancel={onClose}>
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
      </DialogForm>
    </Dialog>
  );
}
