import { Select, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { refang } from "../../../parts/defang.js";
import { DialogForm } from "../../../parts/dialog-form.js";
import { notifyDone } from "../../../parts/notify.js";
import { writeDraft } from "../data/drafts.js";
import { keys } from "../data/queries.js";
import { useIncidentPage } from "../page/page-state.js";
import { addArtifact, extract } from "./add-artifact.js";
import type { AddProps } from "./add-dialog.js";
import { artifactKey, existingKeys } from "./paste.js";
import { useTypeNames } from "./use-type-names.js";

const detect = "Detect";

/** Adds one artifact. A value that was made harmless is read as what it was; several lines go to the other way. */
export function AddOne({ existing, onAdded, onClose, onPasted }: AddProps & { onPasted: () => void }) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const types = useTypeNames();
  const [type, setType] = useState(detect);
  const [value, setValue] = useState("");
  const [description, setDescription] = useState("");
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const field = useRef<HTMLTextAreaElement>(null);
  const read = refang(value);
  const refuse = (text: string) => {
    setWrong(text);
    field.current?.focus();
  };
  const add = async () => {
    if (value.trim() === "") { refuse("Enter a value"); return; }
    const found = type === detect ? (await extract(incident.id, value)).entities[0] : undefined;
    const chosen = type === detect ? found?.type : type;
    const stored = found?.value ?? read;
    if (chosen === undefined) { refuse("No indicator is recognised in this. Choose its type."); return; }
    if (existingKeys(existing).has(artifactKey(chosen, stored))) { refuse(`The incident holds this ${chosen} already.`); return; }
    onAdded(await addArtifact(incident.id, chosen, stored, description));
    await queries.invalidateQueries({ queryKey: keys.artifacts(incident.id) });
    notifyDone(`Added ${chosen}.`);
    onClose();
  };
  return (
    <DialogForm label="Add artifact" refused="Not added" showKeys onSubmit={add} onCancel={onClose}>
      <Select label="Type" data={[detect, ...types]} searchable allowDeselect={false} value={type} onChange={(choice) => setType(choice ?? detect)} />
      <Textarea
        ref={field}
        label="Value"
        required
        data-autofocus
        autosize
        minRows={1}
        maxRows={6}
        value={value}
        classNames={{ input: "inc-mono" }}
        onChange={(event) => {
          setValue(event.currentTarget.value);
          setWrong(undefined);
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text/plain");
          if (value !== "" || text.trim().split(/\s*\n\s*/).length < 2) return;
          event.preventDefault();
          writeDraft(`paste:${incident.id}`, text);
          onPasted();
        }}
        description={value.trim() !== "" && read !== value.trim() ? `Read as ${read}` : "Several lines are taken apart in “From text”."}
        error={wrong}
      />
      <Textarea label="Description" autosize minRows={2} maxRows={8} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
    </DialogForm>
  );
}
