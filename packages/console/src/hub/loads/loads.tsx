import { Anchor, Progress } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useTopic } from "../../live/topics.js";
import { notifyProblem } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import type { MenuEntries } from "../../parts/row-menu.js";
import { ServerTable } from "../../parts/server-table.js";
import { sizeText } from "../../parts/size.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { missing, useHubSession } from "../session.js";
import { useAsked } from "../use-asked.js";
import { DropDialog } from "./drop-dialog.js";
import { FileDrop } from "./file-drop.js";
import { canGoOn, isActive, steer, type LoadVerb } from "./load-actions.js";
import { loadsQuery } from "./queries.js";
import type { Load } from "./types.js";
import { formatNames } from "./words.js";

/** Load intelligence: take a file, and the loads there were (console.md §3B.5). */
export function LoadsPage() {
  const off = missing(useHubSession(), "load_reports");
  const query = useQuery(loadsQuery);
  useTopic("loads");
  return (
    <Page title="Load intelligence">
      {off === undefined ? <FileDrop /> : <p className="sk-dimmed">Only accounts with the role admin load files. Here you see what was loaded.</p>}
      <h2 className="hub-section">Loads</h2>
      <Loaded query={query} what="The list of loads could not be loaded">
        {(loads) => (loads.length === 0 ? <Empty>Nothing was loaded from a file yet. Files that you load here or with soarkit hub import appear in this list.</Empty> : <LoadTable loads={loads} off={off} />)}
      </Loaded>
    </Page>
  );
}

const columns: Column<Load>[] = [
  { id: "name", header: "File", cell: (load) => <Anchor component={Link} to={`/load/${load.id}`} size="md" className="sk-one-line" title={load.name}><bdi>{load.name}</bdi></Anchor> }, // prettier-ignore
  { id: "state", header: "State", width: "12rem", cell: (load) => <StateCell load={load} /> },
  { id: "format", header: "Format", width: "4.5rem", cell: (load) => formatNames[load.format] },
  { id: "size", header: "Size", width: "5.5rem", align: "right", cell: (load) => sizeText(load.size) },
  { id: "by", header: "By", width: "7rem", cell: (load) => <span className="sk-one-line">{load.account_name}</span> },
  { id: "created", header: "When", width: "6.5rem", cell: (load) => <Time at={load.created} /> },
  { id: "added", header: "Added", width: "5.5rem", align: "right", cell: (load) => load.added.toLocaleString("en") },
  { id: "known", header: "Known", width: "5.5rem", align: "right", cell: (load) => (load.known + load.changed).toLocaleString("en") },
  { id: "skipped", header: "Left out", width: "5.5rem", align: "right", cell: (load) => load.skipped.toLocaleString("en") },
];

function StateCell({ load }: { load: Load }) {
  return (
    <span className="hub-load-state">
      <Tag kind="load" value={load.state} />
      {isActive(load.state) || canGoOn(load.state) ? (
        <>
          <Progress value={load.share * 100} aria-label={`Load of ${load.name}`} />
          <span>{Math.floor(load.share * 100)} %</span>
        </>
      ) : null}
    </span>
  );
}

function LoadTable({ loads, off }: { loads: Load[]; off: string | undefined }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const dropping = useAsked<{ load: Load; launcher: HTMLElement }>();
  const steerIt = (load: Load, verb: LoadVerb) => void steer(queries, load.id, verb).catch((error: unknown) => notifyProblem(verb === "stop" ? "It was not stopped" : "It does not go on", error));
  const reason = off === undefined ? {} : { disabledReason: off };
  const menu = (load: Load): MenuEntries => [
    { label: "Open", onSelect: () => void navigate(`/load/${load.id}`) },
    ...(isActive(load.state) ? [{ label: "Stop", onSelect: () => steerIt(load, "stop"), ...reason }] : []),
    ...(canGoOn(load.state) ? [{ label: "Continue", onSelect: () => steerIt(load, "resume"), ...reason }] : []),
    ...(canGoOn(load.state) || load.state === "uploaded" ? [{ label: load.state === "uploaded" ? "Remove…" : "Cancel…", danger: true, onSelect: (launcher: HTMLElement) => dropping.ask({ load, launcher }), ...reason }] : []),
  ];
  const table = { label: "Loads", columns, rows: loads, rowKey: (load: Load) => load.id, rowName: (load: Load) => `load ${load.id} of ${load.name}`, onOpen: (load: Load) => void navigate(`/load/${load.id}`), menu, faded: (load: Load) => load.state === "cancelled", minWidth: "72rem" };
  return (
    <>
      {loads.length > 100 ? <VirtualTable {...table} /> : <ServerTable {...table} />}
      <DropDialog load={dropping.about?.load} opened={dropping.opened} launcher={dropping.about?.launcher ?? null} onClose={dropping.close} />
    </>
  );
}
