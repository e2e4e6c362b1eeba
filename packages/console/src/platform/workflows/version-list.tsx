import type { Entities, WorkflowDTO } from "@soarkit/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, put } from "../../api/platform.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Nothing, Time } from "../../parts/time.js";
import { useSession } from "../../shell/session.js";
import { GatedButton } from "../action-status/gated-button.js";
import { personName } from "../customize/words.js";
import type { WorkflowVersion } from "./types.js";

const permission = "function.edit";

/** Every saved version of a workflow, newest first. Instances keep the version they began with. */
export function VersionList({ workflow, current }: { workflow: number; current: number }) {
  const query = useQuery({
    queryKey: ["configuration", "workflow", "versions", workflow, current],
    queryFn: async ({ signal }) => (await get<Entities<WorkflowVersion>>(`/workflows/${workflow}/versions`, { signal })).entities,
  });
  const columns: Column<WorkflowVersion>[] = [
    { id: "version", header: "Version", width: "6rem", align: "right", cell: (row) => row.version },
    { id: "saved", header: "Saved", width: "16rem", cell: (row) => <Time at={row.created} form="full" /> },
    { id: "by", header: "By", cell: (row) => (row.by == null ? <Nothing /> : personName(row.by)) },
    { id: "restore", header: "Restore", width: "9rem", cell: (row) => (row.version === current ? <span className="sk-dimmed">In use</span> : <Restore workflow={workflow} version={row.version} />) },
  ];
  return (
    <Loaded query={query} rows={3} what="The versions could not be loaded">
      {(versions) =>
        versions.length === 0 ? (
          <Empty>No version is stored.</Empty>
        ) : (
          <>
            <p className="sk-dimmed">Version {current} is used by new instances; instances that run keep the version they began with.</p>
            <ServerTable label="Versions" columns={columns} rows={versions} rowKey={(row) => row.version} rowName={(row) => `version ${row.version}`} />
          </>
        )
      }
    </Loaded>
  );
}

/** Saves an old version again as the newest; the one in use now stays in the list. */
function Restore({ workflow, version }: { workflow: number; version: number }) {
  const session = useSession();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    try {
      const { content } = await get<{ content: { xml: string } }>(`/workflows/${workflow}/versions/${version}`);
      const next = await put<WorkflowDTO>(`/workflows/${workflow}`, { content: { xml: content.xml } });
      await queries.invalidateQueries({ queryKey: ["configuration", "workflow"] });
      notifyDone(`Version ${version} is in use again, as version ${next.content_version}.`);
    } catch (error) {
      notifyProblem(`Version ${version} was not restored`, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <GatedButton size="compact-xs" loading={busy} reason={session.may(permission) ? undefined : `You lack the permission ${permission}. An administrator can grant it.`} aria-label={`Restore version ${version}`} onClick={() => void restore()}>
      Restore
    </GatedButton>
  );
}
