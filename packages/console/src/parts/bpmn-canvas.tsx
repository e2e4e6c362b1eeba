import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { ActionIcon, Group } from "@mantine/core";
import { IconArrowsMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { useEffect, useRef, useState } from "react";
import type { BpmnViewProps, StepState } from "./bpmn-view.js";
import { Empty, Problem } from "./states.js";

interface Canvas {
  zoom(level: number | "fit-viewport", center?: "auto"): number;
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
}
interface Registry {
  get(id: string): unknown;
}
interface Overlays {
  add(element: string, type: string, overlay: { position: { top: number; right: number }; html: HTMLElement }): void;
  remove(filter: { type: string }): void;
}

const signs: Readonly<Record<StepState, string>> = { waiting: "…", running: "▶", done: "✓", error: "✕", stopped: "■" };

/** The viewer itself; in a chunk of its own. */
export default function BpmnCanvas({ xml, states, selected, onSelect }: BpmnViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const viewer = useRef<NavigatedViewer | undefined>(undefined);
  const select = useRef(onSelect);
  select.current = onSelect;
  const [shown, setShown] = useState(0);
  const [problem, setProblem] = useState<unknown>();

  useEffect(() => {
    if (place.current === null) return;
    const current = new NavigatedViewer({ container: place.current });
    viewer.current = current;
    let gone = false;
    current.on("element.click", (event: unknown) => select.current?.((event as { element: { id: string } }).element.id));
    current.importXML(xml).then(
      () => {
        if (gone) return;
        current.get<Canvas>("canvas").zoom("fit-viewport", "auto");
        // The step list says it all: the drawing is no stop of the Tab key.
        for (const drawing of place.current?.querySelectorAll("svg[tabindex]") ?? []) drawing.setAttribute("tabindex", "-1");
        setProblem(undefined);
        setShown((times) => times + 1);
      },
      (error: unknown) => {
        if (!gone) setProblem(error);
      },
    );
    return () => {
      gone = true;
      viewer.current = undefined;
      current.destroy();
    };
  }, [xml]);

  useEffect(() => {
    const current = viewer.current;
    if (current === undefined || shown === 0) return;
    const unmark = mark(current, states ?? {}, selected);
    return () => {
      if (viewer.current === current) unmark();
    };
  }, [states, selected, shown]);

  const zoom = (factor: number | "fit") => {
    const canvas = viewer.current?.get<Canvas & { zoom(): number }>("canvas");
    if (canvas === undefined) return;
    if (factor === "fit") canvas.zoom("fit-viewport", "auto");
    else canvas.zoom(canvas.zoom() * factor);
  };

  if (problem !== undefined) {
    const text = problem instanceof Error ? problem.message : "";
    return text.includes("no diagram") || text.includes("no process") ? <Empty>This workflow has no drawing. The step list says what it does.</Empty> : <Problem error={problem} what="The diagram cannot be shown" />;
  }
  return (
    <>
      <div ref={place} className="sk-bpmn-paper" role="group" aria-label="Diagram of the workflow, described by the step list" />
      <Group gap={4} className="sk-bpmn-tools">
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => zoom(1.25)}>
          <IconPlus size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          <IconMinus size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Fit the diagram" onClick={() => zoom("fit")}>
          <IconArrowsMaximize size={16} aria-hidden="true" />
        </ActionIcon>
      </Group>
    </>
  );
}

/** Marks states and selection; returns what takes the marks back. */
function mark(viewer: NavigatedViewer, states: Readonly<Record<string, StepState>>, selected: string | undefined): () => void {
  const canvas = viewer.get<Canvas>("canvas");
  const registry = viewer.get<Registry>("elementRegistry");
  const overlays = viewer.get<Overlays>("overlays");
  const marks: [element: string, marker: string][] = [];
  const add = (element: string, marker: string) => {
    if (registry.get(element) === undefined) return false;
    canvas.addMarker(element, marker);
    marks.push([element, marker]);
    return true;
  };
  for (const [element, state] of Object.entries(states)) {
    if (!add(element, `sk-step-${state}`)) continue;
    const sign = document.createElement("span");
    sign.className = "sk-step-sign";
    sign.dataset["state"] = state;
    sign.textContent = signs[state];
    overlays.add(element, "sk-state", { position: { top: -10, right: 10 }, html: sign });
  }
  if (selected !== undefined) add(selected, "sk-step-selected");
  return () => {
    for (const [element, marker] of marks) {
      if (registry.get(element) !== undefined) canvas.removeMarker(element, marker);
    }
    overlays.remove({ type: "sk-state" });
  };
}
