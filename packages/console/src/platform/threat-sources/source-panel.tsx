import { Alert, Button, Group, Text } from "@mantine/core";
import type { ThreatServiceDTO, ThreatSourceLookupDTO, ThreatTestDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { del, post } from "../../api/platform.js";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { Facts } from "../../parts/facts.js";
import { notifyDone } from "../../parts/notify.js";
import { ServerTable } from "../../parts/server-table.js";
import { Loaded, Problem } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { PageLink } from "../customize/links.js";
import { threatKey, useSourceLookups } from "./queries.js";
import { SourceDialog } from "./source-dialog.js";
import { answerTime, lookupState, waitingText } from "./words.js";

/** One source: test it, change it, and what it was asked last. */
export function SourcePanel({ source }: { source: ThreatServiceDTO }) {
  const queries = useQueryClient();
  const edit = useRef<HTMLButtonElement>(null);
  const remove = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<"edit" | "delete">();
  const [busy, setBusy] = useState<"test" | "rescan">();
  const [tested, setTested] = useState<ThreatTestDTO>();
  const [problem, setProblem] = useState<unknown>();
  const run = async (what: "test" | "rescan", work: () => Promise<void>) => {
    if (busy !== undefined) return;
    setBusy(what);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error);
    }
    setBusy(undefined);
    await queries.invalidateQueries({ queryKey: threatKey });
  };
  const test = () => run("test", async () => setTested(await post<ThreatTestDTO>(`/threat_sources/${source.id}/test`, {})));
  const rescan = () =>
    run("rescan", async () => {
      await post(`/threat_sources/${source.id}/rescan`, {});
      notifyDone(`The artifacts of open incidents are looked up in ${source.name} again.`);
    });
  const deleteSource = async () => {
    await del(`/threat_sources/${source.id}`);
    notifyDone(`${source.name} is deleted. Its hits stay.`);
    await queries.invalidateQueries({ queryKey: threatKey });
  };
  return (
    <section className="ts-panel" aria-label={source.name}>
      <Group justify="space-between" align="center" gap="sm">
        <h2>{source.name}</h2>
        <Group gap="xs">
          <Button size="xs" loading={busy === "test"} onClick={() => void test()}>Test now</Button>
          <Button size="xs" variant="default" loading={busy === "rescan"} disabled={!source.enabled} onClick={() => void rescan()}>Rescan open incidents</Button>
          <Button ref={edit} size="xs" variant="default" onClick={() => setOpen("edit")}>Edit</Button>
          <Button ref={remove} size="xs" variant="subtle" color="red" onClick={() => setOpen("delete")}>Delete</Button>
        </Group>
      </Group>
      <Text c="dimmed" size="md">
        {source.upload_file ? "Wants the content of file artifacts" : "Does not want files"} · gets at most TLP:{source.max_tlp} · {source.auth_user === null ? "no credentials" : `user ${source.auth_user}`} · {waitingText(source)}
      </Text>
      {source.disabled_reason === null ? null : (
        <Alert color="red" role="alert" title="Switched off: it refuses the credentials" my="sm">
          <p className="ts-reason">{source.disabled_reason} What waits is asked as soon as they are right.</p>
          <Button size="xs" variant="default" onClick={() => setOpen("edit")}>Enter credentials</Button>
        </Alert>
      )}
      {problem === undefined ? null : <Problem error={problem} what="It was not done" />}
      {tested === undefined ? null : <TestOutcome tested={tested} />}
      <Requests source={source} />
      {open === "edit" ? <SourceDialog source={source} launcher={edit.current} onClose={() => setOpen(undefined)} /> : null}
      <ConfirmDialog opened={open === "delete"} onClose={() => setOpen(undefined)} title={`Delete ${source.name}`} confirm="Delete threat source" onConfirm={deleteSource} launcher={remove.current}>
        Nothing more is sent to it, and {source.waiting === 0 ? "no look-up is under way" : `${source.waiting.toLocaleString("en")} look-ups under way are dropped`}. Hits that it brought stay on their artifacts.
      </ConfirmDialog>
    </section>
  );
}

function TestOutcome({ tested }: { tested: ThreatTestDTO }) {
  const { tls } = tested;
  return (
    <div role="status" className="ts-test">
      <Tag kind="action" value={tested.ok ? "completed" : "failed"} label={tested.ok ? `It answered ${tested.status ?? ""} after ${answerTime(tested.ms)}` : (tested.reason ?? "It did not answer as a threat service does")} />
      <Facts
        items={[
          ["Request", <code key="request" className="ts-code">{`POST ${tested.request.url}  ${tested.request.body}`}</code>],
          ["Status", tested.status === null ? "no answer" : String(tested.status)],
          ["Time", answerTime(tested.ms)],
          ["TLS", tls === null ? "not encrypted, or no connection" : `${tls.protocol}, ${tls.cipher}`],
          ...(tls === null ? [] : [["Certificate", <span key="certificate">{tls.subject}, signed by {tls.issuer}, valid until <Time at={tls.valid_to} form="full" /></span>] as const]),
        ]}
      />
    </div>
  );
}

const columns: Column<ThreatSourceLookupDTO>[] = [
  { id: "artifact", header: "Artifact", cell: (row) => <Value value={row.artifact.value} type={row.artifact.type} /> },
  { id: "type", header: "Type", width: "10rem", cell: (row) => <span className="sk-one-line">{row.artifact.type}</span> },
  { id: "incident", header: "Incident", width: "6rem", cell: (row) => <PageLink to={`/incidents/${row.artifact.inc_id}/artifacts/${row.artifact.id}`}>{row.artifact.inc_id}</PageLink> },
  { id: "asked", header: "Asked", width: "7rem", cell: (row) => <Time at={row.asked} /> },
  { id: "status", header: "Status", width: "9rem", cell: (row) => <span className="sk-one-line" title={row.error ?? undefined}>{row.statuses}</span> },
  { id: "time", header: "Time", width: "5rem", align: "right", cell: (row) => answerTime(row.answer_ms) },
  { id: "outcome", header: "Outcome", width: "14rem", cell: (row) => <span title={row.error ?? undefined}>{lookupState(row)}</span> },
];

function Requests({ source }: { source: ThreatServiceDTO }) {
  const query = useSourceLookups(source.id);
  return (
    <Loaded query={query} what="The last requests could not be loaded" rows={3}>
      {(lookups) =>
        lookups.length === 0 ? <Text c="dimmed" my="xs">Nothing was asked yet. An artifact that is added while it is ON shows here.</Text> : <ServerTable label={`Last requests to ${source.name}`} columns={columns} rows={lookups} rowKey={(row) => row.artifact.id} rowName={(row) => row.artifact.value} minWidth="66rem" />
      }
    </Loaded>
  );
}
