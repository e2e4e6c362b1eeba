import { useCallback, useEffect, useMemo, useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { actionStatusPath, type IncidentTab, readAddress, tabPath } from "../data/address.js";

/** What is open on an incident page, from its address, and how to open something else. */
export interface OpenParts {
  tab: IncidentTab;
  actionStatus: boolean;
  artifactId: number | undefined;
  openTab: (tab: IncidentTab) => void;
  /** Opens an artifact in the drawer; undefined closes it. */
  openArtifact: (id: number | undefined) => void;
  showActionStatus: () => void;
  /** Closes the action status; the focus goes back to where it was when it opened. */
  hideActionStatus: () => void;
}

/** The address of an incident page. The tab under an open action status is the one that was open before. */
export function useIncidentAddress(incidentId: number): OpenParts {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const address = readAddress(pathname);
  const lastTab = useRef<IncidentTab>("details");
  const cameFrom = useRef<Element | null>(null);
  const tab = address?.tab ?? lastTab.current;
  useEffect(() => {
    lastTab.current = tab;
  }, [tab]);
  const openTab = useCallback((to: IncidentTab) => void navigate(tabPath(incidentId, to) + search), [navigate, incidentId, search]);
  const openArtifact = useCallback((id: number | undefined) => void navigate(tabPath(incidentId, "artifacts", id) + search), [navigate, incidentId, search]);
  const showActionStatus = useCallback(() => {
    cameFrom.current = document.activeElement;
    void navigate(actionStatusPath(incidentId) + search);
  }, [navigate, incidentId, search]);
  const hideActionStatus = useCallback(() => {
    void navigate(tabPath(incidentId, lastTab.current) + search);
    const back = cameFrom.current;
    if (back instanceof HTMLElement) requestAnimationFrame(() => back.focus());
  }, [navigate, incidentId, search]);
  const actionStatus = address?.actionStatus ?? false;
  const artifactId = address?.artifactId;
  return useMemo(
    () => ({ tab, actionStatus, artifactId, openTab, openArtifact, showActionStatus, hideActionStatus }),
    [tab, actionStatus, artifactId, openTab, openArtifact, showActionStatus, hideActionStatus],
  );
}
