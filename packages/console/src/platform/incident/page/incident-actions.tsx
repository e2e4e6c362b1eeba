import type { AvailableActionDTO } from "@soarkit/protocol";
import { useNavigate } from "react-router";
import { type MenuEntries, RowMenu } from "../../../parts/row-menu.js";
import { tabPath } from "../data/address.js";
import { useIncidentPage } from "./page-state.js";

/** Dialogs that the head of an incident opens. */
export type HeadDialog = "close" | "reopen" | "delete";

/** The Actions menu: rules first, then the status, then closing and deleting (console.md §3A.4). */
export function IncidentActions({ onRun, onDialog }: { onRun: (action: AvailableActionDTO, launcher: HTMLElement) => void; onDialog: (dialog: HeadDialog, launcher: HTMLElement) => void }) {
  const { incident, readOnly, showActionStatus } = useIncidentPage();
  const navigate = useNavigate();
  const blocked = readOnly === undefined ? {} : { disabledReason: readOnly };
  const closed = incident.plan_status === "C";
  const rules = incident.actions.filter((action) => action.enabled);
  const entries: MenuEntries = [
    ...(rules.length === 0 ? [{ heading: "No rule offers itself for this incident" }] : []),
    ...rules.map((action) => ({ label: action.name, onSelect: (launcher: HTMLElement) => onRun(action, launcher), ...blocked })),
    "divider",
    { label: "Action Status", keys: "s", onSelect: showActionStatus },
    { label: "News Feed", keys: "5", onSelect: () => void navigate(tabPath(incident.id, "newsfeed")) },
    "divider",
    closed
      ? { label: "Reopen Incident", onSelect: (launcher) => onDialog("reopen", launcher), ...blocked }
      : { label: "Close Incident", onSelect: (launcher) => onDialog("close", launcher), ...blocked },
    { label: "Delete Incident", danger: true, onSelect: (launcher) => onDialog("delete", launcher), ...blocked },
  ];
  return <RowMenu label="Actions" text="Actions" variant="filled" entries={entries} />;
}
