import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { Empty, Loading, Problem } from "../../../parts/states.js";
import type { RowKey, Sort } from "../../../parts/table-columns.js";
import { VirtualTable } from "../../../parts/virtual-table.js";
import { useArtifacts, useInvocations } from "../data/queries.js";
import type { Artifact } from "../data/types.js";
import { useHeld } from "../data/use-held.js";
import { useIncidentPage } from "../page/page-state.js";
import { useBegin } from "../page/use-begin.js";
import { useRoom } from "../page/use-room.js";
import { AddDialog } from "./add-dialog.js";
import { ArtifactDrawer } from "./artifact-drawer.js";
import { BulkBar } from "./bulk-bar.js";
import { artifactColumns, typeOf } from "./columns.js";
import { everything, filterInWords, isEverything, passes, readFilter, writeFilter } from "./filter.js";
import { FilterBar } from "./filter-bar.js";
import { artifactMenu } from "./menu.js";
import { sorted } from "./sort.js";
import { useArtifactCommands } from "./use-artifact-commands.js";

/** The artifacts of the incident, hundreds of them at once (console.md §3A.6). */
export function ArtifactsTab({ openId, onOpen, narrow }: { openId: number | undefined; onOpen: (id: number | undefined) => void; narrow: boolean }) {
  const page = useIncidentPage();
  const { incident, readOnly } = page;
  const query = useArtifacts(incident.id);
  const invocations = useInvocations(incident.id).data;
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const [sort, setSort] = useState<Sort>({ column: "created", descending: true });
  const [selected, setSelected] = useState<ReadonlySet<RowKey>>(new Set());
  const [adding, setAdding] = useState(false);
  const launcher = useRef<HTMLElement | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const own = useRef(new Set<number>());
  const [watchRoom, room] = useRoom();
  const { commands, dialogs } = useArtifactCommands(onOpen);
  const held = useHeld(query.data, (artifact) => artifact.id, true, incident.id, (artifact) => own.current.has(artifact.id));
  const add = () => {
    launcher.current = addButton.current;
    setAdding(true);
  };
  useBegin("new-artifact", () => {
    if (readOnly === undefined) add();
  });
  const running = useMemo(() => new Set((invocations ?? []).filter((run) => run.outcome === "pending" && run.object.type_name === "artifact").map((run) => run.object.object_id)), [invocations]);
  const now = useMemo(() => Date.now(), []);
  const { text, type, hits, days } = filter;
  const rows = useMemo(() => sorted(held.shown.filter((artifact) => passes(artifact, { text, type, hits, days }, now)), sort), [held.shown, text, type, hits, days, now, sort]);
  const types = useMemo(() => [...new Set(held.shown.map(typeOf))].sort(), [held.shown]);
  const openArtifact = query.data?.find((artifact) => artifact.id === openId);
  const columns = artifactColumns(narrow || openId !== undefined, running);
  const setFilter = (next: typeof filter) => setSearch(writeFilter(search, next), { replace: true });
  const chosen = held.shown.filter((artifact) => selected.has(artifact.id));
  const neighbour = (step: number) => {
    const next = rows[rows.findIndex((artifact) => artifact.id === openId) + step];
    if (next !== undefined) onOpen(next.id);
  };
  const focusRow = (id: number) => requestAnimationFrame(() => document.querySelector<HTMLElement>(`tr[data-row="${id}"]`)?.focus());
  return (
    <div className="inc-artifacts">
      <Group gap="xs" className="inc-bar" justify="space-between">
        <Group gap={8}>
          <FilterBar filter={filter} types={types} onChange={setFilter} />
        </Group>
        <Button ref={addButton} size="xs" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add} disabled={readOnly !== undefined} title={readOnly}>
          Add Artifact
        </Button>
      </Group>
      {chosen.length === 0 ? (
        <p className="inc-line sk-dimmed" role="status">
          {query.data === undefined ? "" : isEverything(filter) ? `${held.shown.length.toLocaleString("en")} ${held.shown.length === 1 ? "artifact" : "artifacts"}` : `${rows.length.toLocaleString("en")} of ${held.shown.length.toLocaleString("en")} artifacts: ${filterInWords(filter)}`}
        </p>
      ) : (
        <BulkBar artifacts={chosen} onDone={() => setSelected(new Set())} />
      )}
      <NewBar waiting={held.waiting} onShow={held.show} />
      <div className="inc-beside" ref={watchRoom}>
        <div className="inc-main">
          {query.data === undefined ? (
            query.error === null ? <Loading rows={12} /> : <Problem error={query.error} what="The artifacts could not be loaded" onRetry={() => void query.refetch()} />
          ) : query.data.length === 0 ? (
            <Empty action={readOnly === undefined ? <Button size="xs" onClick={add}>Add Artifact</Button> : undefined}>Artifacts are the addresses, names, hashes and files of this incident. Paste a report and its indicators are found in it.</Empty>
          ) : rows.length === 0 ? (
            <Empty action={<Button size="xs" variant="default" onClick={() => setFilter(everything)}>Clear filters</Button>}>No artifact matches {filterInWords(filter)}.</Empty>
          ) : (
            <VirtualTable
              label="Artifacts"
              height={room}
              minWidth={narrow || openId !== undefined ? "36rem" : "52rem"}
              columns={columns}
              rows={rows}
              rowKey={(artifact) => artifact.id}
              rowName={(artifact) => (typeOf(artifact) === "Password" ? "a password" : artifact.value.slice(0, 80))}
              sort={sort}
              onSort={setSort}
              selected={selected}
              onSelect={setSelected}
              onOpen={(artifact) => onOpen(artifact.id)}
              menu={(artifact) => artifactMenu(artifact, page, commands)}
              {...(openId === undefined ? {} : { opened: openId })}
            />
          )}
        </div>
        {openId === undefined || query.data === undefined ? null : (
          <ArtifactDrawer
            artifact={openArtifact}
            height={room}
            onStep={neighbour}
            onClose={() => {
              onOpen(undefined);
              focusRow(openId);
            }}
            commands={commands}
          />
        )}
      </div>
      <AddDialog
        opened={adding}
        onClose={() => setAdding(false)}
        launcher={launcher.current}
        existing={query.data ?? []}
        onAdded={(added: readonly Artifact[]) => {
          for (const artifact of added) own.current.add(artifact.id);
        }}
      />
      {dialogs}
    </div>
  );
}

function NewBar({ waiting, onShow }: { waiting: number; onShow: () => void }) {
  return (
    <div role="status" className="inc-new">
      {waiting === 0 ? null : (
        <div className="sk-new-bar">
          <span>{waiting === 1 ? "1 new artifact" : `${waiting.toLocaleString("en")} new artifacts`}</span>
          <Button size="compact-xs" onClick={onShow}>
            Show
          </Button>
        </div>
      )}
    </div>
  );
}
