import { Button, Group, SegmentedControl, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { del } from "../../../api/platform.js";
import { ConfirmDialog } from "../../../parts/confirm-dialog.js";
import { Empty, Loading, Problem } from "../../../parts/states.js";
import { keys, useNotes } from "../data/queries.js";
import type { Note } from "../data/types.js";
import { useHeld } from "../data/use-held.js";
import { useIncidentPage } from "../page/page-state.js";
import { useBegin } from "../page/use-begin.js";
import type { NoteActions } from "./note-actions.js";
import { NoteEditor } from "./note-editor.js";
import { NoteList, type NoteListHandle } from "./note-list.js";
import { type NoteFilter, wanted } from "./note-text.js";

/** The notes of the incident: newest first, answers below theirs, a new one written on top. */
export function NotesTab() {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const query = useNotes(incident.id);
  const [filter, setFilter] = useState<NoteFilter>("all");
  const [text, setText] = useState("");
  const [answering, setAnswering] = useState<number | undefined>(undefined);
  const [removing, setRemoving] = useState<Note | undefined>(undefined);
  const [atTop, setAtTop] = useState(true);
  const own = useRef(new Set<number>());
  const launcher = useRef<HTMLElement | null>(null);
  const editor = useRef<HTMLTextAreaElement>(null);
  const list = useRef<NoteListHandle>(null);
  useBegin("new-note", () => editor.current?.focus());
  const held = useHeld(query.data, (note) => note.id, !atTop || answering !== undefined, incident.id, (note) => own.current.has(note.id));
  const shown = held.shown.filter((note) => wanted(note, filter, text));
  const actions: NoteActions = {
    answering,
    answer: setAnswering,
    remove(note, from) {
      launcher.current = from;
      setRemoving(note);
    },
  };
  return (
    <div className="inc-notes">
      <NoteEditor
        field={editor}
        onSent={(note) => {
          own.current.add(note.id);
          list.current?.toTop();
        }}
      />
      <Group gap="sm" className="inc-bar">
        <SegmentedControl size="xs" aria-label="Notes of" value={filter} onChange={(choice) => setFilter(choice)} data={[{ value: "all", label: "All" }, { value: "people", label: "People" }, { value: "apps", label: "Apps" }]} />
        <TextInput size="xs" aria-label="Search the notes" placeholder="Search the notes" type="search" value={text} onChange={(event) => setText(event.currentTarget.value)} className="inc-search" />
        <span className="sk-dimmed" role="status">
          {query.data === undefined || shown.length === held.shown.length ? "" : `${shown.length} of ${held.shown.length}`}
        </span>
      </Group>
      <div role="status" className="inc-new">
        {held.waiting === 0 ? null : (
          <div className="sk-new-bar">
            <span>{held.waiting === 1 ? "1 new note" : `${held.waiting} new notes`}</span>
            <Button
              size="compact-xs"
              onClick={() => {
                held.show();
                list.current?.toTop();
              }}
            >
              Show
            </Button>
          </div>
        )}
      </div>
      {query.data === undefined ? (
        query.error === null ? <Loading rows={6} height={64} /> : <Problem error={query.error} what="The notes could not be loaded" onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <Empty>Notes tell what was seen, decided and done. Apps write theirs here too. Press m to write the first.</Empty>
      ) : shown.length === 0 ? (
        <Empty action={<Button size="xs" variant="default" onClick={() => { setFilter("all"); setText(""); }}>Clear filters</Button>}>No note matches.</Empty>
      ) : (
        <NoteList ref={list} notes={shown} actions={actions} onAtTop={setAtTop} />
      )}
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        launcher={launcher.current}
        title="Delete this note"
        confirm="Delete note"
        onConfirm={async () => {
          await del(`/incidents/${incident.id}/comments/${removing?.id ?? 0}`);
          await queries.invalidateQueries({ queryKey: keys.notes(incident.id) });
        }}
      >
        The note of {removing?.user_name} goes for everybody. {removing === undefined || removing.children.length === 0 ? "" : "Its replies stay."}
      </ConfirmDialog>
    </div>
  );
}
