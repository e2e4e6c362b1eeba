import { Alert, Button, Group, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { put } from "../../api/platform.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded, Problem } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { type Account, type Member, useAccounts, useMembers, useWorkspaces, type Workspace, type WorkspaceRole } from "./queries.js";

const roles = [
  { value: "analyst", label: "Analyst: reads and changes" },
  { value: "observer", label: "Observer: reads" },
];
const crumbs = [{ label: "Workspaces", to: "/admin/workspaces" }];

/** One workspace: its name and state, and who may work in it. */
export function WorkspacePage() {
  const id = Number(useParams()["id"]);
  const query = useWorkspaces();
  return (
    <Loaded query={query} what="The workspaces could not be loaded">
      {(all) => {
        const workspace = all.find((candidate) => candidate.id === id);
        if (workspace === undefined) return <Page title="Workspace" crumbs={crumbs}><Problem error={new Error("There is no such workspace, or you are no member of it.")} what="Workspace not found" /></Page>;
        return (
          <Page title={workspace.name} crumbs={crumbs} aside={<span className="sk-dimmed">{workspace.open_incidents} open of {workspace.incidents} incidents</span>}>
            <Settings key={workspace.vers} workspace={workspace} />
            <Members workspace={workspace} />
          </Page>
        );
      }}
    </Loaded>
  );
}

function useSaving() {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<unknown>();
  const save = async (path: string, body: unknown, done: string): Promise<void> => {
    setProblem(undefined);
    try {
      await put(path, body);
      notifyDone(done);
    } catch (error) {
      setProblem(error);
    }
    await queries.invalidateQueries({ queryKey: ["configuration"] });
  };
  return { save, shown: problem === undefined ? null : <Alert color="red" role="alert" title="Nothing was changed" mb="sm">{problemText(problem)}</Alert> };
}

function Settings({ workspace }: { workspace: Workspace }) {
  const { save, shown } = useSaving();
  const [name, setName] = useState(workspace.name);
  const [description, setDescription] = useState(workspace.description);
  const [enabled, setEnabled] = useState(workspace.enabled);
  return (
    <form
      className="sk-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(`/workspaces/${workspace.id}`, { vers: workspace.vers, name, description, enabled }, `Workspace ${name} is saved.`);
      }}
    >
      {shown}
      <Stack gap="sm" mb="lg">
        <TextInput label="Name" required maxLength={100} readOnly={workspace.system} {...(workspace.system ? { description: "The default workspace keeps its name and stays on." } : {})} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="Description" maxLength={2000} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        {workspace.system ? null : <Switch label="Takes new incidents" checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />}
        <Group justify="flex-end">
          <Button type="submit" variant="default">
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Members({ workspace }: { workspace: Workspace }) {
  const members = useMembers(workspace.id);
  const accounts = useAccounts();
  const { save, shown } = useSaving();
  const [chosen, setChosen] = useState<string | null>(null);
  const [role, setRole] = useState<WorkspaceRole>("analyst");
  return (
    <section aria-labelledby="ws-members">
      <h2 id="ws-members">Members</h2>
      <p className="sk-dimmed">Administrators work in every workspace, also where they are no members. What a member may do also depends on the role of its account.</p>
      {shown}
      <Loaded query={members} what="The members could not be loaded">
        {({ members: list, vers }) => {
          const own = list.filter((member) => !member.everywhere);
          const set = (next: readonly Member[], done: string) => save(`/workspaces/${workspace.id}/members`, { vers, members: next.map((member) => ({ principal: member.principal.id, role: member.role })) }, done);
          const add = accounts.data?.find((account) => String(account.principal.id) === chosen);
          const columns: Column<Member>[] = [
            { id: "name", header: "Name", cell: (row) => row.principal.display_name },
            { id: "kind", header: "Account", width: "7rem", cell: (row) => (row.principal.type === "user" ? "User" : "API key") },
            {
              id: "role",
              header: "Role",
              width: "17rem",
              cell: (row) =>
                row.everywhere ? (
                  `${row.role === "analyst" ? "Analyst" : "Observer"} in every workspace`
                ) : (
                  <Select size="xs" aria-label={`Role of ${row.principal.display_name}`} data={roles} value={row.role} allowDeselect={false} onChange={(next) => void set(own.map((member) => (member === row ? { ...member, role: next as WorkspaceRole } : member)), `${row.principal.display_name} is now ${next ?? ""}.`)} />
                ),
            },
            { id: "remove", header: "Actions", width: "7rem", cell: (row) => (row.everywhere ? null : <Button size="compact-xs" variant="subtle" color="red" aria-label={`Remove ${row.principal.display_name}`} onClick={() => void set(own.filter((member) => member !== row), `${row.principal.display_name} is no member any more.`)}>Remove</Button>) },
          ];
          return (
            <>
              <Group align="flex-end" gap="sm" mb="sm">
                <Select label="Add a member" placeholder="User or API key" searchable data={choices(accounts.data ?? [], list)} value={chosen} onChange={setChosen} nothingFoundMessage="Nobody else" />
                <Select w="16rem" label="Role" data={roles} value={role} allowDeselect={false} onChange={(next) => setRole((next ?? "analyst") as WorkspaceRole)} />
                <Button
                  onClick={() => {
                    if (add === undefined) return;
                    setChosen(null);
                    void set([...own, { principal: add.principal, role, everywhere: false }], `${add.principal.display_name} is a member now.`);
                  }}
                  {...(add === undefined ? { "data-disabled": true } : {})}
                  aria-disabled={add === undefined}
                >
                  Add
                </Button>
              </Group>
              {list.length === 0 ? <Empty>Only administrators see its incidents so far.</Empty> : <ServerTable label="Members of the workspace" columns={columns} rows={list} rowKey={(row) => `${row.principal.id} ${row.everywhere}`} rowName={(row) => row.principal.display_name} minWidth="40rem" />}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function choices(accounts: readonly Account[], members: readonly Member[]) {
  const there = new Set(members.filter((member) => !member.everywhere).map((member) => member.principal.id));
  return accounts.filter((account) => !account.administrator && !there.has(account.principal.id)).map(({ principal }) => ({ value: String(principal.id), label: `${principal.display_name}${principal.type === "user" ? "" : " (API key)"}` }));
}
