import { Alert, Button, Group, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "../../api/platform.js";
import { Dialog } from "../../parts/dialog.js";
import { notifyDone, problemText } from "../../parts/notify.js";

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
  const [problem, setProblem] = useState<unknown>();
  const fixed = draft.system === true && kind === "artifact type";
  const save = async () => {
    if (value.name.trim() === "") return;
    const description = kind === "artifact type" ? { desc: value.description, multi_aware: value.multi === true } : { description: value.description, parent_id: value.parent ?? null };
    const body = { name: value.name, enabled: value.enabled, ...description };
    try {
      await (draft.id === undefined ? post(path, body) : put(`${path}/${draft.id}`, body));
      await queries.invalidateQueries({ queryKey: ["configuration"] });
      notifyDone(`The ${kind} ${value.name.trim()} is saved.`);
      onClose();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={draft.id === undefined ? `Create ${kind}` : draft.name} launcher={launcher}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="sm">
          {problem === undefined ? null : <Alert color="red" role="alert" title="Nothing was saved">{problemText(problem)}</Alert>}
          <TextInput label="Name" required data-autofocus maxLength={200} readOnly={fixed} {...(fixed ? { description: "It comes with the platform: it can only be switched on and off." } : {})} value={value.name} onChange={(event) => setValue({ ...value, name: event.currentTarget.value })} />
          {fixed ? null : <Textarea label="Description" value={value.description} maxLength={2000} autosize minRows={2} onChange={(event) => setValue({ ...value, description: event.currentTarget.value })} />}
          {parents === undefined ? null : <Select label="Below" placeholder="Nothing" searchable clearable clearButtonProps={{ "aria-label": "Below nothing" }} data={[...parents]} value={value.parent == null ? null : String(value.parent)} onChange={(parent) => setValue({ ...value, parent: parent === null ? null : Number(parent) })} />}
          {fixed || value.multi === undefined ? null : <Switch label="Several values, separated by blanks, become several artifacts" checked={value.multi} onChange={(event) => setValue({ ...value, multi: event.currentTarget.checked })} />}
          <Switch label="On: it can be chosen" checked={value.enabled} onChange={(event) => setValue({ ...value, enabled: event.currentTarget.checked })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Save</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
