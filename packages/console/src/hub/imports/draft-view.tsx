import { Alert, Button, Checkbox, Progress, Text, TextInput, Tooltip } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Empty } from "../../parts/states.js";
import type { RowKey } from "../../parts/table-columns.js";
import { hub, searchPath } from "../api.js";
import { count } from "../search/columns.js";
import { quoted } from "../search/query-text.js";
import { missing, useHubSession } from "../session.js";
import type { Draft } from "../types.js";
import { DraftTable } from "./draft-table.js";
import { loadReport } from "./load-report.js";
import { type ImportSettings, SettingsFields } from "./settings-fields.js";
import type { ImportSource } from "./source.js";

/** What was found, the settings, and the buttons that store it. */
export function DraftView({ source, draft, settings, onSettings }: { source: ImportSource; draft: Draft; settings: ImportSettings; onSettings: (change: Partial<ImportSettings>) => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const session = useHubSession();
  const sendable = draft.values.filter((value) => value.sendable);
  const [selected, setSelected] = useState<ReadonlySet<RowKey>>(() => new Set(sendable.filter(({ warnings }) => !warnings.some((warning) => warning.includes("outside") || warning.startsWith("well-known:"))).map(({ value }) => value)));
  const [note, setNote] = useState(source.filename ?? draft.title ?? "");
  const [approve, setApprove] = useState(false);
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [importKey] = useState(() => crypto.randomUUID());
  const chosen = sendable.filter(({ value }) => selected.has(value));
  const mayApprove = missing(session, "approve");
  const mayLoad = missing(session, "load_reports");

  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      void queries.invalidateQueries({ queryKey: ["approvals"] });
      void queries.invalidateQueries({ queryKey: ["indicators", "indicator"] });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
      setProgress(undefined);
    }
  };
  const importValues = () =>
    run(async () => {
      const job = await hub<{ job_id: string; state: string }>("POST", "/imports/text", { values: chosen.map(({ value }) => ({ value })), ...settings, note, auto_approve: approve, import_key: importKey });
      notifyDone(job.state === "pending" ? `${count(chosen.length, "value")} wait for approval.` : `${count(chosen.length, "value")} imported.`);
      void navigate(`/approvals/${job.job_id}`);
    });
  const load = () =>
    run(async () => {
      const report = await loadReport(source.text, source.filename ?? "pasted", session.csrf_token, (done, total) => setProgress({ done, total }));
      notifyDone(`Loaded ${report.title}: ${count(report.stored, "new record")}, ${report.duplicates} known from this report already.`);
      void navigate(searchPath(`campaign = ${quoted(report.title)}`));
    });

  const isMisp = draft.format === "MISP event";
  return (
    <>
      <DraftSummary draft={draft} />
      {draft.values.length === 0 ? (
        <Empty>There is no indicator in it.</Empty>
      ) : (
        <>
          {isMisp ? (
            <Text mb="sm" c="dimmed" maw="90ch">
              <strong>Load the report</strong> stores all {draft.values.length} indicators with what the event says about each. <strong>Import selected</strong> files the ticked ones as values with the settings below, for approval.
            </Text>
          ) : null}
          <div className="hub-settings">
            <SettingsFields value={settings} onChange={onSettings} />
            <TextInput className="hub-wide" label="Note" placeholder="Where it comes from" value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={500} />
          </div>
          <DraftTable draft={draft} selected={selected} onSelect={setSelected} />
          {problem === undefined ? null : (
            <Alert color="red" role="alert" mt="sm" title="Nothing was imported">
              {problemText(problem)}
            </Alert>
          )}
          {progress === undefined ? null : (
            <div role="status">
              <Progress value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total} mt="sm" aria-label="Loading the report" />
              <Text size="sm">
                {progress.done.toLocaleString("en")} of {progress.total.toLocaleString("en")}
              </Text>
            </div>
          )}
          <div className="hub-bar">
            <Reasoned reason={mayApprove}>
              <Checkbox label="Approve at once" checked={approve} disabled={mayApprove !== undefined} onChange={(event) => setApprove(event.currentTarget.checked)} />
            </Reasoned>
            <Text c="dimmed" ml="auto">
              {chosen.length.toLocaleString("en")} of {draft.values.length.toLocaleString("en")} selected
            </Text>
            <Button variant={isMisp && mayLoad === undefined ? "default" : "filled"} loading={busy && progress === undefined && !isMisp} disabled={busy || chosen.length === 0} onClick={() => void importValues()}>
              {isMisp ? "Import selected" : "Import"} {chosen.length}
            </Button>
            {isMisp ? (
              <Reasoned reason={mayLoad}>
                <Button disabled={mayLoad !== undefined || busy} loading={busy} onClick={() => void load()}>
                  Load the report
                </Button>
              </Reasoned>
            ) : null}
          </div>
        </>
      )}
    </>
  );
}

/** Says why a control is off. */
function Reasoned({ reason, children }: { reason: string | undefined; children: ReactNode }) {
  if (reason === undefined) return children;
  return (
    <Tooltip label={reason}>
      <span tabIndex={0} role="note" aria-label={reason}>
        {children}
      </span>
    </Tooltip>
  );
}

function DraftSummary({ draft }: { draft: Draft }) {
  const known = draft.values.filter((value) => value.known !== undefined).length;
  const from = draft.format === "MISP event" ? `MISP event “${draft.title ?? ""}”: ${count(draft.attributes ?? 0, "attribute")}, ` : "text: ";
  return (
    <div role="status">
      <Text mb={draft.skipped.length > 0 ? 4 : "sm"}>
        Read as {from}
        <strong>{count(draft.values.length, "indicator")}</strong>, {draft.skipped.length.toLocaleString("en")} skipped, {known.toLocaleString("en")} known already.
      </Text>
      {draft.skipped.length === 0 ? null : (
        <details className="hub-details">
          <summary>Why {draft.skipped.length.toLocaleString("en")} {draft.skipped.length === 1 ? "was" : "were"} skipped</summary>
          <ul className="hub-skipped">
            {draft.skipped.slice(0, 500).map(({ value, type, reason }, index) => (
              <li key={`${index} ${value}`}>
                <code>{value}</code> {type === "" ? "" : `(${type.replaceAll("_", " ")})`}: {reason}
              </li>
            ))}
            {draft.skipped.length > 500 ? <li>and {(draft.skipped.length - 500).toLocaleString("en")} more</li> : null}
          </ul>
        </details>
      )}
    </div>
  );
}
