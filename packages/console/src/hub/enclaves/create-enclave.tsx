import { Alert, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { problemText } from "../../parts/notify.js";
import { hub } from "../api.js";
import type { EnclaveLevel } from "../types.js";
import { levelChoices } from "./levels.js";

interface CreateEnclaveProps {
  opened: boolean;
  launcher: HTMLElement | null;
  onClose: () => void;
  onCreated: () => void;
}

/** Makes an enclave. */
export function CreateEnclave(props: CreateEnclaveProps) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title="New enclave" launcher={props.launcher}>
      <CreateForm {...props} />
    </Dialog>
  );
}

function CreateForm({ onClose, onCreated }: CreateEnclaveProps) {
  const [name, setName] = useState("");
  const [level, setLevel] = useState<EnclaveLevel>("none");
  const [problem, setProblem] = useState<unknown>();
  const [empty, setEmpty] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const create = async () => {
    setEmpty(name.trim() === "");
    if (name.trim() === "") return field.current?.focus();
    setBusy(true);
    try {
      await hub("POST", "/enclaves", { name: name.trim(), default_level: level });
      onClose();
      onCreated();
    } catch (error) {
      setProblem(error);
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Stack>
        <TextInput ref={field} label="Name" required withAsterisk value={name} onChange={(event) => setName(event.currentTarget.value)} error={empty ? "Enter a name" : undefined} maxLength={100} spellCheck={false} autoComplete="off" data-autofocus />
        <Select label="Accounts without a permission of their own" data={levelChoices} value={level} onChange={(choice) => setLevel(choice ?? "none")} allowDeselect={false} />
        {problem === undefined ? null : (
          <Alert color="red" role="alert" title="No enclave was made">
            {problemText(problem)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create enclave
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
