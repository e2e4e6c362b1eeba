import { Button, Group, Pagination, SegmentedControl, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { HttpError } from "../../api/rest.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import { ExportMenu } from "../export-menu.js";
import { hub, indicatorPath } from "../api.js";
import type { SearchAnswer } from "../types.js";
import { count, searchColumns } from "./columns.js";
import { hubQuery, isFiltered, type SearchState } from "./query-text.js";

const pageSize = 50;
const ascending = new Set(["value"]);

/** The answer to a search; asked again when indicators change. */
export function useSearch(state: SearchState, enabled: boolean) {
  const { query } = hubQuery(state);
  const address = new URLSearchParams({ q: query, start: String((state.page - 1) * pageSize), size: String(pageSize), grouped: String(state.grouped), sort: state.sort });
  return useQuery({
    queryKey: ["indicators", "indicator", "search", address.toString()],
    queryFn: ({ signal }) => hub<SearchAnswer>("GET", `/search?${address.toString()}`, undefined, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** Rows, how many, and their order. */
export function SearchResult({ state, onChange, search }: { state: SearchState; onChange: (change: Partial<SearchState>) => void; search: ReturnType<typeof useSearch> }) {
  const navigate = useNavigate();
  const { data, error } = search;
  if (data === undefined) return error === null ? <Loading rows={12} /> : <Problem error={error} onRetry={() => void search.refetch()} what="The search failed" />;
  const pages = Math.ceil(data.total / pageSize);
  const number = data.more ? `more than ${count(data.total, "indicator")}` : count(data.total, state.grouped ? "indicator" : "record");
  return (
    <>
      {error === null || (error instanceof HttpError && error.status === 0) ? null : <Problem error={error} onRetry={() => void search.refetch()} what="The search failed; this is the answer before" />}
      <Group justify="space-between" mb="xs" gap="xs">
        <Text role="status" c="dimmed">
          {data.error === undefined ? `${number} · ${(data.took_ms / 1000).toFixed(3)} s` : "The query has a mistake"}
        </Text>
        <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label="One row for each"
          value={state.grouped ? "grouped" : "all"}
          onChange={(choice) => onChange({ grouped: choice === "grouped" })}
          data={[
            { value: "grouped", label: "Grouped" },
            { value: "all", label: "All records" },
          ]}
        />
        <ExportMenu what={{ query: hubQuery(state).query }} disabled={data.error !== undefined || data.rows.length === 0} />
        </Group>
      </Group>
      {data.error !== undefined ? null : data.rows.length === 0 ? (
        <NothingFound state={state} onChange={onChange} />
      ) : (
        <ServerTable
          label="Indicators found"
          columns={searchColumns(state.grouped)}
          rows={data.rows}
          rowKey={(row) => row.id}
          rowName={(row) => row.value}
          sort={{ column: state.sort, descending: !ascending.has(state.sort) }}
          onSort={({ column }) => onChange({ sort: column })}
          onOpen={(row) => void navigate(indicatorPath(row.id))}
          fetching={search.isFetching}
          minWidth="75rem"
          faded={(row) => row.status === "expired"}
        />
      )}
      {pages > 1 ? (
        <Group justify="flex-end" mt="xs">
          <Pagination size="sm" total={pages} value={Math.min(state.page, pages)} onChange={(page) => onChange({ page })} getItemProps={(page) => ({ "aria-label": `Page ${page}` })} getControlProps={(control) => ({ "aria-label": `${control.charAt(0).toUpperCase()}${control.slice(1)} page` })} />
        </Group>
      ) : null}
    </>
  );
}

function NothingFound({ state, onChange }: { state: SearchState; onChange: (change: Partial<SearchState>) => void }) {
  const navigate = useNavigate();
  if (isFiltered(state)) {
    return (
      <Empty
        action={
          <Button variant="default" onClick={() => onChange({ type: "", severity: "", tlp: "", source: "", seen: "", expired: false })}>
            Clear filters
          </Button>
        }
      >
        No indicator matches this search with these filters.
      </Empty>
    );
  }
  if (state.q === "") {
    return (
      <Empty
        action={
          <Button variant="default" onClick={() => void navigate("/import")}>
            Import
          </Button>
        }
      >
        The hub holds no indicators yet. Import a report or values, or load the sample reports with <code>soarkit hub import samples</code>.
      </Empty>
    );
  }
  return (
    <Empty
      action={
        <Button variant="default" onClick={() => void navigate(`/import?text=${encodeURIComponent(state.q)}`)}>
          Import it
        </Button>
      }
    >
      Not known here.
    </Empty>
  );
}
