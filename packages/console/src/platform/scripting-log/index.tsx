import "../workflows/workflows.css";
import { ActionIcon, Button, Group, Pagination, SegmentedControl, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { get } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useAddressPart } from "../workflows/use-address-part.js";
import { runColumns } from "./columns.js";
import { RunDetail } from "./run-detail.js";
import type { ScriptRuns } from "./types.js";

const pageSize = 50;

/** Scripting Log: what scripts of workflows wrote, did and failed at, newest first. */
export function ScriptingLogPage() {
  useTopic("messaging");
  const [pageText, setPageText] = useAddressPart("page");
  const [address, setAddress] = useSearchParams();
  const [openText, setOpen] = useAddressPart("run");
  const page = Math.max(1, Number(pageText ?? "1") || 1);
  const opened = openText === undefined ? undefined : Number(openText);
  const errorsOnly = address.get("show") === "errors";
  const query = useQuery({
    queryKey: ["messaging", "script", "log", page, errorsOnly],
    queryFn: ({ signal }) => get<ScriptRuns>(`/scripting_log?start=${(page - 1) * pageSize}&size=${pageSize}${errorsOnly ? "&ok=false" : ""}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const show = (errors: boolean) => {
    setNewest(undefined);
    setAddress((now) => {
      const next = new URLSearchParams(now);
      next.delete("page");
      next.delete("show");
      if (errors) next.set("show", "errors");
      return next;
    }, { replace: true });
  };
  const fetched = query.data?.entities;
  const [newest, setNewest] = useState<number>();
  const first = fetched?.[0]?.id;
  useEffect(() => {
    if (first !== undefined) setNewest((before) => (before === undefined || page !== 1 ? Math.max(before ?? 0, first) : before));
  }, [first, page]);
  const shown = (fetched ?? []).filter((run) => page > 1 || newest === undefined || run.id <= newest);
  const waiting = (fetched ?? []).length - shown.length;
  const open = fetched?.find((run) => run.id === opened);
  const total = query.data?.total;
  return (
    <Page title="Scripting Log" aside={total === undefined ? null : <span className="sk-dimmed">{total.toLocaleString("en")} runs</span>}>
      <Group gap="md" mb="sm">
        <SegmentedControl size="xs" aria-label="Which runs" value={errorsOnly ? "errors" : "all"} onChange={(value) => show(value === "errors")} data={[{ value: "all", label: "All" }, { value: "errors", label: "Errors" }]} />
      </Group>
      {waiting > 0 ? (
        <div className="sk-new-bar" role="status">
          {waiting === 1 ? "1 new run." : `${waiting} new runs.`}
          <Button size="compact-xs" variant="default" onClick={() => setNewest(first)}>
            Show
          </Button>
        </div>
      ) : null}
      <Loaded query={query} what="The scripting log could not be loaded">
        {() => (
          <div className="as-split" data-open={open !== undefined || undefined}>
            <div className="as-split-list">
              {shown.length === 0 ? (
                errorsOnly ? <Empty>No script in the log has failed.</Empty> : <Empty>No script has run yet. Scripts run when a workflow comes to their step.</Empty>
              ) : (
                <ServerTable
                  label="Scripting Log"
                  columns={runColumns(open !== undefined, (id) => setOpen(String(id)))}
                  rows={shown}
                  rowKey={(run) => run.id}
                  rowName={(run) => run.script}
                  onOpen={(run) => setOpen(String(run.id))}
                  fetching={query.isFetching}
                  minWidth={open === undefined ? "56rem" : "30rem"}
                  {...(open === undefined ? {} : { opened: open.id })}
                />
              )}
              {total === undefined || total <= pageSize ? null : (
                <Pagination
                  mt="sm"
                  size="sm"
                  value={page}
                  total={Math.ceil(total / pageSize)}
                  onChange={(next) => setPageText(next === 1 ? undefined : String(next))}
                  getControlProps={(control) => ({ "aria-label": `${control} page` })}
                  getItemProps={(number) => ({ "aria-label": `Page ${number}` })}
                />
              )}
            </div>
            {open === undefined ? null : (
              <section className="as-side" aria-label={open.script}>
                <Group justify="space-between" wrap="nowrap" mb="xs">
                  <Title order={2} size="h3">
                    {open.script}
                  </Title>
                  <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={() => setOpen(undefined)}>
                    <IconX size={16} aria-hidden="true" />
                  </ActionIcon>
                </Group>
                <RunDetail run={open} />
              </section>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
