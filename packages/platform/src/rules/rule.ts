import type { ConditionDTO, ViewItemDTO } from "@soarkit/protocol";

/** How the conditions of a rule or gateway are joined. */
export type LogicType = "all" | "any" | "advanced";

/** A rule as it is stored. */
export interface Rule {
  readonly id: number;
  readonly name: string;
  readonly enabled: boolean;
  /** 0 automatic, 1 menu item. */
  readonly type: 0 | 1;
  /** API name of the object type. */
  readonly objectType: string;
  readonly logicType: LogicType;
  readonly customCondition: string | null;
  /** Values of selects are labels. */
  readonly conditions: readonly ConditionDTO[];
  readonly destinationIds: readonly number[];
  readonly workflowIds: readonly number[];
  readonly automations: readonly unknown[];
  /** Activity fields: `content` is the uuid of a field of type `actioninvocation`. */
  readonly viewItems: readonly ViewItemDTO[];
  readonly timeoutSeconds: number;
  readonly position: number;
  readonly uuid: string;
  readonly tags: readonly unknown[];
}
