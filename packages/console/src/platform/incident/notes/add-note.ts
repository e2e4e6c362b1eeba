import type { QueryClient } from "@tanstack/react-query";
import { post } from "../../../api/platform.js";
import { keys } from "../data/queries.js";
import type { Note } from "../data/types.js";
import { noteHtml } from "./markup.js";

/** Adds a note as it was typed, or an answer to one, and reads the thread again. Throws `HttpError`. */
export async function addNote(queries: QueryClient, incidentId: number, text: string, parentId?: number): Promise<Note> {
  const note = await post<Note>(`/incidents/${incidentId}/comments`, { text: { format: "html", content: noteHtml(text) }, ...(parentId === undefined ? {} : { parent_id: parentId }) });
  await queries.invalidateQueries({ queryKey: keys.notes(incidentId) });
  return note;
}
