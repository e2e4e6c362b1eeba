import { Button, Checkbox, Group, Menu, Pagination, Select, Text } from "@mantine/core";
import { IconColumns, IconPlus } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import type { RowKey } from "../../parts/table-columns.js";
import { useSession } from "../../shell/session.js";
import { BulkBar } from "./bulk-bar.js";
import { incidentColumns, knownColumns } from "./columns.js";
import { FilterBar } from "./filter-bar.js";
import { rememberList } from "./last-list.js";
import { type ListState, pageSizes, readState, viewOf, writeState } from "./list-state.js";
import { useRowActions } from "./row-actions.js";
import { useIncidentList } from "./use-incident-list.js";

/** List Incidents (console.md §3A.2). */
export function IncidentsPage() {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readState(search, knownColumns), [search]);
  const navigate = useNavigate();
  const session = useSession();
  const { shown, total, filtered, showNew, query } = useIncidentList(state);
  const [selected, setSelected] = useState<ReadonlySet<RowKey>>(new Set());
  const { menuOf, dialogs, open } = useRowActions();

  const change = useCallback(
    (part: Partial<ListState>, replace = false) => {
      setSearch((now) => writeState({ ...readState(now, knownColumns), page: 1, ...part }), { replace });
    },
    [setSearch],
  );
  useEffect(() => rememberList({ search: search.size === 0 ? "" : `?${search.toString()}`, ids: shown.rows.map((row) => row.id) }), [search, shown.rows]);
  useEffect(() => setSelected(new Set()), [search]);

  const columns = incidentColumns.filter((column) => state.columns.includes(column.id));
  const pages = Math.max(1, Math.ceil(filtered / state.size));
  const chosen = shown.rows.filter((row) => selected.has(row.id) && !shown.gone.has(row.id));
  const mayEdit = session.may("org_data.edit");
  const count = (number: number) => number.toLocaleString("en");

  return (
    <Page
      title="Incidents"
      tabTitle="List Incidents"
      aside={
        <div role="status" className="sk-list-status">
          {query.data === undefined ? null : (
            <Text c="dimmed" component="span">
              {count(filtered)} of {count(total)}
            </Text>
          )}
          {shown.waiting > 0 ? (
            <span className="sk-new-bar">
              {shown.waiting === 1 ? "1 new incident matches this view." : `${shown.waiting} new incidents match this view.`}
              <Button size="compact-xs" onClick={showNew}>
                Show
              </Button>
            </span>
          ) : null}
        </div>
      }
      actions={
        mayEdit ? (
          <Button component={Link} to="/incidents/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
            New Incident
          </Button>
        ) : undefined
      }
    >
      <FilterBar state={state} onChange={change} />
      {query.error !== null && query.data === undefined ? <Problem error={query.error} onRetry={() => void query.refetch()} what="The incidents could not be loaded" /> : null}
      {query.data === undefined && query.error === null ? <Loading rows={12} /> : null}
      {query.data === undefined ? null : shown.rows.length === 0 && !query.isFetching ? (
        <NoIncidents state={state} total={total} onClear={() => change({ status: "any", q: "", severity: [], type: [], owner: [], frame: undefined })} />
      ) : (
        <ServerTable
          label="Incidents"
          fetching={query.isFetching}
          columns={columns}
          rows={shown.rows}
          rowKey={(row) => row.id}
          rowName={(row) => `${row.id} ${row.name}`}
          sort={state.sort}
          onSort={(sort) => change({ sort })}
          {...(mayEdit ? { selected, onSelect: setSelected } : {})}
          menu={menuOf}
          onOpen={(row) => void navigate(`/incidents/${row.id}`)}
          faded={(row) => shown.gone.has(row.id)}
          changed={(row) => shown.changed.has(row.id)}
        />
      )}
      {chosen.length > 0 ? <BulkBar incidents={chosen} onCancel={() => setSelected(new Set())} onOpen={open} /> : null}
      <Group justify="space-between" mt="xs" gap="xs">
        <Group gap="xs">
          <Select size="xs" w="9.5rem" aria-label="Items per page" data={pageSizes.map((size) => ({ value: String(size), label: `${size} per page` }))} value={String(state.size)} allowDeselect={false} onChange={(size) => change({ size: Number(size) })} />
          <ColumnMenu state={state} onChange={change} />
        </Group>
        {pages > 1 ? (
          <Pagination size="sm" total={pages} value={Math.min(state.page, pages)} onChange={(page) => change({ page })} getItemProps={(page) => ({ "aria-label": `Page ${page}` })} getControlProps={(control) => ({ "aria-label": `${control === "next" ? "Next" : control === "previous" ? "Previous" : control === "first" ? "First" : "Last"} page` })} />
        ) : null}
      </Group>
      {dialogs}
    </Page>
  );
}

function NoIncidents({ state, total, onClear }: { state: ListState; total: number; onClear: () => void }) {
  const session = useSession();
  if (total > 0) {
    const view = viewOf(state);
    return <Empty action={<Button variant="default" onClick={onClear}>Show all incidents</Button>}>{view === undefined ? "No incident matches these filters." : `No incident is in the view ${view.name}.`}</Empty>;
  }
  return (
    <Empty
      action={
        session.may("org_data.edit") ? (
          <Button component={Link} to="/incidents/new">
            New Incident
          </Button>
        ) : undefined
      }
    >
      Incidents are the cases that you work on. There is none yet: make one here, or load a sample report with <code>soarkit demo</code>.
    </Empty>
  );
}

function ColumnMenu({ state, onChange }: { state: ListState; onChange: (part: Partial<ListState>) => void }) {
  const toggle = (id: string) => {
    const next = incidentColumns.map((column) => column.id).filter((column) => (column === id ? !state.columns.includes(id) : state.columns.includes(column)));
    onChange({ columns: next, page: state.page });
  };
  return (
    <Menu closeOnItemClick={false} position="top-start">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns size={16} aria-hidden="true" />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {incidentColumns.map((column) => (
          <Menu.Item
            key={column.id}
            role="menuitemcheckbox"
            aria-checked={state.columns.includes(column.id)}
            disabled={column.id === "name"}
            onClick={() => toggle(column.id)}
            leftSection={<Checkbox.Indicator size="xs" checked={state.columns.includes(column.id)} aria-hidden="true" />}
          >
            {column.header}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
