import { Button, Group, Pagination, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useTopic } from "../../live/topics.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { count } from "../search/columns.js";
import { reportPath, reportsAtOnce, reportsQuery, type ReportList } from "./queries.js";
import { ReportLink, titleOf } from "./report-link.js";

type Row = ReportList["rows"][number];

const columns: Column<Row>[] = [
  { id: "title", header: "Report", cell: (row) => <ReportLink report={row} /> },
  { id: "enclaves", header: "Enclaves", width: "10rem", cell: (row) => <span className="sk-one-line">{row.enclaves.map(({ name }) => name).join(", ")}</span> },
  { id: "indicators", header: "Indicators", width: "6rem", align: "right", cell: (row) => row.indicators.toLocaleString("en") },
  { id: "tlp", header: "TLP", width: "7rem", cell: (row) => <Tag kind="tlp" value={row.tlp} /> },
  { id: "tags", header: "Tags", width: "9rem", cell: (row) => <span className="sk-one-line">{row.tags.join(", ") || "—"}</span> },
  { id: "external", header: "External id", width: "9rem", cell: (row) => <span className="sk-one-line">{row.external_id ?? "—"}</span> },
  { id: "updated", header: "Updated", width: "7rem", cell: (row) => <Time at={row.updated} /> },
  { id: "submitter", header: "Submitted by", width: "8rem", cell: (row) => <span className="sk-one-line">{row.submitter || "—"}</span> },
];

/** Reports, last changed first (console.md §3B.4). */
export function ReportsPage() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const q = search.get("q") ?? "";
  const page = Math.max(1, Number.parseInt(search.get("page") ?? "1", 10) || 1);
  const [text, setText] = useState(q);
  const query = useQuery({ ...reportsQuery(q, page), placeholderData: keepPreviousData });
  useTopic("reports");
  const ask = (wanted: string) => setSearch(wanted.trim() === "" ? {} : { q: wanted.trim() });
  return (
    <Page title="Reports">
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          ask(text);
        }}
      >
        <div className="hub-search-field">
          <TextInput id="hub-search" aria-label="Words, an external id or an indicator" placeholder="Words, an external id or an indicator" leftSection={<IconSearch size={16} aria-hidden="true" />} value={text} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} autoComplete="off" />
          <Button type="submit">Search</Button>
        </div>
      </form>
      <Loaded query={query} rows={10} what="The reports could not be loaded">
        {({ total, more, rows }) =>
          rows.length === 0 ? (
            <Empty
              action={
                q === "" ? undefined : (
                  <Button
                    variant="default"
                    onClick={() => {
                      setText("");
                      ask("");
                    }}
                  >
                    Show all reports
                  </Button>
                )
              }
            >
              {q === "" ? "No report that you may read is here. Reports come from clients of TruSTAR's interface, such as the TruSTAR app, and from loaded files." : `No report has “${q}” in its title, text, external id or indicators.`}
            </Empty>
          ) : (
            <>
              <Text role="status" c="dimmed" my="xs">
                {more ? `more than ${count(total, "report")}` : count(total, "report")}
              </Text>
              <ServerTable label="Reports" columns={columns} rows={rows} rowKey={(row) => row.guid} rowName={titleOf} onOpen={(row) => void navigate(reportPath(row.guid))} fetching={query.isFetching} minWidth="74rem" />
              {total > reportsAtOnce ? (
                <Group justify="flex-end" mt="xs">
                  <Pagination size="sm" total={Math.ceil(total / reportsAtOnce)} value={page} onChange={(next) => setSearch({ ...(q === "" ? {} : { q }), page: String(next) })} getItemProps={(number) => ({ "aria-label": `Page ${number}` })} getControlProps={(control) => ({ "aria-label": control === "next" ? "Next page" : "Previous page" })} />
                </Group>
              ) : null}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
