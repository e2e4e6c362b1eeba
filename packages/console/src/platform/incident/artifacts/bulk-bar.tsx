import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { del } from "../../../api/platform.js";
import { ConfirmDialog } from "../../../parts/confirm-dialog.js";
import { copyText } from "../../../parts/copy.js";
import { defang } from "../../../parts/defang.js";
import { notifyDone } from "../../../parts/notify.js";
import { RowMenu } from "../../../parts/row-menu.js";
import { keys } from "../data/queries.js";
import type { Artifact } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { typeOf } from "./columns.js";
import { bulkRules, targetOf } from "./menu.js";

/** What can be done with the selected artifacts. */
export function BulkBar({ artifacts, onDone }: { artifacts: readonly Artifact[]; onDone: () => void }) {
  const { incident, readOnly, run } = useIncidentPage();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const launcher = useRef<HTMLElement | null>(null);
  const rules = bulkRules(artifacts);
  const blocked = readOnly === undefined ? {} : { disabledReason: readOnly };
  const entries = rules.map(({ action, artifacts: those }) => ({
    label: those.length === artifacts.length ? action.name : `${action.name} (${those.length} of ${artifacts.length})`,
    onSelect: (from: HTMLElement) => run(action, those.map(targetOf), from),
    ...blocked,
  }));
  const text = artifacts.filter((artifact) => typeOf(artifact) !== "Password").map((artifact) => artifact.value).join("\n");
  return (
    <Group gap="xs" className="inc-bulk" role="toolbar" aria-label="Selected artifacts">
      <strong>{artifacts.length} selected</strong>
      <RowMenu label="Run action" text="Run action" entries={entries.length === 0 ? [{ heading: "No rule offers itself for these" }] : entries} />
      <Button size="sm" variant="default" onClick={() => void copyText(text, "the values as stored")}>
        Copy
      </Button>
      <Button size="sm" variant="default" onClick={() => void copyText(text.split("\n").map(defang).join("\n"), "the values, defanged")}>
        Copy defanged
      </Button>
      {readOnly === undefined ? (
        <Button
          size="sm"
          variant="default"
          onClick={(event) => {
            launcher.current = event.currentTarget;
            setRemoving(true);
          }}
        >
          Delete
        </Button>
      ) : null}
      <Button size="sm" variant="subtle" onClick={onDone}>
        Clear selection
      </Button>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        launcher={launcher.current}
        title={`Delete ${artifacts.length} artifacts`}
        confirm={`Delete ${artifacts.length} artifacts`}
        onConfirm={async () => {
          try {
            for (const artifact of artifacts) await del(`/incidents/${incident.id}/artifacts/${artifact.id}`);
            notifyDone(`${artifacts.length} artifacts were deleted.`);
            onDone();
          } finally {
            await queries.invalidateQueries({ queryKey: keys.artifacts(incident.id) });
          }
        }}
      >
        They go from incident {incident.id} with their hits and cannot be brought back.
      </ConfirmDialog>
    </Group>
  );
}
