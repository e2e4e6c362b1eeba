import { Radio, Stack, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { hub } from "../api.js";

interface CreateDialogProps {
  opened: boolean;
  launcher: HTMLElement | null;
  onClose: () => void;
  onCreated: (user: string, password: string) => void;
}

/** Makes an account; its password comes from the hub. */
export function CreateDialog(props: CreateDialogProps) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title="New account" launcher={props.launcher}>
      <CreateForm {...props} />
    </Dialog>
  );
}

function CreateForm({ onClose, onCreated }: CreateDialogProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState("analyst");
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const create = async () => {
    setEmpty(name.trim() === "");
    if (name.trim() === "") return field.current?.focus();
    const { password } = await hub<{ password: string }>("POST", "/accounts", { name: name.trim(), role });
    onClose();
    onCreated(name.trim(), password);
  };
  return (
    <DialogForm label="Create account" refused="No account was made" onSubmit={create} onCancel={onClose}>
      <TextInput ref={field} label="User" description="The name a person or program logs in with" required withAsterisk value={name} onChange={(event) => setName(event.currentTarget.value)} error={empty ? "Enter a name" : undefined} maxLength={100} spellCheck={false} autoComplete="off" data-autofocus />
      <Radio.Group label="Role" value={role} onChange={setRole}>
        <Stack gap={6} mt={4}>
          <Radio value="analyst" label="analyst: searches and imports" />
          <Radio value="admin" label="admin: also approves, loads reports, keeps accounts" />
        </Stack>
      </Radio.Group>
    </DialogForm>
  );
}
