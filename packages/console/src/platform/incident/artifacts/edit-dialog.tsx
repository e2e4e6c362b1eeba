import { Alert, Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../../api/platform.js";
import { Dialog } from "../../../parts/dialog.js";
import { problemText } from "../../../parts/notify.js";
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
  const types = useTypeNames();
  const before = typeof artifact.description === "string" ? artifact.description : plainOf(artifact.description);
  const [type, setType] = useState(typeOf(artifact));
  const [value, setValue] = useState(artifact.value);
  const [description, setDescription] = useState(before);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [opened, setOpened] = useState(true);
  const close = () => {
    setOpened(false);
    onClose();
    requestAnimationFrame(() => launcher?.isConnected === true && launcher.focus());
  };
  const save = async () => {
    if (value.trim() === "" || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await put(`/incidents/${incident.id}/artifacts/${artifact.id}`, { type: { name: type }, value, ...(description === before ? {} : { description: { format: "text", content: description } }) });
      await queries.invalidateQueries({ queryKey: keys.artifacts(incident.id) });
      close();
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={close} title="Edit artifact" launcher={launcher}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="md">
          <Select label="Type" data={types.includes(type) ? types : [type, ...types]} searchable allowDeselect={false} value={type} onChange={(choice) => setType(choice ?? type)} />
          <Textarea label="Value" required data-autofocus autosize maxRows={8} value={value} onChange={(event) => setValue(event.currentTarget.value)} error={value.trim() === "" ? "Enter a value" : undefined} classNames={{ input: "inc-mono" }} />
          <Textarea label="Description" autosize minRows={2} maxRows={10} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          {problem === undefined ? null : (
            <Alert color="red" role="alert" title="Not saved">
              {problemText(problem)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
