import { orgPath } from "../../../api/platform.js";
import { sendFile, type Upload } from "../../../api/upload.js";

/** Sends one file to an incident. */
export function uploadFile(incidentId: number, file: File, csrfToken: string | undefined, onProgress: (share: number) => void): Upload<unknown> {
  const form = new FormData();
  form.append("file", file, file.name);
  return sendFile(orgPath(`/incidents/${incidentId}/attachments`), form, csrfToken, onProgress);
}
