import type { Workspaces } from "../accounts/workspaces/workspaces.js";
import type { MessageDestinations } from "../messaging/destinations/destinations.js";
import type { Functions } from "../messaging/functions/functions.js";
import type { Rules } from "../rules/rules.js";
import type { ArtifactTypes } from "../types/artifact-types.js";
import type { Fields } from "../types/fields.js";
import type { Layouts } from "../types/layouts/layouts.js";
import type { IncidentTypes } from "../types/incident-types.js";
import { destinationSection, functionSection, ruleSection, scriptSection, workflowSection, type ScriptSource, type WorkflowSource } from "./automation-sections.js";
import type { Section } from "./section.js";
import { artifactTypeSection, fieldSection, incidentTypeSection, layoutSection, workspaceSection } from "./type-sections.js";

/** Every kind of object that documents can hold, in the order in which they refer to each other. */
export function allSections(sources: {
  readonly workspaces: Workspaces;
  readonly artifactTypes: ArtifactTypes;
  readonly incidentTypes: IncidentTypes;
  readonly destinations: MessageDestinations;
  readonly fields: Fields;
  readonly layouts: Layouts;
  readonly functions: Functions;
  readonly scripts: ScriptSource;
  readonly workflows: WorkflowSource;
  readonly rules: Rules;
}): Section[] {
  return [
    workspaceSection(sources.workspaces),
    artifactTypeSection(sources.artifactTypes),
    incidentTypeSection(sources.incidentTypes),
    destinationSection(sources.destinations),
    fieldSection(sources.fields),
    layoutSection(sources.layouts),
    functionSection(sources.functions),
    scriptSection(sources.scripts),
    workflowSection(sources.workflows),
    ruleSection(sources.rules),
  ];
}
