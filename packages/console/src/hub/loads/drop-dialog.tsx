import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { count } from "../search/columns.js";
import { drop } from "./load-actions.js";
import type { Load } from "./types.js";

/** Asks before the file of a load is dropped. */
export function DropDialog({ load, opened, launcher, onClose, onDropped }: { load: Load | undefined; opened: boolean; launcher: HTMLElement | null; onClose: () => void; onDropped?: () => void }) {
  const queries = useQueryClient();
  if (load === undefined) return null;
  const fresh = load.state === "uploaded";
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      launcher={launcher}
      title={fresh ? `Remove ${load.name}` : `Cancel the load of ${load.name}`}
      confirm={fresh ? "Remove" : "Drop the file"}
      onConfirm={async () => {
        await drop(queries, load.id);
        onDropped?.();
      }}
    >
      {fresh ? "The file is removed from the hub. Nothing of it has been stored." : `The file is removed from the hub, so that the load cannot go on. What it stored so far stays: ${count(load.added, "new record")}.`}
    </ConfirmDialog>
  );
}
