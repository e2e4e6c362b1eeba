import type { IncidentDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import { useNavigate } from "react-router";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { copyText } from "../../parts/copy.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import type { MenuEntries } from "../../parts/row-menu.js";
import { useSession } from "../../shell/session.js";
import { BulkResults } from "./bulk-results.js";
import { type BulkResult, changeIncidents, deleteIncidents } from "./changes.js";
import { ChangeDialog } from "./change-dialog.js";
import { CloseDialog } from "./close-dialog.js";

/** Dialogs that work on incidents of the list. */
export type ListAction = "assign" | "severity" | "close" | "delete";

/** Opens one of them. @param launcher gets the focus back. */
export type OpenAction = (action: ListAction, incidents: readonly IncidentDTO[], launcher: HTMLElement) => void;

interface Opened {
  action: ListAction;
  incidents: readonly IncidentDTO[];
  launcher: HTMLElement;
}

/** Menus of rows and the dialogs behind them; several incidents at once get a table of results. */
export function useRowActions(): { menuOf: (incident: IncidentDTO) => MenuEntries; open: OpenAction; dialogs: ReactNode } {
  const session = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [opened, setOpened] = useState<Opened>();
  const [shown, setShown] = useState(false);
  const [results, setResults] = useState<{ what: string; rows: BulkResult[] }>();

  const open = useCallback<OpenAction>((action, incidents, launcher) => {
    setOpened({ action, incidents, launcher });
    setShown(true);
  }, []);
  const finish = async (what: string, work: Promise<BulkResult[]>) => {
    const rows = await work;
    void queries.invalidateQueries({ queryKey: ["incidents"] });
    const [only] = rows;
    if (rows.length === 1 && only !== undefined && only.reason !== undefined) throw new Error(only.reason);
    if (rows.length === 1) notifyDone(`${what}: ${only?.id ?? ""} ${only?.name ?? ""}`);
    else setResults({ what, rows });
  };
  const assignToMe = async (incident: IncidentDTO) => {
    try {
      await finish("Assigned to you", changeIncidents([incident], { owner_id: session.user_id }));
    } catch (error) {
      notifyProblem(`${incident.id} was not assigned`, error);
    }
  };
  const menuOf = (incident: IncidentDTO): MenuEntries => {
    const locked = session.may("org_data.edit") ? {} : { disabledReason: "Needs the permission org_data.edit" };
    const act = (label: string, action: ListAction) => ({ label, onSelect: (launcher: HTMLElement) => open(action, [incident], launcher), ...locked });
    return [
      { label: "Open", onSelect: () => void navigate(`/incidents/${incident.id}`) },
      { label: "Action Status", onSelect: () => void navigate(`/incidents/${incident.id}/actions`) },
      { label: "Copy link", onSelect: () => void copyText(`${location.origin}/incidents/${incident.id}`, "the link") },
      "divider",
      { label: "Assign to me", onSelect: () => void assignToMe(incident), ...locked },
      act("Assign", "assign"),
      act("Change severity", "severity"),
      "divider",
      incident.plan_status === "A" ? act("Close Incident", "close") : { label: "Closed already", onSelect: () => undefined, disabledReason: "Reopen it on its own page" },
      { ...act("Delete Incident", "delete"), danger: true },
    ];
  };

  const one = opened?.incidents.length === 1 ? opened.incidents[0] : undefined;
  const subject = one === undefined ? `${opened?.incidents.length ?? 0} incidents` : `incident ${one.id}`;
  const common = { onClose: () => setShown(false), launcher: opened?.launcher ?? null };
  const dialogs = (
    <>
      <ChangeDialog {...common} kind="assign" opened={shown && opened?.action === "assign"} subject={subject} onSave={(owner_id) => finish("Assigned", changeIncidents(opened?.incidents ?? [], { owner_id }))} />
      <ChangeDialog {...common} kind="severity" opened={shown && opened?.action === "severity"} subject={subject} onSave={(severity_code) => finish("Severity changed", changeIncidents(opened?.incidents ?? [], { severity_code }))} />
      <CloseDialog {...common} opened={shown && opened?.action === "close"} subject={subject} onClosed={(change) => finish("Closed", changeIncidents(opened?.incidents ?? [], change))} />
      <ConfirmDialog
        {...common}
        opened={shown && opened?.action === "delete"}
        title={`Delete ${subject}`}
        confirm={one === undefined ? `Delete ${opened?.incidents.length ?? 0} incidents` : "Delete incident"}
        typed={one === undefined ? String(opened?.incidents.length ?? 0) : String(one.id)}
        typedWhat={one === undefined ? "The number of incidents" : "The ID of the incident"}
        onConfirm={() => finish("Deleted", deleteIncidents(opened?.incidents ?? []))}
      >
        {one === undefined ? (
          <>
            <p>These incidents are deleted with their notes, artifacts and attachments. This cannot be undone.</p>
            <ul>
              {opened?.incidents.slice(0, 10).map((incident) => (
                <li key={incident.id}>
                  {incident.id} {incident.name}
                </li>
              ))}
              {(opened?.incidents.length ?? 0) > 10 ? <li>and {(opened?.incidents.length ?? 0) - 10} more</li> : null}
            </ul>
          </>
        ) : (
          <p>
            “{one.name}” is deleted with its notes, artifacts and attachments. This cannot be undone.
          </p>
        )}
      </ConfirmDialog>
      <BulkResults results={results} onClose={() => setResults(undefined)} />
    </>
  );
  return { menuOf, open, dialogs };
}
