import type { AvailableActionDTO } from "@soarkit/protocol";
import { copyText } from "../../../parts/copy.js";
import { defang } from "../../../parts/defang.js";
import type { MenuEntries } from "../../../parts/row-menu.js";
import type { IncidentPageState, RunTarget } from "../page/page-state.js";
import type { Artifact } from "../data/types.js";
import { typeOf } from "./columns.js";

/** What an artifact's menu can begin. */
export interface ArtifactCommands {
  open(artifact: Artifact): void;
  edit(artifact: Artifact, launcher: HTMLElement): void;
  relate(artifact: Artifact, relating: boolean): void;
  remove(artifact: Artifact, launcher: HTMLElement): void;
}

/** The artifact as something a rule runs on. */
export function targetOf(artifact: Artifact): RunTarget {
  return { type: "artifact", id: artifact.id, name: artifact.value, artifactType: typeOf(artifact) };
}

/** The menu of an artifact: its rules first, in their order (TruSTAR guide, figure 8). */
export function artifactMenu(artifact: Artifact, page: Pick<IncidentPageState, "run" | "readOnly">, commands: ArtifactCommands): MenuEntries {
  const blocked = page.readOnly === undefined ? {} : { disabledReason: page.readOnly };
  const rules = artifact.actions.filter((action) => action.enabled);
  const related = artifact.relating !== false;
  return [
    ...rules.map((action) => ({ label: action.name, onSelect: (launcher: HTMLElement) => page.run(action, [targetOf(artifact)], launcher), ...blocked })),
    ...(rules.length === 0 ? [{ heading: "No rule offers itself for this artifact" }] : []),
    "divider",
    { label: "Open", onSelect: () => commands.open(artifact) },
    { label: "Copy", onSelect: () => void copyText(artifact.value, "the value as stored") },
    { label: "Copy defanged", onSelect: () => void copyText(defang(artifact.value), "the value, defanged") },
    { label: "Edit", onSelect: (launcher) => commands.edit(artifact, launcher), ...blocked },
    { label: related ? "Do not relate to other incidents" : "Relate to other incidents", onSelect: () => commands.relate(artifact, !related), ...blocked },
    "divider",
    { label: "Delete", danger: true, onSelect: (launcher) => commands.remove(artifact, launcher), ...blocked },
  ];
}

/** A rule that can be run on some of several artifacts. */
export interface BulkRule {
  action: AvailableActionDTO;
  /** The artifacts that it offers itself for. */
  artifacts: Artifact[];
}

/** The rules of several artifacts in their order, each with those that it offers itself for. */
export function bulkRules(artifacts: readonly Artifact[]): BulkRule[] {
  const rules = new Map<number, BulkRule>();
  for (const artifact of artifacts) {
    for (const action of artifact.actions.filter((candidate) => candidate.enabled)) {
      const rule = rules.get(action.id);
      if (rule === undefined) rules.set(action.id, { action, artifacts: [artifact] });
      else rule.artifacts.push(artifact);
    }
  }
  return [...rules.values()];
}
