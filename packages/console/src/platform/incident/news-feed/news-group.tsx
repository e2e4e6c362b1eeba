import { UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { usePreferences } from "../../../parts/preferences.js";
import { fullTime } from "../../../parts/time-format.js";
import { groupInWords, type NewsGroup as Group } from "./group.js";
import { NewsEntry } from "./news-entry.js";

/** Many entries of one kind as one line, with the way to all of them. */
export function NewsGroup({ group }: { group: Group }) {
  const { zone } = usePreferences();
  const [unfolded, setUnfolded] = useState(false);
  const [first] = group;
  if (group.length === 1) return <NewsEntry entry={first} />;
  const time = fullTime(first.timestamp, zone);
  return (
    <li className="inc-entry">
      <time dateTime={new Date(first.timestamp).toISOString()} className="sk-time sk-dimmed" title={time}>
        {time.slice(11, 19)}
      </time>
      <div className="inc-entry-text">
        <strong>{first.principal.display_name}</strong> {groupInWords(group)}{" "}
        <UnstyledButton className="inc-group" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? "hide them" : "show them"}
        </UnstyledButton>
        {unfolded ? (
          <ol className="inc-entries">
            {group.map((entry) => (
              <NewsEntry key={entry.id} entry={entry} />
            ))}
          </ol>
        ) : null}
      </div>
    </li>
  );
}
