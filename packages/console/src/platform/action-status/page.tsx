import "./action-status.css";
import { ActionIcon, Button, Group, TextInput, Title } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useKeys } from "../../parts/use-keys.js";
import { AutomaticSwitch } from "./automatic-switch.js";
import { actionColumns } from "./columns.js";
import { EntryDetail } from "./entry-detail.js";
import { entryName } from "./entry-words.js";
import { readStates, type StateChoice, withoutNested, writeStates } from "./filter.js";
import { useInvocations } from "./queries.js";
import { StateFilter } from "./state-filter.js";
import { useStill } from "./still.js";
import type { InvocationEntry } from "./types.js";

const pageSize = 100;

/** True when every word stands somewhere in the entry. */
function matches(entry: InvocationEntry, words: readonly string[]): boolean {
  const { action, workflow, function: called, destination, object, create_user: user, inc_id: incident } = entry;
  const text = [entryName(entry), action?.name, workflow?.name, called?.name, destination, object.object_name, user.display_name, incident].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Everything that runs or ran on any incident. */
export function AllActionsPage() {
  const [address, setAddress] = useSearchParams();
  const { id } = useParams();
  const navigate = useNavigate();
  const opened = id === undefined || !/^\d+$/.test(id) ? undefined : Number(id);
  const states = readStates(address.get("state"));
  const words = (address.get("q") ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  const size = Math.min(1000, Math.max(1, Number(address.get("pages") ?? "1") || 1) * pageSize);
  const search = useRef<HTMLInputElement>(null);

  const automatic = address.get("automatic") === "all";
  const query = useInvocations({ states, automatic, size });
  const entries = useMemo(() => (query.data === undefined || query.isPlaceholderData ? undefined : withoutNested(query.data.entities)), [query.data, query.isPlaceholderData]);
  const still = useStill(entries, `${states.join(",")} ${String(automatic)} ${size}`, true, undefined);
  const rows = still.rows.filter((entry) => matches(entry, words));

  const change = (name: string, value: string | undefined) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (value === undefined) next.delete(name);
      else next.set(name, value);
      return next;
    }, { replace: name === "q" });
  const open = (entry: number | undefined) => void navigate({ pathname: entry === undefined ? "/actions" : `/actions/${entry}`, search: address.toString() });
  const setStates = (next: readonly StateChoice[]) => change("state", writeStates(next));
  useKeys({ "/": () => search.current?.focus() });

  return (
    <Page title="Action Status" aside={query.data === undefined ? null : <span className="sk-dimmed">{countText(rows.length, still.rows.length)}</span>}>
      <Group gap="md" mb="sm">
        <TextInput
          ref={search}
          size="xs"
          w="22rem"
          leftSection={<IconSearch size={14} aria-hidden="true" />}
          aria-label="Filter by rule, function, destination, object or user"
          placeholder="Rule, function, destination, object, user"
          value={address.get("q") ?? ""}
          onChange={(event) => change("q", event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
        />
        <StateFilter states={states} onChange={setStates} />
        <AutomaticSwitch count={query.data?.automatic} checked={automatic} onChange={(checked) => change("automatic", checked ? "all" : undefined)} />
      </Group>
      {still.waiting > 0 ? (
        <div className="sk-new-bar" role="status">
          {still.waiting === 1 ? "1 new action." : `${still.waiting} new actions.`}
          <Button size="compact-xs" variant="default" onClick={still.show}>
            Show
          </Button>
        </div>
      ) : null}
      <div className="as-split" data-open={opened !== undefined || undefined}>
        <div className="as-split-list">
          <Loaded query={query} what="The action status could not be loaded">
            {() =>
              rows.length === 0 ? (
                <Nothing states={states} filtered={words.length > 0} onClear={() => setAddress(new URLSearchParams())} />
              ) : (
                <>
                  <ServerTable
                    label="Actions"
                    columns={actionColumns(address.toString(), opened !== undefined)}
                    rows={rows}
                    rowKey={(entry) => entry.id}
                    rowName={(entry) => `${entryName(entry)} on ${entry.object.object_name}`}
                    onOpen={(entry) => open(entry.id)}
                    faded={(entry) => still.gone.has(entry.id)}
                    fetching={query.isFetching}
                    minWidth={opened === undefined ? "56rem" : "34rem"}
                    {...(opened === undefined ? {} : { opened })}
                  />
                  {(query.data?.entities.length ?? 0) >= size ? (
                    <Group gap="sm" mt="xs">
                      <span className="sk-dimmed">Showing the newest {size}.</span>
                      {size < 1000 ? (
                        <Button size="compact-sm" variant="default" onClick={() => change("pages", String(size / pageSize + 1))}>
                          Show {pageSize} more
                        </Button>
                      ) : null}
                    </Group>
                  ) : null}
                </>
              )
            }
          </Loaded>
        </div>
        {opened === undefined ? null : <OpenEntry id={opened} row={still.rows.find((entry) => entry.id === opened)} onClose={() => open(undefined)} />}
      </div>
    </Page>
  );
}

function countText(shown: number, all: number): string {
  return shown === all ? String(shown) : `${shown} of ${all}`;
}

function Nothing({ states, filtered, onClear }: { states: readonly StateChoice[]; filtered: boolean; onClear: () => void }) {
  if (filtered || states.length === 0) {
    return (
      <Empty
        action={
          <Button size="xs" variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        {states.length === 0 ? "No state is chosen." : "No action matches the filter."}
      </Empty>
    );
  }
  return <Empty>{states.includes("completed") ? "No action has run yet. Actions are run from the menus of an incident or an artifact." : "No action is pending or in error. Choose Completed to see those that are done."}</Empty>;
}

/** The open entry beside the list; Escape closes it and gives the focus back to its row. */
function OpenEntry({ id, row, onClose }: { id: number; row: InvocationEntry | undefined; onClose: () => void }) {
  const box = useRef<HTMLElement>(null);
  const title = row === undefined ? `Action ${id}` : entryName(row);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]") !== null) return;
      onClose();
      document.querySelector<HTMLElement>(`tr[data-row="${id}"] a`)?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [id, onClose]);
  return (
    <section ref={box} className="as-side" aria-label={`Open action: ${title}`} tabIndex={-1}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2} size="h3">
          {title}
        </Title>
        <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={onClose}>
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      </Group>
      <EntryDetail key={id} id={id} />
    </section>
  );
}
