import { Alert, Button, Code, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTopic } from "../../live/topics.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Time } from "../../parts/time.js";
import { hub } from "../api.js";
import { count } from "../search/columns.js";
import { useHubSession } from "../session.js";
import type { WarningList, WarningListState } from "../types.js";
import { CheckBox } from "./check-box.js";
import { warningListsQuery } from "./queries.js";

const effects = [
  { value: "hold", label: "Mark, hold imports, no hit" },
  { value: "mark", label: "Mark only" },
  { value: "off", label: "Off" },
];

function columns(mayChange: boolean, change: (list: WarningList, effect: string) => void): Column<WarningList>[] {
  return [
    {
      id: "name",
      header: "List",
      cell: (row) => (
        <>
          <strong>{row.name}</strong>
          {row.description === "" ? null : <div className="sk-dimmed">{row.description}</div>}
          {row.errors.map((error) => (
            <div key={error} className="hub-list-error">
              {error}
            </div>
          ))}
        </>
      ),
    },
    { id: "kind", header: "Kind", width: "7rem", cell: (row) => row.kind },
    { id: "entries", header: "Entries", width: "6.5rem", align: "right", cell: (row) => row.entries.toLocaleString("en") },
    { id: "version", header: "Version", width: "7rem", cell: (row) => (row.version === "" ? <span className="sk-dimmed">—</span> : row.version) },
    {
      id: "effect",
      header: "Effect",
      width: "16rem",
      cell: (row) =>
        mayChange ? (
          <NativeSelect size="xs" aria-label={`Effect of ${row.name}`} data={effects} value={row.effect} onChange={(event) => change(row, event.currentTarget.value)} />
        ) : (
          (effects.find(({ value }) => value === row.effect)?.label ?? row.effect)
        ),
    },
  ];
}

/** The lists of well-known values: what there is, what it does, and what a value stands on (console.md §3B.6). */
export function WarningListsPage() {
  const session = useHubSession();
  const queries = useQueryClient();
  const query = useQuery(warningListsQuery);
  const [busy, setBusy] = useState(false);
  useTopic("warninglists");
  const mayChange = session.may("accounts");
  const apply = (state: WarningListState) => queries.setQueryData(warningListsQuery.queryKey, state);
  const change = (list: WarningList, effect: string) =>
    void hub<WarningListState>("PUT", `/warninglists/${encodeURIComponent(list.id)}`, { effect }).then(
      (state) => {
        apply(state);
        notifyDone(`${list.name}: ${effects.find(({ value }) => value === effect)?.label ?? effect}.`);
      },
      (error: unknown) => notifyProblem("Nothing was changed", error),
    );
  const reload = () => {
    setBusy(true);
    void hub<WarningListState>("POST", "/warninglists/reload")
      .then(apply, (error: unknown) => notifyProblem("The lists could not be read", error))
      .finally(() => setBusy(false));
  };
  return (
    <Page
      title="Warning lists"
      actions={
        mayChange ? (
          <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden="true" />} loading={busy} onClick={reload}>
            Read again
          </Button>
        ) : undefined
      }
    >
      <p className="sk-dimmed">
        Values that nearly everybody meets: they are marked wherever they show up, an import of one waits for somebody&apos;s word even when it comes with approval, and whole-file loads keep them as no hit.
      </p>
      <CheckBox />
      <Loaded query={query} what="The warning lists could not be loaded">
        {({ folder, loaded, error, lists }) => (
          <>
            {error === undefined ? null : (
              <Alert color="orange" mb="sm" title="The folder cannot be read">
                {error}
              </Alert>
            )}
            <p className="sk-dimmed">
              {count(lists.length, "list")}. MISP warning lists are read from <Code>{folder}</Code>
              {loaded === null ? ", which is being read." : <>, last read <Time at={loaded} />.</>}
            </p>
            <ServerTable label="Warning lists" columns={columns(mayChange, change)} rows={lists} rowKey={(row) => row.id} rowName={(row) => row.name} faded={(row) => row.effect === "off"} minWidth="50rem" />
          </>
        )}
      </Loaded>
    </Page>
  );
}
