import type { ActionDTO, Handle } from "@soarkit/protocol";
import { PageLink, Several } from "../customize/links.js";
import { useWorkflows } from "../customize/queries.js";
import { idOf, nameOf } from "../customize/words.js";
import { automationText } from "./automation-text.js";

/** What a rule does: fields that it sets, scripts, workflows and message destinations, in this order. */
export function RuleDoes({ rule }: { rule: ActionDTO }) {
  const workflows = useWorkflows().data ?? [];
  const workflowName = (handle: Handle) => workflows.find((workflow) => workflow.workflow_id === idOf(handle))?.name ?? nameOf(handle);
  return (
    <Several
      items={[
        ...rule.automations.map((automation, index) => ({ key: `a${index}`, node: <>{automationText(automation)}</> })),
        ...rule.workflows.map((handle) => ({ key: `w${nameOf(handle)}`, node: <PageLink to={`/customize/workflows/${idOf(handle) ?? nameOf(handle)}`}>{workflowName(handle)}</PageLink> })),
        ...rule.message_destinations.map((handle) => ({ key: `d${nameOf(handle)}`, node: <>to <PageLink to={`/customize/destinations/${idOf(handle) ?? nameOf(handle)}`}>{nameOf(handle)}</PageLink></> })),
      ]}
    />
  );
}
