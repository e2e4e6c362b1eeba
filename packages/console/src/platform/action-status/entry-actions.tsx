import { Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { IconCopy, IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { copyText } from "../../parts/copy.js";
import { notifyDone } from "../../parts/notify.js";
import { useSession } from "../../shell/session.js";
import { entryName, wasEnded } from "./entry-words.js";
import { GatedButton } from "./gated-button.js";
import { actOn, topicOf } from "./queries.js";
import { ReasonDialog } from "./reason-dialog.js";
import { transcript } from "./transcript.js";
import type { InvocationDetail } from "./types.js";

const mayAct = "administer";

/** Why an entry cannot be retried by anybody; undefined when it can. */
function whyNoRetry(entry: InvocationDetail): string | undefined {
  if (wasEnded(entry)) return "It was ended. Run the action again from the incident.";
  const code = entry.waiting?.code;
  if (entry.outcome === "pending") return code === "in_doubt" || code === "dead_letter" ? undefined : "It is still under way.";
  if (entry.outcome === "completed") return "It is completed. Run the action again from the incident.";
  return entry.outcome === "failed" ? "It was answered; there is nothing to repeat. Run the action again from the incident." : undefined;
}

/** Copy, retry and end of an entry. */
export function EntryActions({ entry, incidentId }: { entry: InvocationDetail; incidentId: number | undefined }) {
  const session = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"retry" | "end">();
  const [launcher, setLauncher] = useState<HTMLElement | null>(null);
  const missing = session.may(mayAct) ? undefined : `You lack the permission ${mayAct}. An administrator can grant it.`;
  const name = entryName(entry);
  const ask = (what: "retry" | "end") => (button: HTMLElement) => {
    setLauncher(button);
    setAsking(what);
  };
  const act = async (what: "retry" | "end", reason: string) => {
    await actOn(entry.id, what, reason);
    notifyDone(what === "retry" ? `${name} goes on.` : `${name} was ended.`);
    await queries.invalidateQueries({ queryKey: [topicOf(incidentId), "invocation"] });
  };
  return (
    <Group gap="xs">
      <GatedButton onClick={() => void copyText(transcript(entry), "the transcript")} leftSection={<IconCopy size={14} aria-hidden="true" />}>
        Copy transcript
      </GatedButton>
      {entry.outcome === "completed" ? null : (
        <GatedButton reason={missing ?? whyNoRetry(entry)} onClick={ask("retry")} leftSection={<IconRefresh size={14} aria-hidden="true" />}>
          Retry
        </GatedButton>
      )}
      {entry.outcome === "completed" || entry.outcome === "failed" || wasEnded(entry) ? null : (
        <GatedButton reason={missing} onClick={ask("end")} leftSection={<IconPlayerStop size={14} aria-hidden="true" />}>
          End
        </GatedButton>
      )}
      <ReasonDialog opened={asking === "retry"} onClose={() => setAsking(undefined)} title={`Retry ${name}`} confirm="Retry" launcher={launcher} onConfirm={(reason) => act("retry", reason)}>
        The workflow goes on at the step that stopped. What the other side may have done already can happen a second time.
      </ReasonDialog>
      <ReasonDialog opened={asking === "end"} onClose={() => setAsking(undefined)} title={`End ${name}`} confirm="End" danger launcher={launcher} onConfirm={(reason) => act("end", reason)}>
        Nothing more of it is done; an answer that still comes is ignored. This cannot be undone.
      </ReasonDialog>
    </Group>
  );
}
