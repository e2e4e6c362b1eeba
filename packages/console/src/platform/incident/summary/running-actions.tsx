import type { ActionInvocationDTO } from "@soarkit/protocol";
import { Anchor, Button } from "@mantine/core";
import { Link } from "react-router";
import { Problem } from "../../../parts/states.js";
import { Tag } from "../../../parts/tag.js";
import { Duration, Time } from "../../../parts/time.js";
import { stateChoices, withoutNested } from "../../action-status/filter.js";
import { useInvocations } from "../../action-status/queries.js";
import type { InvocationEntry } from "../../action-status/types.js";
import { actionStatusPath } from "../data/address.js";
import { useIncidentPage } from "../page/page-state.js";

const most = 8;

/** What runs, then what ended last. */
function shortList(invocations: readonly InvocationEntry[]): InvocationEntry[] {
  const rank = (invocation: InvocationEntry) => (invocation.outcome === "pending" ? 0 : 1);
  return withoutNested(invocations).sort((a, b) => rank(a) - rank(b) || b.create_date - a.create_date).slice(0, most);
}

/** Name of what ran. */
export function nameOf(invocation: ActionInvocationDTO): string {
  return invocation.action?.name ?? invocation.function?.display_name ?? invocation.workflow?.name ?? invocation.destination ?? `Action ${invocation.id}`;
}

/** The action status in a few lines, with the way to all of it. Of automatic rules only what went wrong. */
export function RunningActions() {
  const { incident, showActionStatus } = useIncidentPage();
  const query = useInvocations({ incidentId: incident.id, states: stateChoices, automatic: false, size: 4 * most });
  const list = shortList(query.data?.entities ?? []);
  return (
    <section aria-labelledby="inc-running">
      <div className="inc-side-head">
        <h2 id="inc-running">Action Status</h2>
        <Button size="compact-xs" variant="subtle" onClick={showActionStatus}>
          Show all
        </Button>
      </div>
      {query.data === undefined && query.error !== null ? <Problem error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data !== undefined && list.length === 0 ? <p className="sk-dimmed">Nobody has started an action on this incident yet.</p> : null}
      <ul className="inc-runs">
        {list.map((invocation) => (
          <li key={invocation.id}>
            <Anchor component={Link} to={`${actionStatusPath(incident.id)}/${invocation.id}`} size="sm" className="inc-run-name">
              {nameOf(invocation)}
            </Anchor>
            <span className="inc-run-line">
              <Tag kind="action" value={invocation.outcome} />
              {invocation.end_date === null ? <Duration since={invocation.create_date} /> : <Time at={invocation.end_date} />}
            </span>
            {invocation.object.type_name === "incident" ? null : <span className="sk-one-line sk-dimmed inc-run-object">{invocation.object.object_name}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
