import type { ConditionDTO } from "@soarkit/protocol";
import type { InputMap } from "../inputs/input.js";

/** Objects of the platform that rules, workflows and scripts can be about. */
export type CustomizedObject = "incident" | "task" | "note" | "milestone" | "artifact" | "attachment";

/** The queue on which an app's functions are called. */
export interface DestinationCustomization {
  readonly name: string;
  readonly programmaticName: string;
  readonly uuid?: string;
}

/** One function step of a workflow. */
export interface WorkflowStep {
  /** API name of one of the app's functions. */
  readonly function: string;
  /** Label in the diagram. Default: the function's display name. */
  readonly name?: string;
  /** Python that fills `inputs`. */
  readonly preScript: string;
  /** Python that reads `results`. */
  readonly postScript: string;
  /** Default `python3`. */
  readonly language?: "python" | "python3";
  /** Values set in the step by input name; selects and multiselects by label. The pre-process script may replace them. */
  readonly staticInputs?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Name under which later steps find the result. */
  readonly resultName?: string;
}

/** A workflow: its steps run one after the other. */
export interface WorkflowCustomization {
  readonly name: string;
  readonly programmaticName: string;
  readonly uuid?: string;
  readonly objectType: CustomizedObject;
  readonly description: string;
  readonly steps: readonly WorkflowStep[];
}

/** A menu item that runs a workflow. */
export interface RuleCustomization {
  readonly name: string;
  readonly uuid?: string;
  readonly objectType: CustomizedObject;
  /** Programmatic name of the workflow. */
  readonly workflow: string;
  /** Names of activity fields, in the order of the dialog. */
  readonly activityFields: readonly string[];
  /** When the menu item is offered; none means always. All must hold. */
  readonly conditions: readonly Pick<ConditionDTO, "field_name" | "method" | "value">[];
}

/** An artifact type that the platform does not have by itself. */
export interface ArtifactTypeCustomization {
  readonly name: string;
  readonly programmaticName: string;
  readonly description: string;
  readonly uuid?: string;
}

/** A script that people can run or put into workflows. */
export interface ScriptCustomization {
  readonly name: string;
  readonly uuid?: string;
  readonly objectType: CustomizedObject;
  readonly description: string;
  /** Default `python3`. */
  readonly language?: "python" | "python3";
  readonly text: string;
}

/** All that an app brings to a platform beside its functions and their fields. */
export interface CustomizationSet {
  readonly destination: DestinationCustomization;
  readonly rules: readonly RuleCustomization[];
  /** Fields of menu item dialogs by API name (`rule.properties.<name>` in scripts). */
  readonly activityFields: InputMap;
  readonly workflows: readonly WorkflowCustomization[];
  /** Custom incident fields by API name (`incident.properties.<name>` in scripts). */
  readonly incidentFields?: InputMap;
  readonly artifactTypes?: readonly ArtifactTypeCustomization[];
  readonly scripts?: readonly ScriptCustomization[];
}
