import { Button, Code } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTopic } from "../../live/topics.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { hub } from "../api.js";
import { useHubSession } from "../session.js";
import type { EnclaveEntry } from "../types.js";
import { useAsked } from "../use-asked.js";
import { CreateEnclave } from "./create-enclave.js";
import { levelWord } from "./levels.js";
import { PermissionsDialog } from "./permissions.js";

const columns: Column<EnclaveEntry>[] = [
  { id: "name", header: "Enclave", cell: (row) => <span className="sk-one-line">{row.name}</span> },
  { id: "reports", header: "Reports", width: "6rem", align: "right", cell: (row) => row.reports.toLocaleString("en") },
  { id: "default", header: "Everybody else", width: "11rem", cell: (row) => levelWord(row.default_level) },
  { id: "own", header: "Accounts with a permission of their own", width: "20rem", cell: (row) => <span className="sk-one-line">{row.levels.map(({ name, level }) => `${name}: ${level}`).join(", ") || "—"}</span> },
  { id: "guid", header: "Id", width: "22rem", cell: (row) => <Code>{row.guid}</Code> },
];

/** Enclaves and who may do what in them, for administrators (console.md §3B.6). */
export function EnclavesPage() {
  const session = useHubSession();
  const queries = useQueryClient();
  const allowed = session.may("accounts");
  const query = useQuery({ queryKey: ["accounts", "enclave"], queryFn: async ({ signal }) => (await hub<{ entities: EnclaveEntry[] }>("GET", "/enclaves", undefined, signal)).entities, enabled: allowed });
  useTopic(allowed ? "accounts" : undefined);
  const [creating, setCreating] = useState(false);
  const createButton = useRef<HTMLButtonElement>(null);
  const opened = useAsked<{ guid: string; launcher: HTMLElement | null }>();
  if (!allowed) {
    return (
      <Page title="Enclaves">
        <Empty>Only accounts with the role admin see this page. Ask an administrator of the hub.</Empty>
      </Page>
    );
  }
  const refetch = () => queries.invalidateQueries({ queryKey: ["accounts", "enclave"] });
  return (
    <Page
      title="Enclaves"
      actions={
        <Button ref={createButton} leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setCreating(true)}>
          New enclave
        </Button>
      }
    >
      <p className="sk-dimmed">An enclave is a circle of accounts. What lies in it is seen by those who may view it, on these pages, by STAXX&apos;s, TruSTAR&apos;s and TAXII&apos;s interface and in exports. Administrators may do everything everywhere.</p>
      <Loaded query={query} what="The enclaves could not be loaded">
        {(enclaves) => (
          <>
            <ServerTable label="Enclaves" columns={columns} rows={enclaves} rowKey={(row) => row.guid} rowName={(row) => row.name} menu={(row) => [{ label: "Permissions…", onSelect: (launcher) => opened.ask({ guid: row.guid, launcher }) }]} onOpen={(row) => opened.ask({ guid: row.guid, launcher: null })} />
            <PermissionsDialog enclave={enclaves.find(({ guid }) => guid === opened.about?.guid)} opened={opened.opened} launcher={opened.about?.launcher ?? null} onClose={opened.close} onChanged={refetch} />
          </>
        )}
      </Loaded>
      <CreateEnclave opened={creating} launcher={createButton.current} onClose={() => setCreating(false)} onCreated={() => void refetch()} />
    </Page>
  );
}
