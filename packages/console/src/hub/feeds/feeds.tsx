import { Button, Code } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTopic } from "../../live/topics.js";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import type { MenuEntries } from "../../parts/row-menu.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import { hub } from "../api.js";
import { count } from "../search/columns.js";
import { useHubSession } from "../session.js";
import { useAsked } from "../use-asked.js";
import { AddFeedDialog } from "./add-dialog.js";
import { feedColumns } from "./columns.js";
import type { FeedEntry } from "./types.js";

/** Feeds of the hub: collections of other TAXII servers, live (console.md §3B.6). */
export function FeedsPage() {
  const session = useHubSession();
  const queries = useQueryClient();
  const allowed = session.may("feeds");
  const query = useQuery({ queryKey: ["feeds", "feed"], queryFn: async ({ signal }) => (await hub<{ entities: FeedEntry[] }>("GET", "/feeds", undefined, signal)).entities });
  useTopic("feeds");
  const [adding, setAdding] = useState(false);
  const asked = useAsked<{ feed: FeedEntry; launcher: HTMLElement }>();
  const addButton = useRef<HTMLButtonElement>(null);
  const refetch = () => queries.invalidateQueries({ queryKey: ["feeds"] });
  const act = async (feed: FeedEntry, action: "poll" | "pause" | "resume") => {
    try {
      const after = await hub<FeedEntry>("POST", `/feeds/${feed.id}/${action}`);
      if (action === "poll" && after.last_error === "") notifyDone(`${feed.name}: ${count(after.last_counts?.added ?? 0, "indicator")} added.`);
      else if (action === "poll") notifyProblem(`${feed.name} could not be polled`, new Error(after.last_error));
      else notifyDone(action === "pause" ? `${feed.name} is paused.` : `${feed.name} is polled again.`);
    } catch (error) {
      notifyProblem("Nothing was changed", error);
    }
    await refetch();
  };
  const menu = (feed: FeedEntry): MenuEntries => {
    const may = allowed ? {} : { disabledReason: "Only accounts with the role admin may do this" };
    return [
      { label: "Poll now", onSelect: () => void act(feed, "poll"), ...(feed.polling ? { disabledReason: "It is being polled" } : may) },
      feed.state === "active" ? { label: "Pause", onSelect: () => void act(feed, "pause"), ...may } : { label: "Resume", onSelect: () => void act(feed, "resume"), ...may },
      "divider",
      { label: "Remove…", danger: true, onSelect: (launcher) => asked.ask({ feed, launcher }), ...may },
    ];
  };
  const feed = asked.about?.feed;
  const remove = async () => {
    if (feed === undefined) return;
    await hub("DELETE", `/feeds/${feed.id}`);
    await refetch();
    notifyDone(`Removed ${feed.name}.`);
  };
  return (
    <Page
      title="Feeds"
      actions={
        allowed ? (
          <Button ref={addButton} leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
            Add feed
          </Button>
        ) : undefined
      }
    >
      <p className="sk-dimmed">
        Collections of other TAXII 2.1 servers, polled on a schedule. This hub is a TAXII 2.1 server itself: <Code>{`${window.location.origin}/taxii2/`}</Code>, with the accounts of the hub.
      </p>
      <Loaded query={query} what="The feeds could not be loaded">
        {(feeds) =>
          feeds.length === 0 ? (
            <Empty>{allowed ? "No feed yet. Add one with the address of a TAXII 2.1 server." : "No feed yet. An administrator of the hub can add one."}</Empty>
          ) : (
            <ServerTable label="Feeds" columns={feedColumns} rows={feeds} rowKey={(row) => row.id} rowName={(row) => row.name} menu={menu} faded={(row) => row.state === "paused"} minWidth="62rem" />
          )
        }
      </Loaded>
      <AddFeedDialog opened={adding} launcher={addButton.current} onClose={() => setAdding(false)} onAdded={() => void refetch()} />
      <ConfirmDialog opened={asked.opened} onClose={asked.close} launcher={asked.about?.launcher ?? null} title={`Remove ${feed?.name ?? ""}`} confirm="Remove feed" onConfirm={remove}>
        {`${feed?.name ?? ""} is polled no more and its password is forgotten. The indicators it brought stay. Added again, it begins at the beginning; what is known is not added twice.`}
      </ConfirmDialog>
    </Page>
  );
}
