import { Alert, Progress, Text } from "@mantine/core";
import { sizeText } from "../../parts/size.js";
import { duration } from "../../parts/time-format.js";
import { count } from "../search/columns.js";
import { canGoOn, isActive } from "./load-actions.js";
import { useRate } from "./load-rate.js";
import type { Load } from "./types.js";

/** How a load stands: how far, how fast, how long yet, or why it does not go on. */
export function LoadProgress({ load }: { load: Load }) {
  const rate = useRate(load);
  const { state, share, rows, position, total, format } = load;
  const inBytes = format === "csv" || format === "text";
  const done = total === 0 ? "" : inBytes ? `${sizeText(position)} of ${sizeText(total)}` : `${position.toLocaleString("en")} of ${count(total, "value")}`;
  const speed = rate === undefined ? [] : [inBytes ? `${count(Math.round(rate.rows), "row")} a second` : `${count(Math.round(rate.position), "value")} a second`, ...(rate.position > 0 ? [`about ${duration(((total - position) / rate.position) * 1_000)} left`] : [])];
  return (
    <>
      <Standing load={load} />
      {isActive(state) || canGoOn(state) ? (
        <div className="hub-load-progress">
          <Progress value={share * 100} size="lg" aria-label={`Load of ${load.name}`} />
          <Text>
            <strong>{Math.floor(share * 100)} %</strong> · {[done, count(rows, inBytes ? "row" : "object"), ...speed].filter((text) => text !== "").join(" · ")}
          </Text>
        </div>
      ) : null}
      <p className="sk-hidden" role="status">
        {state === "running" ? "The load is running" : load.summary}
      </p>
    </>
  );
}

function Standing({ load }: { load: Load }) {
  switch (load.state) {
    case "failed":
      return (
        <Alert color="red" title="The load failed" my="sm">
          {load.error} {load.added > 0 ? `What was stored before stays: ${count(load.added, "new record")}.` : "Nothing was stored."}
        </Alert>
      );
    case "interrupted":
      return (
        <Alert color="orange" title="The load was interrupted" my="sm">
          The hub ended three times while it read this file, and nothing was stored in between. The load waits: continue it, or cancel it and look at the file. What was stored before stays.
        </Alert>
      );
    case "stopped":
      return (
        <Alert color="orange" title="The load is stopped" my="sm">
          It goes on where it stopped when somebody continues it, also after the hub was started again.
        </Alert>
      );
    case "queued":
      return <Text my="sm">{load.restarts > 0 ? "The hub ended while this file was loaded; the load goes on in its turn." : "The load waits for its turn: files are loaded one after the other."}</Text>;
    case "running":
      return <Text my="sm">{load.restarts > 0 ? "The hub ended while this file was loaded; the load goes on where it was." : "The load goes on when you leave the page."}</Text>;
    default:
      return null;
  }
}
