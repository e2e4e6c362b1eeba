import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { del } from "../../../api/platform.js";
import { ConfirmDialog } from "../../../parts/confirm-dialog.js";
import { notifyDone } from "../../../parts/notify.js";
import { useArtifacts, useAttachments, useNotes } from "../data/queries.js";
import { useIncidentPage } from "../page/page-state.js";

function count(number: number | undefined, one: string, many: string): string {
  return number === undefined ? `its ${many}` : `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Deletes the incident after its ID was typed. */
export function DeleteDialog({ opened, onClose, launcher }: { opened: boolean; onClose: () => void; launcher: HTMLElement | null }) {
  const { incident } = useIncidentPage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const notes = useNotes(incident.id).data?.length;
  const artifacts = useArtifacts(incident.id).data?.length;
  const attachments = useAttachments(incident.id).data?.length;
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      launcher={launcher}
      title={`Delete incident ${incident.id}`}
      confirm="Delete incident"
      typed={String(incident.id)}
      typedWhat="The ID of the incident"
      onConfirm={async () => {
        await del(`/incidents/${incident.id}`);
        await navigate("/incidents");
        queries.removeQueries({ queryKey: [`incident:${incident.id}`] });
        notifyDone(`Incident ${incident.id} was deleted.`);
      }}
    >
      <p>
        “{incident.name}” goes for everybody, with {count(artifacts, "artifact", "artifacts")}, {count(notes, "note", "notes")} and {count(attachments, "attachment", "attachments")}. It cannot be brought back.
      </p>
      <p>Automatic rules for deleted incidents run; they may change what other systems hold of it.</p>
    </ConfirmDialog>
  );
}
