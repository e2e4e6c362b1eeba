import type { AvailableActionDTO } from "@soarkit/protocol";
import { createContext, useContext } from "react";
import type { Incident } from "../data/types.js";

/** What a menu item is run on. */
export interface RunTarget {
  type: "incident" | "artifact";
  id: number;
  /** The incident's name or the artifact's value. */
  name: string;
  /** Type of the artifact by name. */
  artifactType?: string;
}

/** What the parts of an incident page share. */
export interface IncidentPageState {
  incident: Incident;
  /** Why nothing can be changed here; undefined when it can. */
  readOnly: string | undefined;
  /** Opens the dialog of a menu item, or runs it at once when it asks nothing. */
  run: (action: AvailableActionDTO, targets: readonly RunTarget[], launcher: HTMLElement | null) => void;
  /** Opens the action status beside the tab. */
  showActionStatus: () => void;
}

/** Holds the state below the page. */
export const IncidentPageContext = createContext<IncidentPageState | undefined>(undefined);

/** The incident that is open, and what can be done with it. Only inside an incident page. */
export function useIncidentPage(): IncidentPageState {
  const state = useContext(IncidentPageContext);
  if (state === undefined) throw new Error("useIncidentPage needs an incident page above it");
  return state;
}
