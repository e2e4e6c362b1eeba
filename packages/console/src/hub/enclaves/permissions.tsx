import { Button, Group, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Dialog } from "../../parts/dialog.js";
import { notifyProblem } from "../../parts/notify.js";
import { Loaded } from "../../parts/states.js";
import { hub } from "../api.js";
import type { AccountEntry, EnclaveEntry } from "../types.js";
import { levelChoices } from "./levels.js";

interface PermissionsProps {
  enclave: EnclaveEntry | undefined;
  opened: boolean;
  launcher: HTMLElement | null;
  onClose: () => void;
  onChanged: () => Promise<void>;
}

const inherited = "";

/** Who may do what in an enclave; each choice counts at once. */
export function PermissionsDialog({ enclave, opened, launcher, onClose, onChanged }: PermissionsProps) {
  const accounts = useQuery({ queryKey: ["accounts", "account"], queryFn: async ({ signal }) => (await hub<{ entities: AccountEntry[] }>("GET", "/accounts", undefined, signal)).entities, enabled: opened });
  const change = (path: string, body: unknown) => void hub("PUT", `/enclaves/${enclave?.guid ?? ""}${path}`, body).then(onChanged, (error: unknown) => notifyProblem("Nothing was changed", error));
  return (
    <Dialog opened={opened} onClose={onClose} launcher={launcher} title={`Permissions in ${enclave?.name ?? ""}`}>
      <Stack>
        <Select label="Accounts without a permission of their own" data={levelChoices} value={enclave?.default_level ?? "none"} onChange={(level) => change("", { default_level: level })} allowDeselect={false} data-autofocus />
        <Loaded query={accounts} rows={3} what="The accounts could not be loaded">
          {(all) =>
            all.map(({ id, name, role }) =>
              role === "admin" ? (
                <p key={id} className="sk-dimmed">
                  {name} is an administrator and may do everything.
                </p>
              ) : (
                <Select key={id} label={name} data={[{ value: inherited, label: "as everybody else" }, ...levelChoices]} value={enclave?.levels.find(({ account_id: account }) => account === id)?.level ?? inherited} onChange={(level) => change(`/levels/${id}`, { level: level === inherited ? null : level })} allowDeselect={false} />
              ),
            )
          }
        </Loaded>
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
