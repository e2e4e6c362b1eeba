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

/** A condition of a rule (soar-protocol §1.9); selects by label. */
export interface RuleCondition extends Pick<ConditionDTO, "method"> {
  /** Such as `incident.severity_code` or `artifact.description`; null for `object_added` and `object_removed`. */
  readonly field_name: string | null;
  /** Left out for methods that compare with nothing. */
  readonly value?: unknown;
  /** Unit of `due_within` and `overdue_by`: `minutes`, `hours`, `days` or `weeks`. */
  readonly type?: string;
}

/** A field that a rule sets by itself. */
export interface SetFieldCustomization {
  readonly object: "incident" | "artifact";
  /** API name; without `properties.` for custom fields. */
  readonly field: string;
  /** Selects by label. */
  readonly value: unknown;
}

/** A rule: a menu item, or one that runs by itself when an object changes. It needs something that it does. */
export interface RuleCustomization {
  readonly name: string;
  readonly uuid?: string;
  /** Default `menu`. */
  readonly kind?: "menu" | "automatic";
  readonly objectType: CustomizedObject;
  /** When it is offered or runs; none means always. */
  readonly conditions: readonly RuleCondition[];
  /** How conditions are joined; `custom` over their numbers from 1, such as `1 AND (2 OR 3)`. Default `all`. */
  readonly logic?: "all" | "any" | { readonly custom: string };
  /** Fields that it sets, in this order, before anything else. */
  readonly setFields?: readonly SetFieldCustomization[];
  /** Names of the app's scripts that it runs next. */
  readonly runScripts?: readonly string[];
  /** Programmatic name of the workflow that it starts. */
  readonly workflow?: string;
  /** Sends the object to the app's message destination, where an action takes it. */
  readonly sendsMessage?: boolean;
  /** Names of activity fields, in the order of the dialog; menu items only. */
  readonly activityFields?: readonly string[];
  /** How long an answer is waited for. Default 86,400: a day. */
  readonly timeoutSeconds?: number;
  /** Default true. */
  readonly enabled?: boolean;
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
