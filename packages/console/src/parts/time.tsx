import { Tooltip } from "@mantine/core";
import { usePreferences } from "./preferences.js";
import { age, duration, fullTime, isoTime, shortTime } from "./time-format.js";
import { useNow } from "./use-now.js";

/** A moment. Nothing known is a dash. */
export interface TimeProps {
  /** Milliseconds since the epoch; null, undefined and 0 mean unknown. */
  at: number | null | undefined;
  /** `short` for rows (default), `full` for details, `age` for "12 min". The whole time is in the tooltip. */
  form?: "short" | "full" | "age";
}

/** Shows a moment in the person's zone (console.md §4.6). */
export function Time({ at, form = "short" }: TimeProps) {
  const { zone } = usePreferences();
  const now = useNow();
  if (at === null || at === undefined || at === 0) return <span className="sk-dimmed">{at === 0 ? "Unknown" : <Nothing />}</span>;
  const text = form === "full" ? fullTime(at, zone) : form === "age" ? age(now - at) : shortTime(at, zone, now);
  const tip = form === "full" ? fullTime(at, "UTC") : `${fullTime(at, zone)} · ${age(now - at)} ago`;
  return (
    <Tooltip label={tip} openDelay={300} events={{ hover: true, focus: false, touch: true }}>
      <time dateTime={isoTime(at, "UTC")} className="sk-time">
        {text}
      </time>
    </Tooltip>
  );
}

/** A length of time; while `since` is given without `until` it counts on. */
export function Duration({ since, until }: { since: number; until?: number | null }) {
  const now = useNow(1000);
  return <span className="sk-time">{duration((until ?? now) - since)}</span>;
}

/** A value that is not there. */
export function Nothing() {
  return (
    <>
      <span aria-hidden="true" className="sk-dimmed">
        —
      </span>
      <span className="sk-hidden">none</span>
    </>
  );
}
