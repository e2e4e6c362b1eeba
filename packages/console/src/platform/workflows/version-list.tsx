import type { Entities } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Nothing, Time } from "../../parts/time.js";
import type { WorkflowVersion } from "./types.js";

const columns: Column<WorkflowVersion>[] = [
  { id: "version", header: "Version", width: "6rem", cell: (row) => row.version },
  { id: "saved", header: "Saved", width: "16rem", cell: (row) => <Time at={row.created} form="full" /> },
  { id: "by", header: "By", cell: (row) => row.by ?? <Nothing /> },
];

/** Every saved version of a workflow, newest first. Instances keep the version they began with. */
export function VersionList({ workflow, current }: { workflow: number; current: number }) {
  const query = useQuery({
    queryKey: ["configuration", "workflow", "versions", workflow, current],
    queryFn: async ({ signal }) => (await get<Entities<WorkflowVersion>>(`/workflows/${workflow}/versions`, { signal })).entities,
  });
  return (
    <Loaded query={query} rows={3} what="The versions could not be loaded">
      {(versions) =>
        versions.length === 0 ? (
          <Empty>No version is stored.</Empty>
        ) : (
          <>
            <p className="sk-dimmed">Version {current} is used by new instances; instances that run keep the version they began with.</p>
            <ServerTable label="Versions" columns={columns} rows={[...versions].sort((one, other) => other.version - one.version)} rowKey={(row) => row.version} rowName={(row) => `version ${row.version}`} />
          </>
        )
      }
    </Loaded>
  );
}
