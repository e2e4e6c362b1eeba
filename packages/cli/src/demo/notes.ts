import type { CommentDTO } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";

/** The notes of an incident. */
export async function notesOf(client: SoarClient, incidentId: number): Promise<CommentDTO[]> {
  return client.get<CommentDTO[]>(`/incidents/${incidentId}/comments`);
}

/** The words of a note. */
export function plainText(note: CommentDTO): string {
  const content = typeof note.text === "string" ? note.text : (note.text?.content ?? "");
  return content
    .replace(/<br\s*\/?>|<\/(p|div|li|tr|h[1-6])>/gi, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
