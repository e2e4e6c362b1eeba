import type { Note } from "../data/types.js";

/** What can be done with a note of the thread. */
export interface NoteActions {
  /** The note that is being answered. */
  answering: number | undefined;
  answer(id: number | undefined): void;
  remove(note: Note, launcher: HTMLElement): void;
}
