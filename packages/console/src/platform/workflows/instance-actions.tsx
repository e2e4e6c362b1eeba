import { Group } from "@mantine/core";
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../api/platform.js";
import { notifyDone } from "../../parts/notify.js";
import { useSession } from "../../shell/session.js";
import { GatedButton } from "../action-status/gated-button.js";
import { ReasonDialog } from "../action-status/reason-dialog.js";
import type { WorkflowInstance } from "./types.js";

const permission = "org_data.edit";

/** Stops an instance, or lets it go on at the step that went wrong. */
export function InstanceActions({ instance, compact = false }: { instance: WorkflowInstance; compact?: boolean }) {
  const session = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"retry" | "terminate">();
  const [launcher, setLauncher] = useState<HTMLElement | null>(null);
  const missing = session.may(permission) ? undefined : `You lack the permission ${permission}. An administrator can grant it.`;
  const id = instance.workflow_instance_id;
  const act = async (what: "retry" | "terminate", reason: string) => {
    await post(`/workflow_instances/${id}/${what}`, reason === "" ? {} : { reason });
    notifyDone(what === "retry" ? `Instance ${id} goes on.` : `Instance ${id} was stopped.`);
    await queries.invalidateQueries({ queryKey: ["messaging", "workflow"] });
  };
  const ask = (what: "retry" | "terminate") => (button: HTMLElement) => {
    setLauncher(button);
    setAsking(what);
  };
  const size = compact ? "compact-xs" : "xs";
  const open = instance.status === "running" || instance.status === "error";
  if (!open) return null;
  return (
    <Group gap={6}>
      {instance.status === "error" ? (
        <GatedButton size={size} reason={missing} onClick={ask("retry")} leftSection={<IconRefresh size={14} aria-hidden="true" />} aria-label={`Retry instance ${id}`}>
          Retry
        </GatedButton>
      ) : null}
      <GatedButton size={size} reason={missing} onClick={ask("terminate")} leftSection={<IconPlayerStop size={14} aria-hidden="true" />} aria-label={`Stop instance ${id}`}>
        Stop
      </GatedButton>
      <ReasonDialog opened={asking === "retry"} onClose={() => setAsking(undefined)} title={`Retry instance ${id}`} confirm="Retry" launcher={launcher} onConfirm={(reason) => act("retry", reason)}>
        It goes on at the step that went wrong. Steps that are done are not repeated.
      </ReasonDialog>
      <ReasonDialog opened={asking === "terminate"} onClose={() => setAsking(undefined)} title={`Stop instance ${id}`} confirm="Stop" danger launcher={launcher} onConfirm={(reason) => act("terminate", reason)}>
        No further step is done, and an answer that still comes is ignored. What is done stays done. This cannot be undone.
      </ReasonDialog>
    </Group>
  );
}
