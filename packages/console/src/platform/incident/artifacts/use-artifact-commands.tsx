import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { del, put } from "../../../api/platform.js";
import { ConfirmDialog } from "../../../parts/confirm-dialog.js";
import { notifyDone, notifyProblem } from "../../../parts/notify.js";
import { Value } from "../../../parts/value.js";
import { keys } from "../data/queries.js";
import type { Artifact } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { typeOf } from "./columns.js";
import { EditDialog } from "./edit-dialog.js";
import type { ArtifactCommands } from "./menu.js";

/** What can be done with one artifact, and the dialogs that belong to it. */
export function useArtifactCommands(onOpen: (id: number | undefined) => void): { commands: ArtifactCommands; dialogs: ReactNode } {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Artifact | undefined>(undefined);
  const [removing, setRemoving] = useState<Artifact | undefined>(undefined);
  const launcher = useRef<HTMLElement | null>(null);
  const incidentId = incident.id;
  const commands = useMemo<ArtifactCommands>(() => {
    const reload = () => queries.invalidateQueries({ queryKey: keys.artifacts(incidentId) });
    return {
      open: (artifact) => onOpen(artifact.id),
      edit(artifact, from) {
        launcher.current = from;
        setEditing(artifact);
      },
      relate(artifact, relating) {
        put(`/incidents/${incidentId}/artifacts/${artifact.id}`, { relating })
          .then(reload)
          .then(() => notifyDone(relating ? "It relates incidents again." : "It no longer relates incidents."))
          .catch((error: unknown) => notifyProblem("The artifact was not changed", error));
      },
      remove(artifact, from) {
        launcher.current = from;
        setRemoving(artifact);
      },
    };
  }, [queries, incidentId, onOpen]);
  const dialogs = (
    <>
      {editing === undefined ? null : <EditDialog artifact={editing} onClose={() => setEditing(undefined)} launcher={launcher.current} />}
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        launcher={launcher.current}
        title="Delete this artifact"
        confirm="Delete artifact"
        onConfirm={async () => {
          await del(`/incidents/${incidentId}/artifacts/${removing?.id ?? 0}`);
          await queries.invalidateQueries({ queryKey: keys.artifacts(incidentId) });
          onOpen(undefined);
          notifyDone("The artifact was deleted.");
        }}
      >
        {removing === undefined ? null : (
          <>
            {typeOf(removing)} <Value value={removing.value} type={typeOf(removing)} plain /> goes from this incident
            {removing.hits.length === 0 ? "" : ` with its ${removing.hits.length === 1 ? "hit" : `${removing.hits.length} hits`}`}. It cannot be brought back.
          </>
        )}
      </ConfirmDialog>
    </>
  );
  return { commands, dialogs };
}
