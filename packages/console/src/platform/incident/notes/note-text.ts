import type { Note } from "../data/types.js";
import { textOf } from "../../../api/handles.js";

const foldAfterLines = 30;
const foldAfterCharacters = 4000;

/** Whether a note is so long that it is folded. */
export function isLong(text: string): boolean {
  if (text.length > foldAfterCharacters) return true;
  const ends = text.match(/\n|<br\s*\/?>|<\/(p|li|div|tr|h\d)>/gi);
  return (ends?.length ?? 0) > foldAfterLines;
}

/** What wrote a note for a person: the function or workflow, else the program's own name; undefined for a person's note. */
export function appOf(note: Note): string | undefined {
  if (note.source !== undefined) return note.source.kind === "rule" ? note.source.rule : (note.source.function ?? note.source.workflow);
  const creator = note["creator_principal"] as { type?: string } | undefined;
  return creator?.type === "apikey" || note.user_id === null ? note.user_name : undefined;
}

/** What the thread is narrowed to. */
export type NoteFilter = "all" | "people" | "apps";

/** Whether a note or one of its answers is wanted. @param text part of what it says or of its author's name. */
export function wanted(note: Note, filter: NoteFilter, text: string): boolean {
  const byApp = appOf(note) !== undefined;
  const word = text.trim().toLowerCase();
  const self = (filter === "all" || (filter === "apps") === byApp) && (word === "" || `${note.user_name} ${appOf(note) ?? ""}`.toLowerCase().includes(word) || textOf(note.text).replace(/<[^>]*>/g, " ").toLowerCase().includes(word));
  return self || note.children.some((child) => wanted(child, filter, text));
}
