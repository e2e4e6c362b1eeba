import { Anchor, Button } from "@mantine/core";
import { Link } from "react-router";
import { Tag } from "../../../parts/tag.js";
import { Time } from "../../../parts/time.js";
import { actionStatusPath } from "../data/address.js";
import { useInvocations } from "../data/queries.js";
import type { Artifact } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { nameOf } from "../summary/running-actions.js";
import { targetOf } from "./menu.js";

/** The rules of an artifact as buttons, and what was run on it before. */
export function DrawerActions({ artifact }: { artifact: Artifact }) {
  const { incident, readOnly, run } = useIncidentPage();
  const invocations = useInvocations(incident.id).data ?? [];
  const past = invocations.filter((invocation) => invocation.parent_id === null && invocation.object.type_name === "artifact" && invocation.object.object_id === artifact.id);
  const rules = artifact.actions.filter((action) => action.enabled);
  return (
    <div className="inc-drawer-part">
      <h3>Run</h3>
      {rules.length === 0 ? <p className="sk-dimmed">No rule offers itself for this artifact.</p> : null}
      {readOnly === undefined ? null : <p className="sk-dimmed">{readOnly}</p>}
      <div className="inc-buttons">
        {rules.map((action) => (
          <Button key={action.id} variant="default" size="sm" justify="flex-start" disabled={readOnly !== undefined} onClick={(event) => run(action, [targetOf(artifact)], event.currentTarget)}>
            {action.name}
          </Button>
        ))}
      </div>
      <h3>Ran before</h3>
      {past.length === 0 ? <p className="sk-dimmed">Nothing was run on this artifact yet.</p> : null}
      <ul className="inc-runs">
        {past.map((invocation) => (
          <li key={invocation.id}>
            <Anchor component={Link} to={`${actionStatusPath(incident.id)}/${invocation.id}`} size="sm" className="inc-run-name">
              {nameOf(invocation)}
            </Anchor>
            <span className="inc-run-line">
              <Tag kind="action" value={invocation.outcome} />
              <Time at={invocation.create_date} />
              <span className="sk-dimmed">{invocation.create_user.display_name}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
