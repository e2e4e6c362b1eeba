import type { WorkflowDTO } from "@soarkit/protocol";
import { useNavigate } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Time } from "../../parts/time.js";
import { PageLink, Several } from "../customize/links.js";
import { useFunctions, useRules, useWorkflows } from "../customize/queries.js";
import { idOf, objectTypeName, personName } from "../customize/words.js";
import { readSteps } from "./bpmn/steps.js";

/** All workflows. */
export function WorkflowList() {
  const query = useWorkflows();
  const rules = useRules().data ?? [];
  const functions = useFunctions().data ?? [];
  const navigate = useNavigate();
  const columns: Column<WorkflowDTO>[] = [
    { id: "name", header: "Name", cell: (row) => <PageLink to={`/customize/workflows/${row.workflow_id}`} clip>{row.name}</PageLink> },
    { id: "object", header: "Object", width: "6rem", cell: (row) => objectTypeName(row.object_type) },
    {
      id: "functions",
      header: "Functions",
      width: "9rem",
      cell: (row) => {
        const called = new Set(readSteps(row.content.xml).steps.flatMap((step) => step.functionUuid ?? []));
        return <Several items={functions.filter((candidate) => called.has(candidate.uuid)).map((candidate) => ({ key: candidate.id, node: <PageLink to={`/customize/functions/${candidate.id}`}>{candidate.name}</PageLink> }))} />;
      },
    },
    {
      id: "rules",
      header: "Started by",
      width: "15rem",
      cell: (row) => <Several items={rules.filter((rule) => rule.workflows.some((handle) => idOf(handle) === row.workflow_id)).map((rule) => ({ key: rule.id, node: <PageLink to={`/customize/rules/${rule.id}`}>{rule.name}</PageLink> }))} />,
    },
    { id: "version", header: "Version", width: "5rem", align: "right", cell: (row) => row.content_version },
    { id: "changed", header: "Changed", width: "7rem", cell: (row) => <Time at={row.last_modified_time} /> },
    { id: "by", header: "By", width: "9rem", cell: (row) => <span className="sk-one-line">{row.last_modified_by_name ?? personName(row.last_modified_by)}</span> },
  ];
  return (
    <Page title="Workflows" aside={query.data === undefined ? null : <span className="sk-dimmed">{query.data.length}</span>}>
      <Loaded query={query} what="The workflows could not be loaded">
        {(workflows) =>
          workflows.length === 0 ? (
            <Empty>Workflows come with apps, or are drawn elsewhere and imported with soarkit customize or resilient-circuits customize.</Empty>
          ) : (
            <ServerTable label="Workflows" columns={columns} rows={workflows} rowKey={(row) => row.workflow_id} rowName={(row) => row.name} onOpen={(row) => void navigate(`/customize/workflows/${row.workflow_id}`)} fetching={query.isFetching} minWidth="64rem" />
          )
        }
      </Loaded>
    </Page>
  );
}
