import { Alert, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { Value } from "../../parts/value.js";
import { type ImportSettings, SettingsFields, tlpWord } from "../imports/settings-fields.js";
import type { ImportDetail, ValueChanges } from "../types.js";
import { widens } from "./widens.js";

/** Which values are corrected, and what to do with the corrections. */
export interface EditDialogProps {
  job: ImportDetail;
  values: readonly string[];
  opened: boolean;
  launcher: HTMLElement | null;
  onClose: () => void;
  onApprove: (changes: ValueChanges, reason?: string) => Promise<unknown>;
}

/** Corrects what is said about some values, and approves them. */
export function EditDialog(props: EditDialogProps) {
  const { opened, onClose, launcher, values } = props;
  return (
    <Dialog opened={opened} onClose={onClose} launcher={launcher} size="xl" title={values.length === 1 ? "Correct and approve" : `Correct and approve ${values.length} values`}>
      <EditForm {...props} />
    </Dialog>
  );
}

/** Lives as long as the dialog is open, so that each opening starts anew. */
function EditForm({ job, values, onClose, onApprove }: EditDialogProps) {
  const start: ImportSettings = { threat_type: job.threat_type, severity: job.severity, confidence: job.confidence, tlp: job.tlp, tags: job.tags };
  const [settings, setSettings] = useState(start);
  const [reason, setReason] = useState("");
  const wider = widens(job.tlp, settings.tlp);
  const approve = async () => {
    await onApprove(changesFrom(start, settings), reason.trim() === "" ? undefined : reason.trim());
    onClose();
  };
  const [only] = values;
  return (
    <DialogForm label={wider ? `Widen to ${tlpWord(settings.tlp)} and approve` : "Approve"} refused="It was not approved" disabled={wider && reason.trim() === ""} onSubmit={approve} onCancel={onClose}>
      {values.length === 1 && only !== undefined ? <Value value={only} whole /> : null}
      <div className="hub-settings">
        <SettingsFields value={settings} onChange={(change) => setSettings((now) => ({ ...now, ...change }))} autoFocus />
      </div>
      {wider ? (
        <>
          <Alert color="orange" title={`This lets the values travel further: from ${tlpWord(job.tlp)} to ${tlpWord(settings.tlp)}`}>
            Whoever imported them asked for the narrower circle. Say why it may be wider; it is recorded with your name.
          </Alert>
          <Textarea label="Reason" required withAsterisk value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={1000} autosize minRows={2} />
        </>
      ) : (
        <Text c="dimmed">The importer and the read-back see the corrected values, and that you corrected them.</Text>
      )}
    </DialogForm>
  );
}

function changesFrom(start: ImportSettings, now: ImportSettings): ValueChanges {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => start[name as keyof ImportSettings] !== value));
}
