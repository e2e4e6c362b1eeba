import { Select, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../../api/platform.js";
import { Dialog } from "../../../parts/dialog.js";
import { DialogForm } from "../../../parts/dialog-form.js";
import { keys } from "../data/queries.js";
import type { Artifact } from "../data/types.js";
import { plainOf } from "../details/changes.js";
import { useIncidentPage } from "../page/page-state.js";
import { typeOf } from "./columns.js";
import { useTypeNames } from "./use-type-names.js";

/** Corrects an artifact: its type, value and description. */
export function EditDialog({ artifact, onClose, launcher }: { artifact: Artifact; onClose: () => void; launcher: HTMLElement | null }) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const types = useTypeNames(artifact.attachment !== null);
  const before = typeof artifact.description === "string" ? artifact.description : plainOf(artifact.description);
  const [type, setType] = useState(typeOf(artifact));
  const [value, setValue] = useState(artifact.value);
  const [description, setDescription] = useState(before);
  const [opened, setOpened] = useState(true);
  const close = () => {
    setOpened(false);
    onClose();
    requestAnimationFrame(() => launcher?.isConnected === true && launcher.focus());
  };
  const save = async () => {
    if (value.trim() === "") return;
    await put(`/incidents/${incident.id}/artifacts/${artifact.id}`, { type: { name: type }, value, ...(description === before ? {} : { description: { format: "text", content: description } }) });
    await queries.invalidateQueries({ queryKey: keys.artifacts(incident.id) });
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title="Edit artifact" launcher={launcher}>
      <DialogForm label="Save" refused="Not saved" onSubmit={save} onCancel={close}>
        <Select label="Type" data={types.includes(type) ? types : [type, ...types]} searchable allowDeselect={false} value={type} onChange={(choice) => setType(choice ?? type)} />
        <Textarea label="Value" required data-autofocus autosize maxRows={8} value={value} onChange={(event) => setValue(event.currentTarget.value)} error={value.trim() === "" ? "Enter a value" : undefined} classNames={{ input: "inc-mono" }} />
        <Textarea label="Description" autosize minRows={2} maxRows={10} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
      </DialogForm>
    </Dialog>
  );
}
