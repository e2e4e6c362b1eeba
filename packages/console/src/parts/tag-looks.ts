import {
  IconAlertCircle, IconAlertOctagon, IconAlertTriangle, IconBan, IconCircle, IconCircleCheck, IconCircleX, IconClock, IconClockX, IconHelpCircle, IconHourglass,
  IconLoader2, IconPlayerPause, IconPlugConnected, IconPlugConnectedX, IconPoint, type Icon,
} from "@tabler/icons-react";

/** Kinds of things that are shown as a tag. */
export type TagKind = "severity" | "priority" | "tlp" | "incident" | "action" | "workflow" | "load" | "approval" | "connection" | "verdict" | "mark";

/** Colour names of our own status variables. */
export type Tone = "error" | "warn" | "info" | "ok" | "unknown" | "dimmed";

/** How one value looks: an icon whose shape alone is enough, a colour, its word. */
export interface TagLook {
  icon?: Icon;
  tone: Tone;
  /** Word shown instead of the value. */
  word?: string;
}

const plain: TagLook = { icon: IconPoint, tone: "dimmed" };

const looks: Readonly<Record<Exclude<TagKind, "tlp">, Readonly<Record<string, TagLook>>>> = {
  severity: {
    low: { icon: IconCircle, tone: "info" },
    medium: { icon: IconAlertTriangle, tone: "warn" },
    high: { icon: IconAlertCircle, tone: "error" },
    "very-high": { icon: IconAlertOctagon, tone: "error", word: "Very high" },
  },
  priority: {
    high: { icon: IconAlertCircle, tone: "error" },
    medium: { icon: IconAlertTriangle, tone: "warn" },
    low: { icon: IconCircle, tone: "dimmed" },
    not_found: { tone: "dimmed", word: "Not found" },
  },
  incident: { a: { tone: "info", word: "Active" }, active: { tone: "info", word: "Active" }, c: { tone: "dimmed", word: "Closed" }, closed: { tone: "dimmed", word: "Closed" } },
  action: {
    queued: { icon: IconClock, tone: "info", word: "Pending" },
    pending: { icon: IconClock, tone: "info", word: "Pending" },
    working: { icon: IconLoader2, tone: "info", word: "Working" },
    completed: { icon: IconCircleCheck, tone: "ok", word: "Completed" },
    error: { icon: IconCircleX, tone: "error", word: "Error" },
    failed: { icon: IconCircleX, tone: "error", word: "Failed" },
    timed_out: { icon: IconClockX, tone: "error", word: "Timed Out" },
    in_doubt: { icon: IconHelpCircle, tone: "unknown", word: "In doubt" },
    cancelled: { icon: IconBan, tone: "dimmed", word: "Cancelled" },
  },
  workflow: {
    waiting: { icon: IconClock, tone: "info", word: "Waiting" },
    running: { icon: IconLoader2, tone: "info", word: "Running" },
    done: { icon: IconCircleCheck, tone: "ok", word: "Done" },
    completed: { icon: IconCircleCheck, tone: "ok", word: "Completed" },
    error: { icon: IconCircleX, tone: "error", word: "Error" },
    stopped: { icon: IconBan, tone: "dimmed", word: "Stopped" },
    terminated: { icon: IconBan, tone: "dimmed", word: "Terminated" },
  },
  load: {
    uploaded: { icon: IconPoint, tone: "dimmed", word: "Not started" },
    queued: { icon: IconClock, tone: "info", word: "Waiting" },
    running: { icon: IconLoader2, tone: "info", word: "Loading" },
    stopped: { icon: IconPlayerPause, tone: "warn", word: "Stopped" },
    interrupted: { icon: IconAlertTriangle, tone: "warn", word: "Interrupted" },
    cancelled: { icon: IconBan, tone: "dimmed", word: "Cancelled" },
    done: { icon: IconCircleCheck, tone: "ok", word: "Done" },
    failed: { icon: IconCircleX, tone: "error", word: "Failed" },
  },
  approval: {
    pending: { icon: IconHourglass, tone: "info", word: "Pending" },
    approved: { icon: IconCircleCheck, tone: "ok", word: "Approved" },
    stored: { icon: IconCircleCheck, tone: "ok", word: "Stored" },
    rejected: { icon: IconBan, tone: "dimmed", word: "Rejected" },
    dropped: { icon: IconBan, tone: "dimmed", word: "Dropped" },
    error: { icon: IconCircleX, tone: "error", word: "Error" },
  },
  connection: {
    connected: { icon: IconPlugConnected, tone: "ok", word: "Connected" },
    lost: { icon: IconPlugConnectedX, tone: "error", word: "Not connected" },
    disconnected: { icon: IconPlugConnectedX, tone: "error", word: "Not connected" },
  },
  verdict: { malicious: { icon: IconAlertCircle, tone: "error" }, suspicious: { icon: IconAlertTriangle, tone: "warn" }, known: { icon: IconPoint, tone: "dimmed" }, benign: { icon: IconCircleCheck, tone: "ok" } },
  mark: {
    new: { tone: "info" },
    whitelisted: { icon: IconCircleCheck, tone: "ok" },
    "well known": { tone: "info" },
    expired: { tone: "dimmed" },
    on: { icon: IconCircleCheck, tone: "ok" },
    off: { icon: IconBan, tone: "dimmed" },
    "mixed scripts": { icon: IconAlertTriangle, tone: "warn" },
  },
};

/** The look of a value; unknown values get a plain one. */
export function tagLook(kind: Exclude<TagKind, "tlp">, value: string): TagLook {
  return looks[kind][value.toLowerCase()] ?? plain;
}

/** A TLP value in the words of TLP 2.0: `WHITE` and `tlp:white` are `TLP:CLEAR`. */
export function tlpLabel(value: string): string {
  const colour = value.trim().toUpperCase().replace(/^TLP\s*:\s*/, "").replace(/\s+/g, "");
  return `TLP:${colour === "WHITE" ? "CLEAR" : colour}`;
}
