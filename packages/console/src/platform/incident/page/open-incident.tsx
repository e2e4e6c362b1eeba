import type { AvailableActionDTO } from "@soarkit/protocol";
import { useMemo, useRef, useState } from "react";
import { Page } from "../../../parts/page.js";
import { lastList } from "../../incidents/last-list.js";
import { CloseDialog } from "../close/close-dialog.js";
import { DeleteDialog } from "../close/delete-dialog.js";
import { ReopenDialog } from "../close/reopen-dialog.js";
import type { Incident } from "../data/types.js";
import { useRunAction } from "../run-action/use-run-action.js";
import { SidePanel } from "../summary/side-panel.js";
import type { Deletion } from "./deleted.js";
import { IncidentActions, type HeadDialog } from "./incident-actions.js";
import { IncidentHead } from "./incident-head.js";
import { IncidentTabs } from "./incident-tabs.js";
import { Notices } from "./notices.js";
import { type IncidentPageState, IncidentPageContext } from "./page-state.js";
import { useIncidentAddress } from "./use-address.js";
import { useIncidentKeys } from "./use-incident-keys.js";

/** An incident that was loaded. */
export function OpenIncident({ incident, deletion }: { incident: Incident; deletion: Deletion | undefined }) {
  const address = useIncidentAddress(incident.id);
  const [dialog, setDialog] = useState<HeadDialog | undefined>(undefined);
  const launcher = useRef<HTMLElement | null>(null);
  const { showActionStatus } = address;
  const { run, dialog: runDialog } = useRunAction(incident, showActionStatus);
  const readOnly = deletion !== undefined ? "The incident was deleted." : incident.perms.write ? undefined : "You lack the permission org_data.edit. An administrator can grant it.";
  const state = useMemo<IncidentPageState>(() => ({ incident, readOnly, run, showActionStatus }), [incident, readOnly, run, showActionStatus]);
  const { previous, next } = useIncidentKeys(incident, address);
  const open = (name: HeadDialog, from: HTMLElement) => {
    launcher.current = from;
    setDialog(name);
  };
  const dialogProps = (name: HeadDialog) => ({ opened: dialog === name, onClose: () => setDialog(undefined), launcher: launcher.current });
  const runOnIncident = (action: AvailableActionDTO, from: HTMLElement) => run(action, [{ type: "incident", id: incident.id, name: incident.name }], from);
  return (
    <IncidentPageContext value={state}>
      <Page
        title={incident.name}
        tabTitle={`${incident.id} ${incident.name}`}
        crumbs={[{ label: "List Incidents", to: `/incidents${lastList().search}` }]}
        crumb={String(incident.id)}
        heading={<IncidentHead previous={previous} next={next} />}
        actions={<IncidentActions onRun={runOnIncident} onDialog={open} />}
      >
        <Notices deletion={deletion} onReopen={(from) => open("reopen", from)} />
        <div className="inc-columns" data-gone={deletion !== undefined || undefined} data-panel={address.actionStatus || undefined} data-drawer={address.artifactId !== undefined || undefined}>
          <IncidentTabs address={address} />
          <SidePanel actionStatus={address.actionStatus} hidden={address.artifactId !== undefined} onClose={address.hideActionStatus} />
        </div>
        {runDialog}
        <CloseDialog {...dialogProps("close")} />
        <ReopenDialog {...dialogProps("reopen")} />
        <DeleteDialog {...dialogProps("delete")} />
      </Page>
    </IncidentPageContext>
  );
}
