import { IconAlertTriangle, IconArrowRight, IconChecks, IconCircleX, IconCode, IconGavel, IconMailbox, IconMessage, IconPlayerPlay, IconFlag, IconPlugConnected, IconPoint, IconSitemap, type Icon } from "@tabler/icons-react";
import { JsonView } from "../../parts/json-view.js";
import { usePreferences } from "../../parts/preferences.js";
import { fullTime, isoTime, momentOf } from "../../parts/time-format.js";
import type { InvocationStep } from "./types.js";

interface Look {
  icon: Icon;
  word: string;
  tone?: "error" | "warn";
}

const looks: Readonly<Record<string, Look>> = {
  started: { icon: IconPlayerPlay, word: "Started" },
  rule: { icon: IconGavel, word: "Rule" },
  workflow: { icon: IconSitemap, word: "Workflow" },
  message: { icon: IconMailbox, word: "Message" },
  taken: { icon: IconPlugConnected, word: "Taken" },
  status: { icon: IconMessage, word: "Progress" },
  warning: { icon: IconAlertTriangle, word: "Warning", tone: "warn" },
  error: { icon: IconCircleX, word: "Error", tone: "error" },
  reply: { icon: IconArrowRight, word: "Reply" },
  script: { icon: IconCode, word: "Script" },
  effects: { icon: IconChecks, word: "Effects" },
  ended: { icon: IconFlag, word: "Ended" },
};

/** What happened, in order, to the millisecond. */
export function Timeline({ steps, label }: { steps: readonly InvocationStep[]; label: string }) {
  return (
    <ol className="as-timeline" aria-label={label}>
      {steps.map((step, index) => {
        const look: Look = looks[step.kind] ?? { icon: IconPoint, word: step.kind };
        const StepIcon = look.icon;
        return (
          <li key={index} data-tone={look.tone}>
            <StepIcon size={16} aria-hidden="true" />
            <Clock at={step.at} />
            <span className="as-timeline-word">{look.word}</span>
            <span className="as-timeline-text">
              {step.text}{" "}
              {step.kind === "effects" && Array.isArray(step.detail) && step.detail.length < 2 ? null : <Detail detail={step.detail} />}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Detail({ detail }: { detail: unknown }) {
  if (detail === undefined || detail === null || detail === "" ) return null;
  if (typeof detail === "string" && detail.length < 120 && !detail.includes("\n")) return <span className="sk-dimmed"> {detail}</span>;
  return (
    <details className="as-inline">
      <summary>Details</summary>
      <JsonView value={detail} label="Details" />
    </details>
  );
}

/** Time of day to the millisecond; the date is in the facts above. */
function Clock({ at }: { at: number }) {
  const { zone } = usePreferences();
  const { hour, minute, second } = momentOf(at, zone);
  const two = (value: number) => String(value).padStart(2, "0");
  return (
    <time dateTime={isoTime(at, "UTC")} title={fullTime(at, zone)} className="sk-time as-clock">
      {`${two(hour)}:${two(minute)}:${two(second)}.${String(Math.floor(at) % 1000).padStart(3, "0")}`}
    </time>
  );
}
