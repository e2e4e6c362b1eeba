import type { ActionDTO, Handle } from "@soarkit/protocol";
import { PageLink, Several } from "../customize/links.js";
import { useWorkflows } from "../customize/queries.js";
import { idOf, nameOf } from "../customize/words.js";

/** What a rule sets off: workflows and message destinations. */
export function RuleDoes({ rule }: { rule: ActionDTO }) {
  const workflows = useWorkflows().data ?? [];
  const workflowName = (handle: Handle) => workflows.find((workflow) => workflow.workflow_id === idOf(handle))?.name ?? nameOf(handle);
  return (
    <Several
      items={[
        ...rule.workflows.map((handle) => ({ key: `w${nameOf(handle)}`, node: <PageLink to={`/customize/workflows/${idOf(handle) ?? nameOf(handle)}`}>{workflowName(handle)}</PageLink> })),
        ...rule.message_destinations.map((handle) => ({ key: `d${nameOf(handle)}`, node: <>to <PageLink to={`/customize/destinations/${idOf(handle) ?? nameOf(handle)}`}>{nameOf(handle)}</PageLink></> })),
      ]}
    />
  );
}
