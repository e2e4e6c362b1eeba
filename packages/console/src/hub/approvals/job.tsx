import { Button, Group, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { HttpError } from "../../api/rest.js";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import type { RowKey } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { useKeys } from "../../parts/use-keys.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { Confidence, SeverityCell } from "../cells.js";
import { count } from "../search/columns.js";
import { missing, useHubSession } from "../session.js";
import { useAsked } from "../use-asked.js";
import type { ImportDetail, QueuedValue, ValueChanges } from "../types.js";
import { decide, type Decision } from "./decide.js";
import { EditDialog } from "./edit-dialog.js";
import { jobColumns } from "./job-columns.js";
import { jobQuery } from "./queries.js";
import { RejectDialog } from "./reject-dialog.js";

const crumbs = [{ label: "Approvals", to: "/approvals" }];

/** An import, value by value (console.md §3B.5). */
export function JobPage() {
  const { job = "" } = useParams();
  const query = useQuery(jobQuery(job));
  if (query.data !== undefined) return <Job job={query.data} />;
  return (
    <Page title={`Import ${job}`} crumbs={crumbs}>
      {query.error === null ? (
        <Loading rows={10} />
      ) : query.error instanceof HttpError && (query.error.status === 404 || query.error.status === 400) ? (
        <Empty
          action={
            <Button component={Link} to="/approvals" variant="default">
              Approvals
            </Button>
          }
        >
          There is no import {job}, or it was filed by somebody else.
        </Empty>
      ) : (
        <Problem error={query.error} onRetry={() => void query.refetch()} what="The import could not be loaded" />
      )}
    </Page>
  );
}

/** Values that a dialog is about. */
interface Over {
  kind: "edit" | "reject";
  values: readonly string[];
  launcher: HTMLElement | null;
}

function Job({ job }: { job: ImportDetail }) {
  const session = useHubSession();
  const queries = useQueryClient();
  const off = missing(session, "approve");
  const waiting = job.values.filter(({ state }) => state === "pending");
  const open = waiting.length > 0 && off === undefined;
  const [selected, setSelected] = useState<ReadonlySet<RowKey>>(new Set());
  const over = useAsked<Over>();
  const about = over.about;
  const [busy, setBusy] = useState(false);
  const chosen = waiting.filter(({ value }) => selected.has(value)).map(({ value }) => value);
  const targets = chosen.length > 0 ? chosen : waiting.map(({ value }) => value);

  const send = async (values: readonly string[], decision: Omit<Decision, "value">) => {
    setBusy(true);
    try {
      const next = await decide(job.job_id, values.map((value) => ({ value, ...decision }))); // prettier-ignore
      queries.setQueryData(jobQuery(job.job_id).queryKey, next);
      void queries.invalidateQueries({ queryKey: ["approvals", "import", "list"] });
      setSelected(new Set());
      notifyDone(`${decision.accept ? "Approved" : "Rejected"} ${count(values.length, "value")}.`);
    } finally {
      setBusy(false);
    }
  };
  const approve = (values: readonly string[]) => {
    if (!busy) void send(values, { accept: true }).catch((error: unknown) => notifyProblem("It was not approved", error));
  };
  /** The row that has the focus, if it still waits. */
  const focused = (): { values: readonly string[]; launcher: HTMLElement } | undefined => {
    const row = document.activeElement?.closest<HTMLElement>("tr[data-row]");
    const value = row?.dataset["row"];
    return row !== null && row !== undefined && value !== undefined && waiting.some((entry) => entry.value === value) ? { values: [value], launcher: row } : undefined;
  };
  const withFocused = (act: (target: { values: readonly string[]; launcher: HTMLElement }) => void) => () => {
    const target = focused();
    if (target !== undefined) act(target);
  };
  useKeys({ a: withFocused(({ values }) => approve(values)), r: withFocused((target) => over.ask({ kind: "reject", ...target })), e: withFocused((target) => over.ask({ kind: "edit", ...target })) }, open);

  return (
    <Page title={`Import ${job.job_id}`} crumbs={crumbs} aside={<Tag kind="approval" value={job.state === "stored" ? "approved" : job.state} />} actions={<DefangSwitch />}>
      <Head job={job} />
      {off !== undefined && waiting.length > 0 ? <Text c="dimmed">An administrator of the hub decides about it; you see here what became of each value.</Text> : null}
      <div className="hub-rows">
        <VirtualTable
          label="Values of the import"
          columns={jobColumns(job)}
          rows={job.values}
          rowKey={(row) => row.value}
          rowName={(row) => row.value}
          faded={(row) => row.state === "dropped" || row.state === "rejected"}
          minWidth="66rem"
          {...(open
            ? {
                selected,
                onSelect: setSelected,
                menu: (row: QueuedValue) => [
                  { label: "Approve", keys: "a", onSelect: () => approve([row.value]), ...decidedReason(row) },
                  { label: "Correct and approve…", keys: "e", onSelect: (launcher: HTMLElement) => over.ask({ kind: "edit", values: [row.value], launcher }), ...decidedReason(row) },
                  { label: "Reject…", keys: "r", danger: true, onSelect: (launcher: HTMLElement) => over.ask({ kind: "reject", values: [row.value], launcher }), ...decidedReason(row) },
                ],
              }
            : {})}
        />
      </div>
      {open ? (
        <div className="hub-bar" role="group" aria-label="Decide">
          <Text role="status">{chosen.length === 0 ? `${count(waiting.length, "value")} ${waiting.length === 1 ? "waits" : "wait"}` : `${count(chosen.length, "value")} selected`}</Text>
          <Group gap="xs" ml="auto">
            <Button variant="default" color="red" onClick={(event) => over.ask({ kind: "reject", values: targets, launcher: event.currentTarget })}>
              Reject {targets.length}…
            </Button>
            <Button variant="default" onClick={(event) => over.ask({ kind: "edit", values: targets, launcher: event.currentTarget })}>
              Correct and approve {targets.length}…
            </Button>
            <Button loading={busy} onClick={() => approve(targets)}>
              Approve {targets.length}
            </Button>
          </Group>
        </div>
      ) : null}
      <RejectDialog opened={over.opened && about?.kind === "reject"} what={about === undefined ? "" : count(about.values.length, "value")} launcher={about?.launcher ?? null} onClose={over.close} onReject={(reason) => send(about?.values ?? [], { accept: false, reason })} />
      <EditDialog job={job} values={about?.values ?? []} opened={over.opened && about?.kind === "edit"} launcher={about?.launcher ?? null} onClose={over.close} onApprove={(changes: ValueChanges, reason) => send(about?.values ?? [], { accept: true, changes, ...(reason === undefined ? {} : { reason }) })} />
    </Page>
  );
}

function decidedReason({ state }: QueuedValue): { disabledReason?: string } {
  return state === "pending" ? {} : { disabledReason: "This value is decided already" };
}

function Head({ job }: { job: ImportDetail }) {
  const { counts } = job;
  return (
    <>
      <div className="hub-head">
        <span>
          {job.user} <Time at={job.created} form="full" />
        </span>
        <span>{job.threat_type}</span>
        <SeverityCell severity={job.severity} />
        <span className="hub-named">
          confidence <Confidence value={job.confidence} />
        </span>
        <Tag kind="tlp" value={job.tlp} />
        {job.tags === "" ? null : <span>Tags: {job.tags.split(",").join(", ")}</span>}
        {job.note === "" ? null : <span>Note: {job.note}</span>}
      </div>
      <p className="sk-dimmed">
        {counts.pending} waiting, {counts.stored} stored, {counts.rejected} rejected, {counts.dropped} dropped.
        {job.decided_by === null ? (job.state === "stored" ? " Stored without approval." : "") : ` Closed by ${job.decided_by}.`}
      </p>
    </>
  );
}
