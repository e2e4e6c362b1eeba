import "../workflows/workflows.css";
import type { FunctionDTO } from "@soarkit/protocol";
import { useNavigate } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { PageLink, Several } from "../customize/links.js";
import { useFunctions, useWorkflows } from "../customize/queries.js";
import { idOf, nameOf } from "../customize/words.js";
import { useDestinationStates } from "../destinations/queries.js";
import { usesOf } from "./used-by.js";

/** All functions. */
export function FunctionList() {
  const query = useFunctions();
  const workflows = useWorkflows().data ?? [];
  const states = useDestinationStates().data ?? [];
  const navigate = useNavigate();
  const columns: Column<FunctionDTO>[] = [
    { id: "name", header: "Name", cell: (row) => <PageLink to={`/customize/functions/${row.id}`} clip>{row.display_name}</PageLink> },
    { id: "api", header: "API name", width: "13rem", cell: (row) => <span className="wf-mono sk-one-line">{row.name}</span> },
    { id: "destination", header: "Destination", width: "13rem", cell: (row) => <PageLink to={`/customize/destinations/${idOf(row.destination_handle) ?? ""}`} clip>{nameOf(row.destination_handle)}</PageLink> },
    {
      id: "consumers",
      header: "Integration server",
      width: "10rem",
      cell: (row) => {
        const state = states.find((candidate) => candidate.id === idOf(row.destination_handle));
        return state === undefined ? null : <Tag kind="connection" value={state.consumers.length > 0 ? "connected" : "lost"} />;
      },
    },
    { id: "inputs", header: "Inputs", width: "5rem", align: "right", cell: (row) => row.view_items.length },
    {
      id: "used",
      header: "Used by",
      width: "16rem",
      cell: (row) => <Several items={usesOf(row, workflows).map((use) => ({ key: `${use.workflow.workflow_id} ${use.step.id}`, node: <PageLink to={`/customize/workflows/${use.workflow.workflow_id}?step=${encodeURIComponent(use.step.id)}`}>{use.workflow.name}</PageLink> }))} />,
    },
  ];
  return (
    <Page title="Functions" aside={query.data === undefined ? null : <span className="sk-dimmed">{query.data.length}</span>}>
      <Loaded query={query} what="The functions could not be loaded">
        {(functions) =>
          functions.length === 0 ? (
            <Empty>Functions come with apps: import one with soarkit customize or resilient-circuits customize.</Empty>
          ) : (
            <ServerTable label="Functions" columns={columns} rows={functions} rowKey={(row) => row.id} rowName={(row) => row.display_name} onOpen={(row) => void navigate(`/customize/functions/${row.id}`)} fetching={query.isFetching} minWidth="64rem" />
          )
        }
      </Loaded>
    </Page>
  );
}
