import { orgPath } from "../../../api/platform.js";
import type { Artifact } from "../data/types.js";

/** Downloads the file of an artifact; it is never opened in the page. */
export function downloadFile(artifact: Artifact): void {
  const link = document.createElement("a");
  link.href = orgPath(`/incidents/${artifact.inc_id}/artifacts/${artifact.id}/contents`);
  link.download = artifact.attachment?.name ?? artifact.value;
  link.click();
}
