import { Text, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";

/** Asks why something is rejected; the importer will read it. */
export function RejectDialog({ opened, what, launcher, onClose, onReject }: { opened: boolean; what: string; launcher: HTMLElement | null; onClose: () => void; onReject: (reason: string) => Promise<unknown> }) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (!opened) return;
    setReason("");
    setMissing(false);
  }, [opened]);
  const reject = async () => {
    setMissing(reason.trim() === "");
    if (reason.trim() === "") return;
    await onReject(reason.trim());
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={`Reject ${what}`} launcher={launcher}>
      <DialogForm label="Reject" danger refused="It was not rejected" onSubmit={reject} onCancel={onClose}>
        <Text>Rejected values never count as indicators, and it cannot be taken back; they would have to be imported again.</Text>
        <Textarea label="Reason" description="Whoever imported them reads it." required withAsterisk value={reason} onChange={(event) => setReason(event.currentTarget.value)} error={missing ? "Say why they are rejected" : undefined} autosize minRows={2} maxLength={1000} data-autofocus />
      </DialogForm>
    </Dialog>
  );
}
