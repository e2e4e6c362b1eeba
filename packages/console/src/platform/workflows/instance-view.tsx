import { Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { BpmnView, type StepState } from "../../parts/bpmn-view.js";
import { Facts } from "../../parts/facts.js";
import { JsonView } from "../../parts/json-view.js";
import { Empty } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { Duration, Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { Announcer } from "../action-status/announcer.js";
import { hasMembers } from "../action-status/transcript.js";
import { PageLink } from "../customize/links.js";
import { readSteps, type WorkflowStep } from "./bpmn/steps.js";
import { LogLines } from "./log-lines.js";
import { StepList } from "./step-list.js";
import type { InstanceStep, WorkflowInstance } from "./types.js";
import { useAddressPart } from "./use-address-part.js";
import { Note } from "../action-status/note.js";

/** The newest visit of each step. */
function newestVisits(steps: readonly InstanceStep[]): Map<string, InstanceStep> {
  return new Map([...steps].sort((one, other) => (one.started ?? 0) - (other.started ?? 0)).map((step) => [step.id, step]));
}

/** The start and the ends, which no visit is kept of. */
function ends(instance: WorkflowInstance, steps: readonly WorkflowStep[]): InstanceStep[] {
  const at = (kind: "start" | "end", time: number | null) => steps.filter((step) => step.kind === kind).map((step): InstanceStep => ({ id: step.id, name: step.name, kind, state: "done", started: time, ended: time }));
  const ways = at("end", instance.end_date);
  return [...at("start", instance.start_date), ...(instance.status === "completed" && ways.length === 1 ? ways : [])];
}

/** The step to show first: what went wrong, else what runs, else the last that did anything. */
function interesting(steps: readonly InstanceStep[]): string | undefined {
  const by = (state: StepState) => steps.find((step) => step.state === state)?.id;
  return by("error") ?? by("running") ?? by("waiting") ?? steps.findLast((step) => step.inputs != null || step.results != null)?.id ?? steps.at(-1)?.id;
}

/** Where an instance stands: the diagram with its states, the steps, and what the chosen step got and gave. @param newest BPMN of the newest version, where the instance does not bring its own. */
export function InstanceView({ instance, newest }: { instance: WorkflowInstance; newest: string | undefined }) {
  const xml = instance.content?.xml ?? newest;
  const done = (instance.steps ?? []).filter((step) => step.started !== null);
  const steps: readonly WorkflowStep[] = useMemo(() => (xml === undefined ? [] : readSteps(xml).steps), [xml]);
  const [chosen, choose] = useAddressPart("step");
  const visits = newestVisits([...done, ...ends(instance, steps)]);
  const selected = chosen ?? interesting(done) ?? steps[0]?.id;
  const visit = selected === undefined ? undefined : visits.get(selected);
  const states = Object.fromEntries([...visits.values()].map((step) => [step.id, step.state]));
  const listed = steps.length > 0 ? steps : done.map((step): WorkflowStep => ({ id: step.id, name: step.name, kind: "other", kindText: step.kind, next: [] }));
  return (
    <Stack gap="sm">
      <Announcer text={`Instance ${instance.workflow_instance_id}: ${instance.status}`} />
      <Head instance={instance} />
      {xml === undefined ? null : <BpmnView xml={xml} height="13rem" states={states} {...(selected === undefined ? {} : { selected })} onSelect={(id) => listed.some((step) => step.id === id) && choose(id)} />}
      <div className="wf-columns">
        <StepList steps={listed} visits={visits} selected={selected} onSelect={choose} />
        <section className="wf-detail" aria-label="What the step did">
          {visit === undefined ? <Empty>The workflow has not come to this step.</Empty> : <Visit visit={visit} />}
        </section>
      </div>
    </Stack>
  );
}

function Head({ instance }: { instance: WorkflowInstance }) {
  const { object } = instance;
  const incident = object.type_name === "incident" ? object.object_id : object.parent?.object_id;
  return (
    <>
      <Text c="dimmed">
        On {object.type_name} {object.type_name === "artifact" ? <Value value={object.object_name} /> : object.object_name}
        {incident === undefined ? null : (
          <>
            {" "}
            · incident <PageLink inText to={`/incidents/${incident}`}>{incident}</PageLink>
          </>
        )}{" "}
        · started <Time at={instance.start_date} form="full" /> <HowLong instance={instance} />
      </Text>
      {instance.error === null ? null : (
        <Note tone="error" title="It stopped">
          {instance.error}
        </Note>
      )}
      {instance.terminate_reason === null ? null : (
        <Note tone="info" title="It was stopped">
          {instance.terminate_reason}
        </Note>
      )}
    </>
  );
}

/** How long it took or has run; an instance that stopped at an error counts no further. */
function HowLong({ instance }: { instance: WorkflowInstance }) {
  const { status, start_date: start, end_date: end } = instance;
  if (end === null && status !== "running") return null;
  return (
    <>
      · {end === null ? "running for" : "took"} <Duration since={start} until={end} />
    </>
  );
}

function Visit({ visit }: { visit: InstanceStep }) {
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {visit.name} <Tag kind="workflow" value={visit.state} />
      </Title>
      {visit.error == null ? null : (
        <Note tone="error" title="This step went wrong">
          <span className="wf-mono">{visit.error}</span>
        </Note>
      )}
      <Facts
        items={[
          ["Started", <Time key="started" at={visit.started} form="full" />],
          ["Ended", visit.ended === null ? null : <Time key="ended" at={visit.ended} form="full" />],
          ["Took", visit.started === null || (visit.ended === null && visit.state !== "running") ? null : <Duration key="took" since={visit.started} until={visit.ended} />],
        ]}
      />
      {hasMembers(visit.inputs ?? null) ? (
        <details open className="as-folded">
          <summary>Inputs as sent</summary>
          <JsonView value={visit.inputs} label="Inputs as sent" fileName="inputs.json" />
        </details>
      ) : null}
      {visit.results === null || visit.results === undefined ? null : (
        <details open className="as-folded">
          <summary>Result</summary>
          <JsonView value={visit.results} label="Result" />
        </details>
      )}
      {visit.log == null || visit.log.length === 0 ? null : (
        <details open className="as-folded">
          <summary>Log of its scripts</summary>
          <LogLines lines={visit.log} label="Log of its scripts" />
        </details>
      )}
    </Stack>
  );
}
