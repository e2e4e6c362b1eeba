import { Anchor } from "@mantine/core";
import type { NewsfeedEntryDTO } from "@soarkit/protocol";
import { Link } from "react-router";
import { usePreferences } from "../../../parts/preferences.js";
import { fullTime } from "../../../parts/time-format.js";
import { Value } from "../../../parts/value.js";
import { tabPath } from "../data/address.js";
import { changesOf, inWords, whatHappened } from "./describe.js";

/** One entry of the news feed: when, who, what, and the change. */
export function NewsEntry({ entry }: { entry: NewsfeedEntryDTO }) {
  const { zone } = usePreferences();
  const changes = changesOf(entry);
  const time = fullTime(entry.timestamp, zone);
  return (
    <li className="inc-entry">
      <time dateTime={new Date(entry.timestamp).toISOString()} className="sk-time sk-dimmed" title={time}>
        {time.slice(11, 19)}
      </time>
      <div className="inc-entry-text">
        <strong>{entry.principal.display_name}</strong> {whatHappened(entry)} <Subject entry={entry} />
        {changes.length === 0 ? null : (
          <ul className="inc-changes">
            {changes.map((change) => (
              <li key={change.field}>
                {change.field}: <del className="sk-dimmed">{change.before === "" ? "empty" : change.before}</del> <span aria-hidden="true">→</span> <ins>{change.after === "" ? "empty" : change.after}</ins>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function Subject({ entry }: { entry: NewsfeedEntryDTO }) {
  if (entry.object_type === "artifact") {
    const type = inWords(entry.detail["type"]);
    const source = inWords(entry.detail["source"]);
    return (
      <>
        {type === "" ? null : `${type} `}
        {type === "Password" ? null : <Value value={entry.object_name} {...(type === "" ? {} : { type })} />}
        {source === "" ? null : ` from ${source}`}
        {entry.object_id === null || entry.type === "artifact_deleted" ? null : (
          <>
            {" "}
            <Anchor component={Link} to={tabPath(entry.inc_id, "artifacts", entry.object_id)} size="sm">
              open
            </Anchor>
          </>
        )}
      </>
    );
  }
  if (entry.object_type === "incident" || entry.object_name === "") return null;
  return <span>“{entry.object_name}”</span>;
}
