import { Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "../../api/platform.js";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { notifyDone } from "../../parts/notify.js";

/** What the dialog begins with. */
export interface TypeDraft {
  /** Undefined for a new one. */
  id?: number;
  name: string;
  description: string;
  enabled: boolean;
  parent?: number | null;
  multi?: boolean;
  system?: boolean;
}

/** Asks for an artifact type or an incident type. @param parents what an incident type can stand below. */
export function TypeDialog({ kind, path, draft, parents, launcher, onClose }: { kind: "artifact type" | "incident type"; path: "/artifact_types" | "/incident_types"; draft: TypeDraft; parents?: readonly { value: string; label: string }[]; launcher: HTMLElement | null; onClose: () => void }) {
  const queries = useQueryClient();
  const [value, setValue] = useState(draft);
  const [unnamed, setUnnamed] = useState(false);
  const fixed = draft.system === true && kind === "artifact type";
  const save = async () => {
    setUnnamed(value.name.trim() === "");
    if (value.name.trim() === "") return;
    const description = kind === "artifact type" ? { desc: value.description, multi_aware: value.multi === true } : { description: value.description, parent_id: value.parent ?? null };
    const body = { name: value.name, enabled: value.enabled, ...description };
    await (draft.id === undefined ? post(path, body) : put(`${path}/${draft.id}`, body));
    await queries.invalidateQueries({ queryKey: ["configuration"] });
    notifyDone(`The ${kind} ${value.name.trim()} is saved.`);
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={draft.id === undefined ? `Create ${kind}` : draft.name} launcher={launcher}>
      <DialogForm label="Save" refused="Nothing was saved" onSubmit={save} onCancel={onClose}>
        <TextInput label="Name" required data-autofocus maxLength={200} readOnly={fixed} {...(fixed ? { description: "It comes with the platform: it can only be switched on and off." } : {})} error={unnamed && value.name.trim() === "" ? "Enter a name" : undefined} value={value.name} onChange={(event) => setValue({ ...value, name: event.currentTarget.value })} />
        {fixed ? null : <Textarea label="Description" value={value.description} maxLength={2000} autosize minRows={2} onChange={(event) => setValue({ ...value, description: event.currentTarget.value })} />}
        {parents === undefined ? null : <Select label="Below" placeholder="Nothing" searchable clearable clearButtonProps={{ "aria-label": "Below nothing" }} data={[...parents]} value={value.parent == null ? null : String(value.parent)} onChange={(parent) => setValue({ ...value, parent: parent === null ? null : Number(parent) })} />}
        {fixed || value.multi === undefined ? null : <Switch label="Several values, separated by blanks, become several artifacts" checked={value.multi} onChange={(event) => setValue({ ...value, multi: event.currentTarget.checked })} />}
        <Switch label="On: it can be chosen" checked={value.enabled} onChange={(event) => setValue({ ...value, enabled: event.currentTarget.checked })} />
      </DialogForm>
    </Dialog>
  );
}
