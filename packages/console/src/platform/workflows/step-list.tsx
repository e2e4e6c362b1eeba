import { UnstyledButton } from "@mantine/core";
import { IconArrowFork, IconArrowsSplit2, IconCircle, IconCircleDot, IconQuestionMark, type Icon } from "@tabler/icons-react";
import { useRef } from "react";
import { thingIcons } from "../../parts/icons.js";
import { Tag } from "../../parts/tag.js";
import { Duration, Time } from "../../parts/time.js";
import type { StepKind, WorkflowStep } from "./bpmn/steps.js";
import type { InstanceStep } from "./types.js";

const icons: Readonly<Record<StepKind, Icon>> = {
  start: IconCircle,
  end: IconCircleDot,
  function: thingIcons.function,
  script: thingIcons.script,
  exclusive: IconArrowFork,
  parallel: IconArrowsSplit2,
  other: IconQuestionMark,
};

/** The steps of a workflow: what the diagram shows, in words (console.md §3A.10). */
export interface StepListProps {
  steps: readonly WorkflowStep[];
  selected: string | undefined;
  onSelect: (id: string) => void;
  /** Where an instance stands; the newest visit of each step. */
  visits?: ReadonlyMap<string, InstanceStep>;
}

/** Steps in order; arrow keys move, the chosen one is shown beside. */
export function StepList({ steps, selected, onSelect, visits }: StepListProps) {
  const list = useRef<HTMLOListElement>(null);
  const names = new Map(steps.map((step) => [step.id, step.name]));
  const move = (by: number) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    buttons[buttons.indexOf(document.activeElement as HTMLElement) + by]?.focus();
  };
  return (
    <ol
      ref={list}
      className="wf-steps"
      aria-label="Steps"
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      }}
    >
      {steps.map((step) => {
        const StepIcon = icons[step.kind];
        const visit = visits?.get(step.id);
        return (
          <li key={step.id} data-selected={step.id === selected || undefined}>
            <UnstyledButton className="wf-step" aria-current={step.id === selected ? "true" : undefined} onClick={() => onSelect(step.id)}>
              <StepIcon size={16} aria-hidden="true" />
              <span className="wf-step-name">{step.name}</span>
              {visits === undefined ? <span className="sk-dimmed">{step.name === step.kindText ? "" : step.kindText}</span> : <VisitState step={step} visit={visit} />}
              {visit?.started == null ? null : (
                <span className="wf-step-more">
                  <Time at={visit.started} /> {visit.ended === null && visit.state === "running" ? <Duration since={visit.started} /> : visit.ended === null || visit.ended === visit.started ? null : <Duration since={visit.started} until={visit.ended} />}
                </span>
              )}
              <Ways step={step} names={names} />
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}

function VisitState({ step, visit }: { step: WorkflowStep; visit: InstanceStep | undefined }) {
  // The platform keeps no visit of gateways.
  if (visit === undefined && (step.kind === "exclusive" || step.kind === "parallel")) return <span className="sk-dimmed">{step.kindText}</span>;
  return visit === undefined ? <span className="sk-dimmed">Not reached</span> : <Tag kind="workflow" value={visit.state} />;
}

/** Where a decision goes, and when. */
function Ways({ step, names }: { step: WorkflowStep; names: ReadonlyMap<string, string> }) {
  if (step.next.length < 2) return null;
  return (
    <span className="wf-step-ways">
      {step.next.map((flow) => (
        <span key={flow.target}>
          → {names.get(flow.target) ?? flow.target}
          {flow.isDefault ? " otherwise" : flow.condition === undefined ? "" : ` if ${flow.condition}`}
        </span>
      ))}
    </span>
  );
}
