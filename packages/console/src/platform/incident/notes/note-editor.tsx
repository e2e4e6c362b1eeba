import { Alert, Button, Group, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Ref, useState } from "react";
import { problemText } from "../../../parts/notify.js";
import { useDraft } from "../data/drafts.js";
import type { Note } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { addNote } from "./add-note.js";

/** Where a note or an answer is written. What was typed stays until it is sent, over reloads and log-ins too. */
export function NoteEditor({ parentId, onSent, onCancel, field }: { parentId?: number; onSent: (note: Note) => void; onCancel?: () => void; field?: Ref<HTMLTextAreaElement> }) {
  const { incident, readOnly } = useIncidentPage();
  const queries = useQueryClient();
  const [text, setText] = useDraft(parentId === undefined ? `note:${incident.id}` : `note:${incident.id}:${parentId}`);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const answer = parentId !== undefined;
  const send = async () => {
    if (text.trim() === "" || busy || readOnly !== undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const note = await addNote(queries, incident.id, text, parentId);
      setText("");
      onSent(note);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="inc-note-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void send();
        } else if (event.key === "Escape") {
          event.stopPropagation();
          if (onCancel === undefined) (document.activeElement as HTMLElement | null)?.blur();
          else onCancel();
        }
      }}
    >
      <Textarea
        ref={field}
        aria-label={answer ? "Reply" : "New note"}
        placeholder={readOnly ?? (answer ? "Reply" : "New note. **bold**, `code`, lists with -, blocks between ```")}
        disabled={readOnly !== undefined}
        autosize
        minRows={answer ? 2 : 1}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoFocus={answer}
      />
      {problem === undefined ? null : (
        <Alert color="red" role="alert" mt="xs" title="The note was not added; it is kept here">
          {problemText(problem)}
        </Alert>
      )}
      {text.trim() === "" && !answer ? null : (
        <Group gap="xs" mt="xs">
          <Button type="submit" size="xs" loading={busy} disabled={text.trim() === ""}>
            {answer ? "Reply" : "Add note"}
          </Button>
          <span className="sk-keys">Ctrl Enter</span>
          {onCancel === undefined ? null : (
            <Button size="xs" variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <span className="sk-dimmed">Kept as a draft until it is sent.</span>
        </Group>
      )}
    </form>
  );
}
