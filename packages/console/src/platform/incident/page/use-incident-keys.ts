import { useNavigate } from "react-router";
import { useKeys } from "../../../parts/use-keys.js";
import { incidentTabs } from "../data/address.js";
import type { Incident } from "../data/types.js";
import { neighbours } from "./neighbours.js";
import type { OpenParts } from "./use-address.js";
import { begin } from "./use-begin.js";

/** The letters of an incident page (console.md §2.5). Answers the incidents before and after this one in the list. */
export function useIncidentKeys(incident: Incident, address: OpenParts): { previous: number | undefined; next: number | undefined } {
  const navigate = useNavigate();
  const { previous, next } = neighbours(incident.id);
  const go = (id: number | undefined) => (id === undefined ? undefined : void navigate(`/incidents/${id}/${address.tab}`));
  useKeys({
    "[": () => go(previous),
    "]": () => go(next),
    m: () => {
      address.openTab("notes");
      begin("new-note");
    },
    f: () => {
      address.openTab("artifacts");
      begin("new-artifact");
    },
    e: () => {
      address.openTab("details");
      begin("edit-details");
    },
    s: () => (address.actionStatus ? address.hideActionStatus() : address.showActionStatus()),
    ...Object.fromEntries(incidentTabs.map((tab, index) => [String(index + 1), () => address.openTab(tab.id)])),
  });
  return { previous, next };
}
