import { Stack } from "@mantine/core";
import { Facts } from "../../parts/facts.js";
import { Time } from "../../parts/time.js";
import { duration } from "../../parts/time-format.js";
import { Value } from "../../parts/value.js";
import { PageLink } from "../customize/links.js";
import { LogLines } from "../workflows/log-lines.js";
import type { ScriptRun } from "./types.js";
import { Note } from "../action-status/note.js";

/** Everything about one run of a script. */
export function RunDetail({ run }: { run: ScriptRun }) {
  const { workflow_id: workflow, workflow_instance_id: instance } = run;
  const lines = run.lines ?? (run.text === "" ? [] : run.text.split("\n").map((text) => ({ level: "info", text })));
  return (
    <Stack gap="sm">
      {run.error == null ? null : (
        <Note tone="error" title="The script failed">
          <span className="wf-mono">{run.error}</span>
        </Note>
      )}
      <Facts
        items={[
          ["Workflow", workflow === undefined ? run.workflow : <PageLink key="workflow" to={`/customize/workflows/${workflow}`}>{run.workflow}</PageLink>],
          ["Instance", workflow === undefined || instance === undefined ? null : <PageLink key="instance" to={`/customize/workflows/${workflow}/instances/${instance}`}>{instance}</PageLink>],
          ["Object", run.object_type === "incident" ? run.object : <Value key="object" value={run.object} />],
          ["Incident", <PageLink key="incident" to={`/incidents/${run.incident_id}`}>{run.incident_id}</PageLink>],
          ["Ran", <Time key="ran" at={run.at} form="full" />],
          ["Took", duration(run.ms)],
        ]}
      />
      <h3>What it wrote</h3>
      {lines.length === 0 ? <span className="sk-dimmed">Nothing.</span> : <LogLines lines={lines} label="What it wrote" />}
      {run.effects === undefined ? null : (
        <>
          <h3>What it changed</h3>
          {run.effects.length === 0 ? (
            <span className="sk-dimmed">Nothing.</span>
          ) : (
            <ol className="wf-effects">
              {run.effects.map((effect, index) => (
                <li key={index} className="wf-value">
                  {effect}
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </Stack>
  );
}
