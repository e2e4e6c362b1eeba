import type { FunctionStepContent, GatewayCondition } from "./step-content.js";

/** A way from one element to the next. */
export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly target: string;
  /** Asked at an exclusive gateway; null is true. */
  readonly condition: GatewayCondition | null;
}

interface ElementBase {
  readonly id: string;
  /** As drawn; the id where nobody named it. */
  readonly name: string;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
}

/** An element of a workflow that this platform runs. */
export type Element = ElementBase &
  (
    | { readonly kind: "start" | "parallel" | "end" | "terminate" }
    /** Takes the first outgoing flow whose condition is true, else the default. */
    | { readonly kind: "exclusive"; readonly defaultFlow: string | null }
    | { readonly kind: "function"; readonly functionUuid: string; readonly content: FunctionStepContent }
    | { readonly kind: "script"; readonly scriptUuid: string }
    /** Can be kept and shown, not run; `what` says why. */
    | { readonly kind: "unsupported"; readonly what: string }
  );

/** The BPMN process of one version of a workflow. */
export interface WorkflowModel {
  readonly processId: string;
  readonly start: Element;
  readonly elements: ReadonlyMap<string, Element>;
}
