import { Alert, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { problemText } from "../../parts/notify.js";
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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const wider = widens(job.tlp, settings.tlp);
  const approve = async () => {
    if (busy || (wider && reason.trim() === "")) return;
    setBusy(true);
    try {
      await onApprove(changesFrom(start, settings), reason.trim() === "" ? undefined : reason.trim());
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const [only] = values;
  return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void approve();
        }}
      >
        <Stack>
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
          {problem === undefined ? null : (
            <Alert color="red" role="alert" title="It was not approved">
              {problemText(problem)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={wider && reason.trim() === ""}>
              {wider ? `Widen to ${tlpWord(settings.tlp)} and approve` : "Approve"}
            </Button>
          </Group>
        </Stack>
      </form>
  );
}

function changesFrom(start: ImportSettings, now: ImportSettings): ValueChanges {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => start[name as keyof ImportSettings] !== value));
}
