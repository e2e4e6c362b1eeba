import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { thingIcons, thingOfType } from "../parts/icons.js";
import { Tag } from "../parts/tag.js";
import { Nothing, Time } from "../parts/time.js";
import { age } from "../parts/time-format.js";
import { useNow } from "../parts/use-now.js";

/** An indicator type in icon and word. */
export function TypeCell({ type }: { type: string }) {
  const TypeIcon = thingIcons[thingOfType(type)];
  return (
    <span className="hub-type">
      <TypeIcon size={16} aria-hidden="true" />
      {type.replaceAll("_", " ")}
    </span>
  );
}

/** The way from a row to the page of its value. */
export function OpenValue({ value, to }: { value: string; to: string }) {
  return (
    <Anchor component={Link} to={to} size="md" aria-label={`Open ${value}`}>
      Open
    </Anchor>
  );
}

/** A confidence from 0 to 100 with a short bar. */
export function Confidence({ value }: { value: number }) {
  return (
    <span className="hub-confidence">
      <span>{value}</span>
      <span aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, value))}%` }} />
      </span>
    </span>
  );
}

/** A severity of the hub; marks what is no threat. */
export function SeverityCell({ severity, threatType }: { severity: string; threatType?: string }) {
  return threatType === "suppress" ? <Tag kind="mark" value="well known" label="Reference" /> : <Tag kind="severity" value={severity} label={severity === "very-high" ? "Very high" : severity.charAt(0).toUpperCase() + severity.slice(1)} />;
}

/** Whether a record counts, until when, or since when not. @param expires its end, milliseconds since the epoch; null for never. */
export function StatusTag({ status, expires = null }: { status: string; expires?: number | null }) {
  if (status !== "active" && status !== "expired") return <Tag kind="approval" value={status} />;
  return (
    <span className="hub-status">
      {status === "expired" ? <Tag kind="mark" value="expired" label="Expired" /> : <Tag kind="mark" value="on" label={expires === null ? "Active" : "Active until"} />}
      {expires === null ? null : <Time at={expires} />}
    </span>
  );
}

/** When a record ends: "in 82 d", "expired 3 d ago"; a dash for never. @param at milliseconds since the epoch. */
export function Expiry({ at }: { at: number | null }) {
  const now = useNow();
  if (at === null) return <Nothing />;
  const left = at - now;
  return (
    <time className="sk-time" dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()} data-soon={(left > 0 && left < soon) || undefined} data-past={left <= 0 || undefined}>
      {left > 0 ? `in ${age(left)}` : `expired ${age(-left)} ago`}
    </time>
  );
}

/** An end that is near is marked, milliseconds. */
const soon = 7 * 24 * 60 * 60 * 1_000;
