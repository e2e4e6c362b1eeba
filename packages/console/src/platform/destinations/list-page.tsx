import "./destinations.css";
import { useNavigate } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Nothing, Time } from "../../parts/time.js";
import { PageLink } from "../customize/links.js";
import { useDestinationStates } from "./queries.js";
import { conditionOf, inFlight } from "./state-words.js";
import type { DestinationState } from "./types.js";

const columns: Column<DestinationState>[] = [
  { id: "name", header: "Name", cell: (row) => <PageLink to={`/customize/destinations/${row.id}`} clip>{row.name}</PageLink> },
  { id: "api", header: "API name", width: "14rem", cell: (row) => <span className="de-mono sk-one-line">{row.programmatic_name}</span> },
  { id: "depth", header: "Depth", width: "5rem", align: "right", cell: (row) => <span {...(conditionOf(row) === "stuck" ? { className: "sk-danger" } : {})}>{row.depth.toLocaleString("en")}</span> },
  { id: "oldest", header: "Oldest", width: "6rem", cell: (row) => (row.oldest === null ? <Nothing /> : <Time at={row.oldest} form="age" />) },
  { id: "flight", header: "In flight", width: "5.5rem", align: "right", cell: (row) => inFlight(row) },
  { id: "consumers", header: "Consumers", width: "20rem", cell: (row) => <Consumers state={row} /> },
];

/** All message destinations with their queues. */
export function DestinationList() {
  const query = useDestinationStates();
  const navigate = useNavigate();
  return (
    <Page title="Message Destinations" aside={query.data === undefined ? null : <span className="sk-dimmed">{query.data.length}</span>}>
      <Loaded query={query} what="The message destinations could not be loaded">
        {(destinations) =>
          destinations.length === 0 ? (
            <Empty>Message destinations come with apps: import one with soarkit customize or resilient-circuits customize.</Empty>
          ) : (
            <ServerTable label="Message Destinations" columns={columns} rows={destinations} rowKey={(row) => row.id} rowName={(row) => row.name} onOpen={(row) => void navigate(`/customize/destinations/${row.id}`)} minWidth="60rem" />
          )
        }
      </Loaded>
    </Page>
  );
}

function Consumers({ state }: { state: DestinationState }) {
  if (state.consumers.length > 0) return <Tag kind="connection" value="connected" label={`${state.consumers.length} · ${state.consumers.map((consumer) => consumer.name).join(", ")}`} />;
  return (
    <span>
      <Tag kind="connection" value="lost" label="None" />{" "}
      <span className="sk-dimmed">
        {state.last_seen == null ? "never" : <>since <Time at={state.last_seen} /></>}
      </span>
    </span>
  );
}
