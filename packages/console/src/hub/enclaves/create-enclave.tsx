import { Select, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
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
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const create = async () => {
    setEmpty(name.trim() === "");
    if (name.trim() === "") return field.current?.focus();
    await hub("POST", "/enclaves", { name: name.trim(), default_level: level });
    onClose();
    onCreated();
  };
  return (
    <DialogForm label="Create enclave" refused="No enclave was made" onSubmit={create} onCancel={onClose}>
      <TextInput ref={field} label="Name" required withAsterisk value={name} onChange={(event) => setName(event.currentTarget.value)} error={empty ? "Enter a name" : undefined} maxLength={100} spellCheck={false} autoComplete="off" data-autofocus />
      <Select label="Accounts without a permission of their own" data={levelChoices} value={level} onChange={(choice) => setLevel(choice ?? "none")} allowDeselect={false} />
    </DialogForm>
  );
}
