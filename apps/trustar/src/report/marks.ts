import { plainText } from "./plain-text.js";

/** Description of every artifact that the app adds. Rules and the report leave such artifacts out, so that nothing feeds back. */
export const artifactMark = "TruSTAR Correlated Indicator";

/** How every note of the app and of its example workflows begins; such notes are left out of reports. */
export const noteMark = "TruSTAR:";

/** Whether the app added an artifact. */
export function isOwnArtifact(artifact: { readonly description?: unknown }): boolean {
  return plainText(artifact.description as Parameters<typeof plainText>[0]) === artifactMark;
}

/** Whether the app, or a workflow of it, wrote a note. */
export function isOwnNote(note: { readonly text: Parameters<typeof plainText>[0] }): boolean {
  return plainText(note.text).startsWith(noteMark);
}
