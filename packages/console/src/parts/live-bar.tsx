import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { LinkState } from "../live/event-stream.js";
import { usePreferences } from "./preferences.js";
import { fullTime } from "./time-format.js";
import { useNow } from "./use-now.js";

/** How long a lost link stays unsaid. */
const patience = 3000;

/** Says below the header that what is seen may be old, and goes by itself (console.md §1.1). */
export function LiveBar({ state, retryNow }: { state: LinkState; retryNow: () => void }) {
  const lost = typeof state === "object" ? state : undefined;
  const [due, setDue] = useState(false);
  const since = lost?.lostSince;
  useEffect(() => {
    setDue(false);
    if (since === undefined) return;
    const timer = setTimeout(() => setDue(true), Math.max(0, since + patience - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return <div role="status">{due && lost !== undefined ? <Lost lost={lost} retryNow={retryNow} /> : null}</div>;
}

function Lost({ lost, retryNow }: { lost: { lostSince: number; nextTryAt: number }; retryNow: () => void }) {
  const now = useNow(1000);
  const { zone } = usePreferences();
  const wait = Math.max(0, Math.ceil((lost.nextTryAt - now) / 1000));
  return (
    <div className="sk-live-bar">
      <IconPlugConnectedX size={16} aria-hidden="true" />
      <span>
        Live updates interrupted since {fullTime(lost.lostSince, zone).split(" ")[1]}. <span aria-hidden="true">{wait > 0 ? `Trying again in ${wait} s.` : "Trying again now."}</span> What you see may be old.
      </span>
      <Button size="compact-xs" variant="default" onClick={retryNow}>
        Retry now
      </Button>
    </div>
  );
}
