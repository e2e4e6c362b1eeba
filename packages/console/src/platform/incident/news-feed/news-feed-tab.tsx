import { Button, Group, Select } from "@mantine/core";
import type { NewsfeedEntryDTO } from "@soarkit/protocol";
import { useState } from "react";
import { usePreferences } from "../../../parts/preferences.js";
import { Empty, Loading, Problem } from "../../../parts/states.js";
import { useNewsfeed } from "../data/queries.js";
import { useHeld } from "../data/use-held.js";
import { useIncidentPage } from "../page/page-state.js";
import { kindOf, type NewsKind, newsKinds } from "./describe.js";
import { dayOf } from "./day.js";
import { groupEntries } from "./group.js";
import { NewsGroup } from "./news-group.js";

const step = 200;

/** All that happened to the incident, newest first. */
export function NewsFeedTab() {
  const { incident } = useIncidentPage();
  const { zone } = usePreferences();
  const [length, setLength] = useState(step);
  const [kind, setKind] = useState<NewsKind | null>(null);
  const [who, setWho] = useState<string | null>(null);
  const query = useNewsfeed(incident.id, length);
  const held = useHeld(query.data, (entry) => entry.id, scrollY > 200, `${incident.id}:${length}`);
  const people = [...new Set((query.data ?? []).map((entry) => entry.principal.display_name))].sort();
  const shown = held.shown.filter((entry) => (kind === null || kindOf(entry) === kind) && (who === null || entry.principal.display_name === who));
  if (query.data === undefined) {
    return query.error === null ? <Loading rows={10} /> : <Problem error={query.error} what="The news feed could not be loaded" onRetry={() => void query.refetch()} />;
  }
  const days = new Map<string, NewsfeedEntryDTO[]>();
  for (const entry of shown) {
    const day = dayOf(entry.timestamp, zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <div className="inc-news">
      <Group gap="sm" className="inc-bar">
        <Select size="xs" aria-label="Kind" placeholder="All kinds" clearable clearButtonProps={{ "aria-label": "All kinds" }} data={newsKinds.map((name) => ({ value: name, label: `${name.charAt(0).toUpperCase()}${name.slice(1)}` }))} value={kind} onChange={(choice) => setKind(newsKinds.find((name) => name === choice) ?? null)} />
        <Select size="xs" aria-label="By whom" placeholder="By anybody" clearable clearButtonProps={{ "aria-label": "By anybody" }} data={people} value={who} onChange={setWho} />
        <span className="sk-dimmed" role="status">
          {shown.length} {shown.length === 1 ? "entry" : "entries"}
        </span>
      </Group>
      <div role="status">
        {held.waiting === 0 ? null : (
          <div className="sk-new-bar">
            <span>{held.waiting} new</span>
            <Button size="compact-xs" onClick={held.show}>
              Show
            </Button>
          </div>
        )}
      </div>
      {shown.length === 0 ? (
        <Empty action={kind === null && who === null ? undefined : <Button size="xs" variant="default" onClick={() => { setKind(null); setWho(null); }}>Clear filters</Button>}>{kind === null && who === null ? "Everything that happens to this incident is listed here." : "Nothing of this kind happened."}</Empty>
      ) : (
        [...days].map(([day, entries]) => (
          <section key={day} aria-label={day}>
            <h2 className="inc-day">{day}</h2>
            <ol className="inc-entries">
              {groupEntries(entries).map((group) => (
                <NewsGroup key={group[0].id} group={group} />
              ))}
            </ol>
          </section>
        ))
      )}
      {query.data.length < length ? null : (
        <Button variant="default" size="xs" mt="sm" onClick={() => setLength(Math.min(length + step, 1000))} disabled={length >= 1000} loading={query.isFetching}>
          {length >= 1000 ? "Showing the last 1,000 entries" : `Show ${step} more`}
        </Button>
      )}
    </div>
  );
}
