import { Button, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { post } from "../../api/platform.js";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { notifyDone } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Visible } from "../../parts/visible.js";
import { PageLink } from "../customize/links.js";
import { useWorkspaces, type Workspace } from "./queries.js";

const columns: Column<Workspace>[] = [
  { id: "name", header: "Name", cell: (row) => <PageLink to={`/admin/workspaces/${row.id}`} clip><Visible text={row.name} /></PageLink> },
  { id: "description", header: "Description", cell: (row) => <span className="sk-one-line">{row.description}</span> },
  { id: "open", header: "Open", width: "6rem", align: "right", cell: (row) => row.open_incidents.toLocaleString("en") },
  { id: "incidents", header: "Incidents", width: "6rem", align: "right", cell: (row) => row.incidents.toLocaleString("en") },
  { id: "members", header: "Members", width: "6rem", align: "right", cell: (row) => row.members.toLocaleString("en") },
  { id: "state", header: "State", width: "8rem", cell: (row) => (row.system ? "Always there" : row.enabled ? "On" : "Off") },
];

/** Administrator Settings, Workspaces: which there are. */
export function WorkspaceList() {
  const query = useWorkspaces();
  const navigate = useNavigate();
  const button = useRef<HTMLButtonElement>(null);
  const [creating, setCreating] = useState(false);
  return (
    <Page title="Workspaces" aside={query.data === undefined ? null : <span className="sk-dimmed">{query.data.length}</span>} actions={<Button ref={button} onClick={() => setCreating(true)}>Create workspace</Button>}>
      <Loaded query={query} what="The workspaces could not be loaded">
        {(workspaces) => <ServerTable label="Workspaces" columns={columns} rows={workspaces} rowKey={(row) => row.id} rowName={(row) => row.name} onOpen={(row) => void navigate(`/admin/workspaces/${row.id}`)} minWidth="50rem" />}
      </Loaded>
      {creating ? <CreateDialog launcher={button.current} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}

function CreateDialog({ launcher, onClose }: { launcher: HTMLElement | null; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [unnamed, setUnnamed] = useState(false);
  const create = async () => {
    setUnnamed(name.trim() === "");
    if (name.trim() === "") return;
    await post("/workspaces", { name, description });
    await queries.invalidateQueries({ queryKey: ["configuration"] });
    notifyDone(`Workspace ${name.trim()} is made. Add its members next.`);
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title="Create workspace" launcher={launcher}>
      <DialogForm label="Create" refused="The workspace was not made" onSubmit={create} onCancel={onClose}>
        <TextInput label="Name" required data-autofocus maxLength={100} error={unnamed && name.trim() === "" ? "Enter a name" : undefined} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="Description" value={description} maxLength={2000} onChange={(event) => setDescription(event.currentTarget.value)} />
        <Text size="sm" c="dimmed">
          Only its members and administrators see the incidents of a workspace.
        </Text>
      </DialogForm>
    </Dialog>
  );
}
