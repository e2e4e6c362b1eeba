import type { Entities } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { get } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import { actionColumns } from "../action-status/columns.js";
import type { InvocationEntry } from "../action-status/types.js";
import "../action-status/action-status.css";

/** What a rule did lately; a row opens its entry in the action status. */
export function RuleRuns({ rule }: { rule: number }) {
  useTopic("messaging");
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ["messaging", "invocation", "rule", rule], queryFn: async ({ signal }) => (await get<Entities<InvocationEntry>>(`/actions/${rule}/runs`, { signal })).entities });
  return (
    <Loaded query={query} rows={4} what="The runs could not be loaded">
      {(runs) =>
        runs.length === 0 ? (
          <Empty>This rule has not run yet. Explain says why it would run on an object, or why not.</Empty>
        ) : (
          <ServerTable
            label="Runs"
            columns={actionColumns("state=pending,error,completed", false)}
            rows={runs}
            rowKey={(run) => run.id}
            rowName={(run) => `run ${run.id} on ${run.object.object_name}`}
            onOpen={(run) => void navigate(`/actions/${run.id}?state=pending,error,completed`)}
            fetching={query.isFetching}
            minWidth="56rem"
          />
        )
      }
    </Loaded>
  );
}
