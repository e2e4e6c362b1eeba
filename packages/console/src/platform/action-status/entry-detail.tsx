import { Anchor, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Facts } from "../../parts/facts.js";
import { JsonView } from "../../parts/json-view.js";
import { Loaded } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { Duration, Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { Announcer } from "./announcer.js";
import { EntryActions } from "./entry-actions.js";
import { entryName, entryState } from "./entry-words.js";
import { ErrorNote } from "./error-note.js";
import { invocationQuery } from "./queries.js";
import { Timeline } from "./timeline.js";
import { hasMembers, timelineOf } from "./transcript.js";
import type { InvocationDetail } from "./types.js";
import { WaitingNote } from "./waiting-note.js";

/** Everything about one entry, kept current. @param incidentId of the page it stands on; undefined on the page of all incidents. */
export function EntryDetail({ id, incidentId }: { id: number; incidentId?: number | undefined }) {
  const query = useQuery(invocationQuery(id, incidentId));
  return (
    <Loaded query={query} rows={5} what="This action could not be loaded">
      {(entry) => (
        <Stack gap="sm" className="as-detail">
          <Announcer text={`${entryName(entry)}: ${timelineOf(entry).at(-1)?.text ?? entryState(entry)}`} />
          <EntryParts entry={entry} withIncident={incidentId === undefined} />
          <EntryActions entry={entry} incidentId={incidentId} />
        </Stack>
      )}
    </Loaded>
  );
}

/** The entry's parts, and those of what it set off. @param outer the run that it stands in: what is said there is not said again. */
function EntryParts({ entry, withIncident, outer }: { entry: InvocationDetail; withIncident: boolean; outer?: InvocationDetail }) {
  return (
    <>
      {entry.outcome === "pending" && entry.waiting != null ? <WaitingNote waiting={entry.waiting} /> : null}
      {entry.error === outer?.error ? null : <ErrorNote entry={entry} />}
      {outer?.steps !== undefined && outer.steps.length > 0 ? null : <Timeline steps={timelineOf(entry)} label={`What happened to ${entryName(entry)}`} />}
      <Facts items={factsOf(entry, withIncident, outer)} />
      {hasMembers(entry.inputs) ? <Folded name={entry.kind === "rule" ? "Activity fields" : "Inputs"} value={entry.inputs} open /> : null}
      {entry.results === null || entry.results === undefined ? null : <Folded name="Result" value={entry.results} open={entry.outcome === "failed"} />}
      {entry.invocations.map((inner) => (
        <section key={inner.id} className="as-inner" aria-label={entryName(inner)}>
          <Title order={3} size="h4" className="as-inner-title">
            {entryName(inner)} <Tag kind="action" value={entryState(inner)} />
          </Title>
          <EntryParts entry={inner} withIncident={false} outer={entry} />
        </section>
      ))}
    </>
  );
}

function Folded({ name, value, open = false }: { name: string; value: unknown; open?: boolean }) {
  return (
    <details open={open} className="as-folded">
      <summary>{name}</summary>
      <JsonView value={value} label={name} fileName={`${name.toLowerCase().replaceAll(" ", "-")}.json`} />
    </details>
  );
}

function factsOf(entry: InvocationDetail, withIncident: boolean, outer: InvocationDetail | undefined): (readonly [string, React.ReactNode])[] {
  const facts: (readonly [string, React.ReactNode])[] = [];
  const { workflow, object } = entry;
  if (entry.action !== null && outer === undefined) facts.push(["Rule", <PageLink key="rule" to={`/customize/rules/${entry.action.id}`} text={entry.action.name} />]);
  if (workflow !== null && outer === undefined) facts.push(["Workflow", <InstanceLink key="workflow" workflow={workflow} instance={entry.workflow_instance_id} />]);
  for (const started of entry.workflow_instances) {
    facts.push([entry.workflow_instances.length > 1 ? `Workflow ${started.workflow_instance_id}` : "Workflow", (
      <span key={started.workflow_instance_id}>
        <InstanceLink workflow={started.workflow} instance={started.workflow_instance_id} /> <Tag kind="workflow" value={started.status} />
      </span>
    )]);
  }
  if (entry.function !== null) facts.push(["Function", <PageLink key="function" to={`/customize/functions/${entry.function.id}`} text={entry.function.name} />]);
  if (entry.destination !== null) facts.push(["Destination", entry.destination]);
  if (object.type_name !== "incident" && outer === undefined) facts.push([object.type_name === "artifact" ? "Artifact" : object.type_name, <Value key="object" value={object.object_name} />]);
  if (withIncident) facts.push(["Incident", <PageLink key="incident" to={`/incidents/${entry.inc_id}`} text={String(entry.inc_id)} />]);
  if (outer === undefined) facts.push(["Started by", entry.create_user.display_name]);
  facts.push([outer === undefined ? "Started" : "Called", <Time key="started" at={entry.create_date} form="full" />]);
  if (entry.end_date !== null) facts.push(["Ended", <Time key="ended" at={entry.end_date} form="full" />]);
  facts.push([entry.end_date === null ? "Running for" : "Took", <Duration key="took" since={entry.create_date} until={entry.end_date} />]);
  return facts;
}

function PageLink({ to, text }: { to: string; text: string }) {
  return (
    <Anchor component={Link} to={to} inherit>
      {text}
    </Anchor>
  );
}

function InstanceLink({ workflow, instance }: { workflow: { workflow_id: number; name: string }; instance: number | null }) {
  return <PageLink to={instance === null ? `/customize/workflows/${workflow.workflow_id}` : `/customize/workflows/${workflow.workflow_id}/instances/${instance}`} text={workflow.name} />;
}
