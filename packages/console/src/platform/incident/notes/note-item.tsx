import { Badge, Button, UnstyledButton } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useState } from "react";
import { textOf } from "../../../api/handles.js";
import { RichText } from "../../../parts/rich-text.js";
import { Time } from "../../../parts/time.js";
import type { Note } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { NoteEditor } from "./note-editor.js";
import type { NoteActions } from "./note-actions.js";
import { appOf, isLong } from "./note-text.js";

/** A note with its answers. */
export function NoteItem({ note, actions, depth = 0 }: { note: Note; actions: NoteActions; depth?: number }) {
  const { readOnly } = useIncidentPage();
  const [unfolded, setUnfolded] = useState(false);
  const app = appOf(note);
  const long = isLong(textOf(note.text));
  const answering = actions.answering === note.id;
  const headId = `inc-note-${note.id}`;
  return (
    <article aria-labelledby={headId} className="inc-note" data-depth={depth}>
      <header className="inc-note-head">
        <span id={headId} className="inc-note-author">
          {app !== undefined ? <IconRobot size={14} aria-hidden="true" /> : null}
          {note.user_name === "" ? "Unknown" : note.user_name}
        </span>
        {app === undefined ? null : <Badge size="sm" color="gray" tt="none">{note.source === undefined ? "App" : `App: ${app}`}</Badge>}
        <Time at={note.create_date} />
        {note.modify_date > note.create_date && !note.is_deleted ? (
          <span className="sk-dimmed">
            changed <Time at={note.modify_date} />
          </span>
        ) : null}
        <span className="inc-note-tools">
          {readOnly !== undefined || note.is_deleted ? null : (
            <Button size="compact-xs" variant="subtle" onClick={() => actions.answer(answering ? undefined : note.id)}>
              Reply
            </Button>
          )}
          {note.comment_perms?.delete === true && readOnly === undefined ? (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={(event) => actions.remove(note, event.currentTarget)}>
              Delete
            </Button>
          ) : null}
        </span>
      </header>
      {note.is_deleted ? (
        <p className="sk-dimmed">This note was deleted.</p>
      ) : (
        <div className={long && !unfolded ? "inc-note-folded" : undefined}>
          <RichText content={note.text} />
        </div>
      )}
      {long ? (
        <UnstyledButton className="inc-fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? "Show less" : "Show the whole note"}
        </UnstyledButton>
      ) : null}
      {answering ? <NoteEditor parentId={note.id} onSent={() => actions.answer(undefined)} onCancel={() => actions.answer(undefined)} /> : null}
      {note.children.length === 0 ? null : (
        <ol className="inc-answers" aria-label="Replies">
          {note.children.map((child) => (
            <li key={child.id}>
              <NoteItem note={child} actions={actions} depth={depth + 1} />
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}
