import "./workflows.css";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { get } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { useWorkflow } from "../customize/queries.js";
import { idParameter } from "../customize/words.js";
import { InstanceActions } from "./instance-actions.js";
import { InstanceView } from "./instance-view.js";
import type { WorkflowInstance } from "./types.js";

/** One instance of a workflow: where it stands and what each step did. */
export function InstancePage() {
  const parameters = useParams();
  const workflow = idParameter(parameters["id"]);
  const instance = idParameter(parameters["instance"]);
  if (workflow === undefined || instance === undefined) {
    return (
      <Page title="Workflow instance" crumbs={[{ label: "Workflows", to: "/customize/workflows" }]}>
        <Empty>There is no instance at this address. Choose one from the workflow.</Empty>
      </Page>
    );
  }
  return <Instance key={instance} workflow={workflow} id={instance} />;
}

function Instance({ workflow, id }: { workflow: number; id: number }) {
  useTopic("messaging");
  const definition = useWorkflow(workflow);
  const query = useQuery({ queryKey: ["messaging", "workflow", "instance", id], queryFn: ({ signal }) => get<WorkflowInstance>(`/workflow_instances/${id}`, { signal }), staleTime: 0 });
  const name = query.data?.workflow.name ?? definition.data?.name ?? "Workflow";
  return (
    <Page
      title={`${name}, instance ${id}`}
      crumb={`Instance ${id}`}
      crumbs={[
        { label: "Workflows", to: "/customize/workflows" },
        { label: name, to: `/customize/workflows/${workflow}` },
        { label: "Instances", to: `/customize/workflows/${workflow}?show=instances` },
      ]}
      aside={query.data === undefined ? null : <Tag kind="workflow" value={query.data.status} />}
      actions={query.data === undefined ? undefined : <InstanceActions instance={query.data} />}
    >
      <Loaded query={query} what="The instance could not be loaded">
        {(instance) => <InstanceView instance={instance} newest={definition.data?.content.xml} />}
      </Loaded>
    </Page>
  );
}
