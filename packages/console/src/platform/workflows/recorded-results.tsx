import type { Entities, FunctionDTO } from "@soarkit/protocol";
import { Button } from "@mantine/core";
import { useState } from "react";
import { get } from "../../api/platform.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import type { InvocationEntry } from "../action-status/types.js";

const looked = 200;

/** Fetches what the function answered last, so that a script can be tried on the real thing. */
export function RecordedResults({ called, onChoose }: { called: FunctionDTO; onChoose: (results: unknown) => void }) {
  const [busy, setBusy] = useState(false);
  const fetchLast = async () => {
    setBusy(true);
    try {
      const { entities } = await get<Entities<InvocationEntry>>(`/action_invocations?state=completed,failed,error&size=${looked}`);
      const last = entities.find((entry) => entry.function?.id === called.id && entry.results !== null && entry.results !== undefined);
      if (last === undefined) notifyDone(`${called.display_name} has not answered among the newest ${looked} actions.`);
      else {
        onChoose(last.results);
        notifyDone(`Took the results of action ${last.id}, on ${last.object.object_name}.`);
      }
    } catch (error) {
      notifyProblem("The last results could not be read", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="compact-xs" variant="default" loading={busy} onClick={() => void fetchLast()}>
      Take the last recorded results
    </Button>
  );
}
