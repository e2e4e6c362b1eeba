import "./destinations.css";
import type { Handle } from "@soarkit/protocol";
import { Stack, Text } from "@mantine/core";
import { useParams } from "react-router";
import { Facts } from "../../parts/facts.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Nothing, Time } from "../../parts/time.js";
import { PageLink, Several } from "../customize/links.js";
import { useFunctions, useRules } from "../customize/queries.js";
import { idOf, idParameter, personName } from "../customize/words.js";
import { useDestination, useDestinationStates } from "./queries.js";
import { conditionOf, inFlight, whyWaiting } from "./state-words.js";
import type { Consumer, DestinationState } from "./types.js";
import { Note } from "../action-status/note.js";

const columns: Column<Consumer>[] = [
  { id: "name", header: "Integration server", cell: (row) => <Tag kind="connection" value="connected" label={row.host == null || row.host === row.name ? row.name : `${row.name} on ${row.host}`} /> },
  { id: "since", header: "Connected since", width: "16rem", cell: (row) => <Time at={row.since} form="full" /> },
  { id: "flight", header: "In flight", width: "6rem", align: "right", cell: (row) => row.in_flight },
];

/** One message destination: its queue, why messages wait, who reads it and who may. */
export function DestinationPage() {
  const id = idParameter(useParams()["id"]);
  const query = useDestinationStates();
  const state = query.data?.find((candidate) => candidate.id === id);
  return (
    <Page title={state?.name ?? "Message destination"} crumbs={[{ label: "Message Destinations", to: "/customize/destinations" }]}>
      <Loaded query={query} what="The message destination could not be loaded">
        {() => (state === undefined ? <Empty>There is no message destination at this address. It may have been deleted; choose one from the list.</Empty> : <Destination state={state} />)}
      </Loaded>
    </Page>
  );
}

function Destination({ state }: { state: DestinationState }) {
  const definition = useDestination(state.id).data;
  const functions = (useFunctions().data ?? []).filter((called) => idOf(called.destination_handle) === state.id);
  const rules = (useRules().data ?? []).filter((rule) => rule.message_destinations.some((handle) => idOf(handle) === state.id));
  const why = whyWaiting(state);
  return (
    <Stack gap="sm">
      <div role="status">
        {why === undefined ? null : (
          <Note tone={conditionOf(state) === "stuck" ? "warn" : "info"} title={conditionOf(state) === "stuck" ? "Messages are stuck" : "Messages are under way"}>
            {why}
          </Note>
        )}
      </div>
      <Facts
        items={[
          ["API name", <span key="api" className="de-mono">{state.programmatic_name}</span>],
          ["Depth", state.depth.toLocaleString("en")],
          ["In flight", String(inFlight(state))],
          ["Oldest message", state.oldest === null ? null : <Time key="oldest" at={state.oldest} form="full" />],
          ["Acknowledged", definition === undefined ? null : definition.expect_ack ? "yes: an answer is waited for" : "no: done when sent"],
          ["Functions", <Several key="functions" items={functions.map((called) => ({ key: called.id, node: <PageLink to={`/customize/functions/${called.id}`}>{called.display_name}</PageLink> }))} />],
          ["Rules that send to it", <Several key="rules" items={rules.map((rule) => ({ key: rule.id, node: <PageLink to={`/customize/rules/${rule.id}`}>{rule.name}</PageLink> }))} />],
        ]}
      />
      <h2>Consumers</h2>
      {state.consumers.length === 0 ? (
        <Text>
          No integration server reads this destination now. Last seen: {state.last_seen == null ? "never" : <Time at={state.last_seen} form="full" />}{state.last_reader == null ? "" : `, ${state.last_reader}`}.
        </Text>
      ) : (
        <ServerTable label="Consumers" columns={columns} rows={state.consumers} rowKey={(row) => `${row.name} ${row.since}`} rowName={(row) => row.name} />
      )}
      <h2>Who may read it</h2>
      <Facts
        items={[
          ["API keys", names(definition?.api_keys, definition?.api_key_names)],
          ["Users", names(definition?.users, definition?.user_names)],
        ]}
      />
    </Stack>
  );
}

function names(handles: readonly Handle[] | undefined, known: readonly string[] | undefined): React.ReactNode {
  if (handles === undefined || handles.length === 0) return <Nothing />;
  return handles.map((handle, index) => known?.[index] ?? personName(handle)).join(", ");
}
