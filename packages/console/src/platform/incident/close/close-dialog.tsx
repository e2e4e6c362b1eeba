import { Alert } from "@mantine/core";
import type { FieldDefDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "../../../parts/dialog.js";
import { DialogForm } from "../../../parts/dialog-form.js";
import { focusField } from "../../../parts/field.js";
import { isEmptyValue } from "../../../parts/field-values.js";
import { notifyDone } from "../../../parts/notify.js";
import { Loading, Problem } from "../../../parts/states.js";
import { patchIncident } from "../data/change.js";
import { useFields, useInvocations } from "../data/queries.js";
import type { Incident } from "../data/types.js";
import { patchChanges, pathOf, storedValue, widgetValue } from "../details/changes.js";
import { useIncidentPage } from "../page/page-state.js";
import { nameOf } from "../summary/running-actions.js";
import { ClosingFields, useClosing } from "./closing-fields.js";

/** What is asked on closing: resolution and summary, then every field required on close that is still empty. */
export function closingFields(fields: readonly FieldDefDTO[], incident: Incident): FieldDefDTO[] {
  const first = ["resolution_id", "resolution_summary"].flatMap((name) => fields.find((field) => field.prefix === null && field.name === name) ?? []);
  const others = fields.filter((field) => field.required === "close" && !first.includes(field) && isEmptyValue(widgetValue(field, storedValue(incident, field))));
  return [...first, ...others];
}

/** Closes the incident with one patch. */
export function CloseDialog({ opened, onClose, launcher }: { opened: boolean; onClose: () => void; launcher: HTMLElement | null }) {
  const { incident } = useIncidentPage();
  const fields = useFields("incident");
  return (
    <Dialog opened={opened} onClose={onClose} title={`Close incident ${incident.id}`} launcher={launcher}>
      {fields.data === undefined ? (
        fields.error === null ? <Loading rows={4} /> : <Problem error={fields.error} onRetry={() => void fields.refetch()} />
      ) : (
        <CloseForm fields={fields.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function CloseForm({ fields, onClose }: { fields: readonly FieldDefDTO[]; onClose: () => void }) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const invocations = useInvocations(incident.id).data ?? [];
  const form = useRef<HTMLFormElement>(null);
  const [asked] = useState(() => closingFields(fields, incident));
  const [base] = useState(() => new Map(asked.map((field) => [pathOf(field), storedValue(incident, field)])));
  const closing = useClosing(asked, () => new Map(asked.map((field) => [pathOf(field), widgetValue(field, base.get(pathOf(field)))])));
  useEffect(() => focusField(form.current, asked[0] === undefined ? "" : pathOf(asked[0])), [asked]);
  const running = invocations.filter((invocation) => invocation.parent_id === null && invocation.outcome === "pending");
  const close = async () => {
    if (!closing.check(form.current)) return;
    const status = await patchIncident(queries, incident.id, [...patchChanges(asked, base, closing.values), { field: "plan_status", old_value: { object: "A" }, new_value: { object: "C" } }]);
    if (!status.success) throw new Error("The incident was not closed: somebody changed it meanwhile. Look at its values, then close it again.");
    notifyDone(`Incident ${incident.id} is closed.`);
    onClose();
  };
  return (
    <DialogForm ref={form} label="Close incident" refused="Not closed" showKeys onSubmit={close} onCancel={onClose}>
      <ClosingFields closing={closing} />
      {running.length === 0 ? null : (
        <Alert color="blue" title={running.length === 1 ? "1 action is still running" : `${running.length} actions are still running`}>
          {running.map(nameOf).join(", ")}. They go on after closing.
        </Alert>
      )}
    </DialogForm>
  );
}
