import { Button, Code } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTopic } from "../../live/topics.js";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import type { MenuEntries } from "../../parts/row-menu.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { hub } from "../api.js";
import { count } from "../search/columns.js";
import { useHubSession } from "../session.js";
import type { AccountEntry } from "../types.js";
import { useAsked } from "../use-asked.js";
import { CreateDialog } from "./create-dialog.js";
import { KeysDialog } from "./keys-dialog.js";
import { PasswordDialog } from "./password-dialog.js";

const columns: Column<AccountEntry>[] = [
  { id: "name", header: "User", cell: (row) => <span className="sk-one-line">{row.name}</span> },
  { id: "role", header: "Role", width: "8rem", cell: (row) => row.role },
  { id: "state", header: "State", width: "8rem", cell: (row) => (row.locked ? <Tag kind="mark" value="off" label="Locked" /> : <Tag kind="mark" value="on" label="Open" />) },
  { id: "imports", header: "Imports", width: "6rem", align: "right", cell: (row) => row.imports.toLocaleString("en") },
  { id: "used", header: "Last used", width: "9rem", cell: (row) => <Time at={row.last_used} /> },
  { id: "created", header: "Created", width: "9rem", cell: (row) => <Time at={row.created} /> },
];

/** A question that is open about an account. */
interface Asked {
  what: "remove" | "password" | "lock";
  account: AccountEntry;
  launcher: HTMLElement;
}

/** Accounts of the hub, for administrators (console.md §3B.6). */
export function AccountsPage() {
  const session = useHubSession();
  const queries = useQueryClient();
  const allowed = session.may("accounts");
  const query = useQuery({ queryKey: ["accounts", "account"], queryFn: async ({ signal }) => (await hub<{ entities: AccountEntry[] }>("GET", "/accounts", undefined, signal)).entities, enabled: allowed });
  useTopic(allowed ? "accounts" : undefined);
  const [creating, setCreating] = useState(false);
  const asked = useAsked<Asked>();
  const made = useAsked<{ user: string; password: string }>();
  const keys = useAsked<{ account: AccountEntry; launcher: HTMLElement }>();
  const createButton = useRef<HTMLButtonElement>(null);
  if (!allowed) {
    return (
      <Page title="Accounts">
        <Empty>Only accounts with the role admin see this page. Ask an administrator of the hub.</Empty>
      </Page>
    );
  }
  const refetch = () => queries.invalidateQueries({ queryKey: ["accounts"] });
  const change = async (account: AccountEntry, changes: { role?: string; locked?: boolean; new_password?: boolean }, done: string) => {
    const answer = await hub<{ password?: string }>("PUT", `/accounts/${account.id}`, changes);
    await refetch();
    if (answer.password === undefined) notifyDone(done);
    else made.ask({ user: account.name, password: answer.password });
  };
  const quietly = (work: Promise<void>) => void work.catch((error: unknown) => notifyProblem("Nothing was changed", error));
  const menu = (account: AccountEntry): MenuEntries => {
    const own = account.name === session.user ? { disabledReason: "You are logged in with it; another administrator can do that" } : {};
    const other = account.role === "admin" ? "analyst" : "admin";
    return [
      { label: `Make ${other}`, onSelect: () => quietly(change(account, { role: other }, `${account.name} is ${other} now.`)), ...own },
      { label: "API keys…", onSelect: (launcher) => keys.ask({ account, launcher }) },
      { label: "New password…", onSelect: (launcher) => asked.ask({ what: "password", account, launcher }) },
      account.locked ? { label: "Unlock", onSelect: () => quietly(change(account, { locked: false }, `${account.name} can log in again.`)) } : { label: "Lock…", onSelect: (launcher) => asked.ask({ what: "lock", account, launcher }), ...own },
      "divider",
      { label: "Remove…", danger: true, onSelect: (launcher) => asked.ask({ what: "remove", account, launcher }), ...(account.imports > 0 ? { disabledReason: `${count(account.imports, "import")} filed under it; lock it instead` } : own) },
    ];
  };
  const question = asked.about === undefined ? undefined : questions[asked.about.what](asked.about.account);
  const confirm = async () => {
    if (asked.about === undefined) return;
    const { account, what } = asked.about;
    if (what === "remove") {
      await hub("DELETE", `/accounts/${account.id}`);
      await refetch();
      notifyDone(`Removed ${account.name}.`);
    } else await change(account, what === "lock" ? { locked: true } : { new_password: true }, `${account.name} is locked.`);
  };
  return (
    <Page
      title="Accounts"
      actions={
        <Button ref={createButton} leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setCreating(true)}>
          New account
        </Button>
      }
    >
      <p className="sk-dimmed">
        People and programs log in with these, on these pages and by the STAXX interface (<Code>staxx_user</Code>, <Code>staxx_password</Code> of app.config). An analyst searches and imports; an admin also approves, loads reports and keeps accounts.
      </p>
      <Loaded query={query} what="The accounts could not be loaded">
        {(accounts) => <ServerTable label="Accounts" columns={columns} rows={accounts} rowKey={(row) => row.id} rowName={(row) => row.name} menu={menu} faded={(row) => row.locked} minWidth="50rem" />}
      </Loaded>
      <CreateDialog
        opened={creating}
        launcher={createButton.current}
        onClose={() => setCreating(false)}
        onCreated={(user, password) => {
          void refetch();
          made.ask({ user, password });
        }}
      />
      <ConfirmDialog opened={asked.opened} onClose={asked.close} launcher={asked.about?.launcher ?? null} title={question?.title ?? ""} confirm={question?.verb ?? ""} onConfirm={confirm}>
        {question?.text}
      </ConfirmDialog>
      <KeysDialog account={keys.about?.account} opened={keys.opened} launcher={keys.about?.launcher ?? null} onClose={keys.close} />
      <PasswordDialog made={made.about} opened={made.opened} launcher={asked.about?.launcher ?? createButton.current} onClose={made.close} />
    </Page>
  );
}

const questions: Readonly<Record<Asked["what"], (account: AccountEntry) => { title: string; text: string; verb: string }>> = {
  remove: ({ name }) => ({ title: `Remove ${name}`, text: `The account ${name} and its sessions end at once. It filed no imports. This cannot be taken back.`, verb: "Remove account" }),
  password: ({ name }) => ({ title: `New password for ${name}`, text: `The old password and all sessions of ${name} end at once. Programs that use it (app.config) need the new one. It is shown once.`, verb: "Make a new password" }),
  lock: ({ name }) => ({ title: `Lock ${name}`, text: `${name} cannot log in and its sessions and tokens end at once, also those of programs. Unlocking lets it in again with the same password.`, verb: "Lock account" }),
};
