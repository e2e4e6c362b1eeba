import { Anchor, Tabs } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useTopic } from "../../live/topics.js";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { SeverityCell } from "../cells.js";
import { count } from "../search/columns.js";
import { missing, useHubSession } from "../session.js";
import type { QueuedImport } from "../types.js";
import { useAsked } from "../use-asked.js";
import { decideAll } from "./decide.js";
import { approvalsQuery, type QueueState } from "./queries.js";
import { RejectDialog } from "./reject-dialog.js";

const states: readonly (readonly [QueueState, string])[] = [["pending", "Pending"], ["approved", "Approved"], ["rejected", "Rejected"]]; // prettier-ignore

/** The approval queue (console.md §3B.5). */
export function ApprovalsPage() {
  const [search, setSearch] = useSearchParams();
  const asked = search.get("state");
  const state = states.find(([name]) => name === asked)?.[0] ?? "pending";
  const query = useQuery(approvalsQuery(state));
  const pending = useQuery(approvalsQuery("pending"));
  useTopic("approvals");
  return (
    <Page title="Approvals" actions={<DefangSwitch />}>
      <Tabs value={state} onChange={(next) => setSearch(next === null || next === "pending" ? {} : { state: next }, { replace: true })} activateTabWithKeyboard={false}>
        <Tabs.List mb="sm">
          {states.map(([name, label]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
              {name === "pending" && pending.data !== undefined ? ` ${pending.data.length}` : ""}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {states.map(([name]) => (
          <Tabs.Panel key={name} value={name}>
            <Loaded query={query} what="The queue could not be loaded">
              {(jobs) => (jobs.length === 0 ? <NoJobs state={name} /> : <Queue jobs={jobs} state={name} />)}
            </Loaded>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

function NoJobs({ state }: { state: QueueState }) {
  return <Empty>{state === "pending" ? "Nothing waits for approval. Imports that ask for it appear here by themselves." : state === "approved" ? "No import has been approved yet." : "No import has been rejected."}</Empty>;
}

function Queue({ jobs, state }: { jobs: QueuedImport[]; state: QueueState }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const session = useHubSession();
  const off = missing(session, "approve");
  const rejecting = useAsked<{ job: QueuedImport; launcher: HTMLElement }>();
  const rejected = rejecting.about?.job;
  const decide = async (job: QueuedImport, accept: boolean, reason?: string) => {
    await decideAll(job.job_id, accept, reason);
    await queries.invalidateQueries({ queryKey: ["approvals"] });
    notifyDone(`${accept ? "Approved" : "Rejected"} ${count(job.counts.pending, "value")} of ${job.user}.`);
  };
  const columns: Column<QueuedImport>[] = [
    {
      id: "job",
      header: "Import",
      width: "8.5rem",
      cell: (job) => (
        <Anchor component={Link} to={`/approvals/${job.job_id}`} size="md">
          {job.job_id}
        </Anchor>
      ),
    },
    { id: "created", header: "Filed", width: "5.5rem", cell: (job) => <Time at={job.created} /> },
    { id: "user", header: "By", width: "6rem", cell: (job) => <span className="sk-one-line">{job.user}</span> },
    { id: "count", header: "Values", width: "4.5rem", align: "right", cell: (job) => (state === "pending" ? job.counts.pending : state === "approved" ? job.counts.stored : job.counts.rejected).toLocaleString("en") },
    { id: "examples", header: "Such as", cell: (job) => (job.examples[0] === undefined ? "—" : <Value value={job.examples[0]} plain />) },
    { id: "threat", header: "Threat type", width: "6.5rem", cell: (job) => job.threat_type },
    { id: "severity", header: "Severity", width: "6.5rem", cell: (job) => <SeverityCell severity={job.severity} /> },
    { id: "confidence", header: "Conf.", width: "4rem", align: "right", cell: (job) => job.confidence },
    { id: "tlp", header: "TLP", width: "6.5rem", cell: (job) => <Tag kind="tlp" value={job.tlp} /> },
    state === "pending"
      ? { id: "note", header: "Note and tags", width: "9rem", cell: (job) => <span className="sk-one-line">{[job.note, job.tags].filter((text) => text !== "").join(" · ") || "—"}</span> }
      : { id: "decided", header: "Decided", width: "9rem", cell: (job) => (job.decided_by === null ? "at once" : <span className="sk-one-line">{job.decided_by}, <Time at={job.decided} /></span>) }, // prettier-ignore
  ];
  const table = {
    label: "Imports",
    columns,
    rows: jobs,
    rowKey: (job: QueuedImport) => job.job_id,
    rowName: (job: QueuedImport) => `import ${job.job_id}`,
    onOpen: (job: QueuedImport) => void navigate(`/approvals/${job.job_id}`),
    minWidth: "76rem",
    ...(state === "pending"
      ? {
          menu: (job: QueuedImport) => [
            { label: "Open", onSelect: () => void navigate(`/approvals/${job.job_id}`) },
            { label: `Approve all ${job.counts.pending}`, onSelect: () => void decide(job, true).catch((error: unknown) => notifyProblem("It was not approved", error)), ...(off === undefined ? {} : { disabledReason: off }) },
            { label: "Reject…", danger: true, onSelect: (launcher: HTMLElement) => rejecting.ask({ job, launcher }), ...(off === undefined ? {} : { disabledReason: off }) },
          ],
        }
      : {}),
  };
  return (
    <>
      {jobs.length > 100 ? <VirtualTable {...table} /> : <ServerTable {...table} />}
      <RejectDialog
        opened={rejecting.opened}
        launcher={rejecting.about?.launcher ?? null}
        what={rejected === undefined ? "" : `${count(rejected.counts.pending, "value")} of import ${rejected.job_id}`}
        onClose={rejecting.close}
        onReject={(reason) => (rejected === undefined ? Promise.resolve() : decide(rejected, false, reason))}
      />
    </>
  );
}
