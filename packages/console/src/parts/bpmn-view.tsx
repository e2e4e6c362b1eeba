import { lazy, Suspense } from "react";
import { Loading } from "./states.js";

/** State of a step that the diagram marks. */
export type StepState = "waiting" | "running" | "done" | "error" | "stopped";

/** A workflow's diagram. */
export interface BpmnViewProps {
  /** The workflow's BPMN. */
  xml: string;
  /** States by element id. */
  states?: Readonly<Record<string, StepState>>;
  /** The chosen element. */
  selected?: string;
  onSelect?: (element: string) => void;
  /** CSS height, `18rem` by default. */
  height?: string;
}

const Canvas = lazy(() => import("./bpmn-canvas.js"));

/** The diagram on light paper, loaded when it is first seen. The step list beside it says the same in words. */
export function BpmnView(props: BpmnViewProps) {
  return (
    <div className="sk-bpmn" style={{ height: props.height ?? "18rem" }}>
      <Suspense fallback={<Loading rows={6} />}>
        <Canvas {...props} />
      </Suspense>
    </div>
  );
}
