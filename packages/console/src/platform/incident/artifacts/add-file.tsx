import { FileInput, Progress, Select, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { orgPath } from "../../../api/platform.js";
import { sendFile, type Upload } from "../../../api/upload.js";
import { DialogForm } from "../../../parts/dialog-form.js";
import { notifyDone } from "../../../parts/notify.js";
import { sizeText } from "../../../parts/size.js";
import { useSession } from "../../../shell/session.js";
import { keys } from "../data/queries.js";
import type { Artifact } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import type { AddProps } from "./add-dialog.js";
import { useTypeNames } from "./use-type-names.js";

/** Largest file that the platform takes, bytes. */
const largestFile = 25 * 1024 * 1024;

/** Adds an artifact that is a file: a sample, a mail, a log. */
export function AddFile({ onAdded, onClose }: AddProps) {
  const { incident } = useIncidentPage();
  const { csrf_token: csrfToken } = useSession();
  const queries = useQueryClient();
  const types = useTypeNames(true);
  const [type, setType] = useState("Other File");
  const [file, setFile] = useState<File | null>(null);
  const [description, setDescription] = useState("");
  const [share, setShare] = useState<number>();
  const [missing, setMissing] = useState(false);
  const upload = useRef<Upload<Artifact[]>>(undefined);
  useEffect(() => () => upload.current?.cancel(), []);
  const wrong = file === null ? (missing ? "Choose a file" : undefined) : file.size === 0 ? "The file is empty" : file.size > largestFile ? `The file has ${sizeText(file.size)}; at most 25 MB are taken` : undefined;
  const add = async () => {
    setMissing(file === null);
    if (file === null || wrong !== undefined) return;
    const form = new FormData();
    form.append("artifact", JSON.stringify({ type: { name: type }, description: description.trim() === "" ? null : { format: "text", content: description } }));
    form.append("file", file, file.name);
    upload.current = sendFile<Artifact[]>(orgPath(`/incidents/${incident.id}/artifacts/files?handle_format=objects&text_content_output_format=objects_no_convert`), form, csrfToken, setShare);
    try {
      onAdded(await upload.current.done);
    } finally {
      setShare(undefined);
    }
    await queries.invalidateQueries({ queryKey: keys.artifacts(incident.id) });
    notifyDone(`Added ${file.name}.`);
    onClose();
  };
  return (
    <DialogForm label="Add artifact" refused="Not added" showKeys onSubmit={add} onCancel={onClose}>
      <Select label="Type" data={types} searchable allowDeselect={false} value={type} onChange={(choice) => setType(choice ?? type)} />
      <FileInput label="File" required data-autofocus placeholder="Choose a file" description="At most 25 MB. It is only ever downloaded, never opened in this page." value={file} onChange={setFile} error={wrong} />
      <Textarea label="Description" autosize minRows={2} maxRows={8} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
      {share === undefined ? null : <Progress value={share * 100} aria-label="Upload" />}
      <Text size="sm" c="dimmed">Threat sources that want files get its content.</Text>
    </DialogForm>
  );
}
