import type { Entities } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Duration, Nothing, Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { PageLink } from "../customize/links.js";
import { InstanceActions } from "./instance-actions.js";
import type { WorkflowInstance } from "./types.js";

const mostShown = 100;

/** The instances of a workflow, newest first, with stop and retry. */
export function InstanceList({ workflow }: { workflow: number }) {
  useTopic("messaging");
  const query = useQuery({
    queryKey: ["messaging", "workflow", "instances", workflow],
    queryFn: async ({ signal }) => (await get<Entities<WorkflowInstance>>(`/workflows/${workflow}/instances?size=${mostShown}`, { signal })).entities,
  });
  const columns: Column<WorkflowInstance>[] = [
    { id: "id", header: "ID", width: "5rem", cell: (row) => <PageLink to={`/customize/workflows/${workflow}/instances/${row.workflow_instance_id}`}>{row.workflow_instance_id}</PageLink> },
    { id: "state", header: "State", width: "8rem", cell: (row) => <Tag kind="workflow" value={row.status} /> },
    {
      id: "object",
      header: "Object",
      cell: (row) => (
        <span className="as-cell">
          {row.object.type_name === "artifact" ? <Value value={row.object.object_name} plain /> : <span className="sk-one-line">{row.object.object_name}</span>}
          {row.error === null ? null : <span className="as-why sk-one-line" data-error="true">{row.error}</span>}
        </span>
      ),
    },
    { id: "started", header: "Started", width: "8rem", cell: (row) => <Time at={row.start_date} /> },
    { id: "took", header: "Took", width: "6rem", align: "right", cell: (row) => (row.end_date === null && row.status !== "running" ? <Nothing /> : <Duration since={row.start_date} until={row.end_date} />) },
    { id: "actions", header: "Stop or retry", width: "11rem", cell: (row) => <InstanceActions instance={row} compact /> },
  ];
  return (
    <Loaded query={query} rows={4} what="The instances could not be loaded">
      {(instances) =>
        instances.length === 0 ? (
          <Empty>This workflow has not run yet. It starts when one of its rules runs.</Empty>
        ) : (
          <>
            <ServerTable label="Instances" columns={columns} rows={instances} rowKey={(row) => row.workflow_instance_id} rowName={(row) => `instance ${row.workflow_instance_id}`} fetching={query.isFetching} minWidth="48rem" />
            {instances.length >= mostShown ? <p className="sk-dimmed">Showing the newest {mostShown}.</p> : null}
          </>
        )
      }
    </Loaded>
  );
}
