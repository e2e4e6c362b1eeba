import { Stack, Text } from "@mantine/core";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import type { FeedEntry } from "./types.js";

/** Columns of the feeds. */
export const feedColumns: Column<FeedEntry>[] = [
  {
    id: "name",
    header: "Feed",
    width: "20rem",
    cell: (row) => (
      <Stack gap={0} py={2}>
        <span className="sk-one-line">{row.name}</span>
        <Text size="sm" c="dimmed" className="sk-one-line">
          {`${row.collection_title === "" ? row.collection : row.collection_title} · ${hostOf(row.url)}`}
        </Text>
      </Stack>
    ),
  },
  { id: "state", header: "State", width: "8rem", cell: (row) => <FeedState feed={row} /> },
  { id: "last", header: "Last poll", width: "8rem", cell: (row) => <Time at={row.last_poll} /> },
  { id: "result", header: "Result", cell: (row) => <Result feed={row} /> },
  { id: "total", header: "Added in all", width: "7rem", align: "right", cell: (row) => row.total_added.toLocaleString("en") },
  { id: "next", header: "Next poll", width: "8rem", cell: (row) => (row.state === "active" ? <Time at={row.next_poll} /> : "–") },
];

function FeedState({ feed }: { feed: FeedEntry }) {
  if (feed.polling) return <Tag kind="mark" value="on" label="Polling" />;
  if (feed.state === "paused") return <Tag kind="mark" value="off" label="Paused" />;
  return feed.last_error === "" ? <Tag kind="mark" value="on" label="Active" /> : <Tag kind="load" value="failed" label="Failing" />;
}

function Result({ feed }: { feed: FeedEntry }) {
  if (feed.last_error !== "") return <Text size="sm" py={4}>{feed.last_error}</Text>;
  if (feed.last_counts === null) return <Text c="dimmed">not polled yet</Text>;
  const { added, changed, known, ended, skipped } = feed.last_counts;
  const words = ([["added", added], ["changed", changed], ["known", known], ["withdrawn", ended], ["skipped", skipped]] as const).filter(([, number]) => number > 0); // prettier-ignore
  return <Text size="sm">{words.length === 0 ? "nothing new" : words.map(([word, number]) => `${number.toLocaleString("en")} ${word}`).join(", ")}</Text>;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
