import { Alert, Button, Group, Pagination, Stack, Text, Textarea } from "@mantine/core";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTopic } from "../../live/topics.js";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { hub } from "../api.js";
import { TypeCell } from "../cells.js";
import { count } from "../search/columns.js";
import { useAsked } from "../use-asked.js";

interface Entry {
  type: string;
  value: string;
  added_by: string;
  created: number;
}

const atOnce = 50;
const columns: Column<Entry>[] = [
  { id: "value", header: "Value", cell: (row) => <Value value={row.value} type={row.type} /> },
  { id: "type", header: "Type", width: "8rem", cell: (row) => <TypeCell type={row.type} /> },
  { id: "by", header: "Added by", width: "10rem", cell: (row) => <span className="sk-one-line">{row.added_by}</span> },
  { id: "created", header: "Added", width: "9rem", cell: (row) => <Time at={row.created} /> },
];

/** Values that are no indicators, whatever reports say of them (console.md §3B.6). */
export function WhitelistPage() {
  const [page, setPage] = useState(1);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["indicators", "whitelist", page],
    queryFn: ({ signal }) => hub<{ total: number; entities: Entry[] }>("GET", `/whitelist?start=${(page - 1) * atOnce}&size=${atOnce}`, undefined, signal),
    placeholderData: keepPreviousData,
  });
  useTopic("indicators");
  const removing = useAsked<{ entry: Entry; launcher: HTMLElement }>();
  const refetch = () => queries.invalidateQueries({ queryKey: ["indicators", "whitelist"] });
  const remove = async () => {
    const { type, value } = removing.about?.entry ?? { type: "", value: "" };
    await hub("DELETE", `/whitelist?${new URLSearchParams({ type, value }).toString()}`);
    await refetch();
    notifyDone("The value counts as an indicator again.");
  };
  return (
    <Page title="Whitelist" actions={<DefangSwitch />}>
      <p className="sk-dimmed">Clients of TruSTAR&apos;s interface get no whitelisted value as an indicator, a correlation or a priority, also from reports that are there already; exports leave them out. Searches here and STAXX&apos;s interface still find them.</p>
      <AddForm onAdded={() => void refetch()} />
      <Loaded query={query} what="The whitelist could not be loaded">
        {({ total, entities }) =>
          entities.length === 0 ? (
            <Empty>Nothing is whitelisted. Add what reports keep naming although it is yours or harmless.</Empty>
          ) : (
            <>
              <Text role="status" c="dimmed" my="xs">
                {count(total, "value")}
              </Text>
              <ServerTable label="Whitelist" columns={columns} rows={entities} rowKey={(row) => `${row.type} ${row.value}`} rowName={(row) => row.value} menu={(entry) => [{ label: "Remove…", danger: true, onSelect: (launcher) => removing.ask({ entry, launcher }) }]} fetching={query.isFetching} minWidth="48rem" />
              {total > atOnce ? (
                <Group justify="flex-end" mt="xs">
                  <Pagination size="sm" total={Math.ceil(total / atOnce)} value={page} onChange={setPage} getItemProps={(number) => ({ "aria-label": `Page ${number}` })} getControlProps={(control) => ({ "aria-label": control === "next" ? "Next page" : "Previous page" })} />
                </Group>
              ) : null}
            </>
          )
        }
      </Loaded>
      <ConfirmDialog opened={removing.opened} onClose={removing.close} launcher={removing.about?.launcher ?? null} title="Take it off the whitelist" confirm="Remove from whitelist" onConfirm={remove}>
        <Value value={removing.about?.entry.value ?? ""} whole plain /> counts as an indicator again, in reports that are there and in those to come.
      </ConfirmDialog>
    </Page>
  );
}

function AddForm({ onAdded }: { onAdded: () => void }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setProblem("");
    if (text.trim() === "") {
      setProblem("Enter at least one value");
      return;
    }
    setBusy(true);
    try {
      const { added } = await hub<{ added: unknown[] }>("POST", "/whitelist", { text });
      if (added.length === 0) {
        setProblem("No indicator was found in these lines");
        return;
      }
      setText("");
      onAdded();
      notifyDone(`${count(added.length, "value")} on the whitelist now.`);
    } catch (error) {
      setProblem(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="hub-mono"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack gap="xs" mb="sm" maw="48rem">
        <Textarea label="Add values" description="One on each line, defanged or not; at most 1,000" autosize minRows={2} maxRows={8} value={text} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} />
        {problem === "" ? null : (
          <Alert color="red" role="alert" title="Nothing was added">
            {problem}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={busy}>
            Add to whitelist
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
