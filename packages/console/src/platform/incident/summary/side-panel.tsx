import { lazy, Suspense, useEffect, useRef } from "react";
import { CloseButton, Group } from "@mantine/core";
import { Loading } from "../../../parts/states.js";
import { useIncidentPage } from "../page/page-state.js";
import { RunningActions } from "./running-actions.js";
import { Summary } from "./summary.js";

const ActionStatusPanel = lazy(() => import("../../action-status/panel.js").then((module) => ({ default: module.ActionStatusPanel })));

/** The column at the right: the action status when it is open, else the summary; nothing beside an open artifact. */
export function SidePanel({ actionStatus, hidden, onClose }: { actionStatus: boolean; hidden: boolean; onClose: () => void }) {
  const { incident } = useIncidentPage();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (actionStatus) panel.current?.focus();
  }, [actionStatus]);
  if (actionStatus) {
    return (
      <section
        ref={panel}
        className="inc-side inc-panel"
        aria-label={`Action Status of incident ${incident.id}`}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.defaultPrevented) return;
          event.preventDefault();
          onClose();
        }}
      >
        <Group justify="flex-end" className="inc-panel-close">
          <CloseButton aria-label="Close the action status" onClick={onClose} />
        </Group>
        <Suspense fallback={<Loading />}>
          <ActionStatusPanel incidentId={incident.id} />
        </Suspense>
      </section>
    );
  }
  if (hidden) return null;
  return (
    <aside className="inc-side" aria-label="Summary of the incident">
      <Summary />
      <RunningActions />
    </aside>
  );
}
