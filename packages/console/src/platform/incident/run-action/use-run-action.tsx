import { Anchor } from "@mantine/core";
import type { ActionDTO, AvailableActionDTO, FieldDefDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { get } from "../../../api/platform.js";
import { notifyDone, notifyProblem } from "../../../parts/notify.js";
import { keys } from "../data/queries.js";
import type { Incident } from "../data/types.js";
import type { RunTarget } from "../page/page-state.js";
import { dialogItems, type DialogItem } from "./fields.js";
import { RunDialog } from "./run-dialog.js";
import { startRule } from "./start.js";

interface Asked {
  rule: ActionDTO;
  items: DialogItem[];
  targets: readonly RunTarget[];
}

/** Running menu items: the function that begins it and the dialog, to be put on the page. */
export function useRunAction(incident: Incident, showActionStatus: () => void): { run: (action: AvailableActionDTO, targets: readonly RunTarget[], launcher: HTMLElement | null) => void; dialog: ReactNode } {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const launcher = useRef<HTMLElement | null>(null);
  const show = useRef(showActionStatus);
  show.current = showActionStatus;
  const incidentId = incident.id;
  const started = useCallback(
    (name: string, count: number) => {
      void queries.invalidateQueries({ queryKey: keys.invocations(incidentId) });
      notifyDone(
        <>
          Started “{name}”{count === 1 ? "" : ` on ${count} artifacts`}.{" "}
          <Anchor component="button" size="sm" onClick={() => show.current()}>
            Show
          </Anchor>
        </>,
      );
    },
    [queries, incidentId],
  );
  const run = useCallback(
    (action: AvailableActionDTO, targets: readonly RunTarget[], from: HTMLElement | null) => {
      launcher.current = from;
      const begin = async () => {
        const rule = await queries.query({ queryKey: ["configuration", "rule", action.id], queryFn: ({ signal }) => get<ActionDTO>(`/actions/${action.id}?handle_format=names`, { signal }), staleTime: 0 });
        const fields = await queries.query({ queryKey: ["configuration", "type", "fields", "actioninvocation"], queryFn: ({ signal }) => get<FieldDefDTO[]>("/types/actioninvocation/fields", { signal }), staleTime: 0 });
        const items = dialogItems(rule.view_items, fields);
        const [target] = targets;
        if (target === undefined) return;
        if (items.length > 0 || targets.length > 1) { setAsked({ rule, items, targets }); return; }
        await startRule(incidentId, target, rule.id, {});
        started(rule.name, 1);
      };
      begin().catch((error: unknown) => notifyProblem(`“${action.name}” was not started`, error));
    },
    [queries, incidentId, started],
  );
  const dialog = asked === undefined ? null : <RunDialog key={`${asked.rule.id}:${asked.targets.map((target) => target.id).join()}`} {...asked} incidentId={incidentId} launcher={launcher.current} onStarted={started} onClose={() => setAsked(undefined)} />;
  return { run, dialog };
}
