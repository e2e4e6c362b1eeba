import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { problemText } from "../../../parts/notify.js";
import { useSession } from "../../../shell/session.js";
import { keys } from "../data/queries.js";
import type { Upload } from "../../../api/upload.js";
import { uploadFile } from "./upload.js";

/** One file on its way. */
export interface UploadState {
  key: number;
  file: File;
  /** 0 to 1. */
  share: number;
  /** Why it did not arrive. */
  problem?: string;
}

/** The files on their way to an incident. */
export interface Uploads {
  list: readonly UploadState[];
  add: (files: File[]) => void;
  /** Stops one, or takes a failed one off the list. */
  remove: (key: number) => void;
  retry: (key: number) => void;
}

/** Uploads files beside each other; each shows how far it is and can be stopped. */
export function useUploads(incidentId: number): Uploads {
  const queries = useQueryClient();
  const { csrf_token: csrfToken } = useSession();
  const [list, setList] = useState<readonly UploadState[]>([]);
  const running = useRef(new Map<number, Upload<unknown>>());
  const lastKey = useRef(0);
  const change = useCallback((key: number, part: Partial<UploadState>) => setList((before) => before.map((upload) => (upload.key === key ? { ...upload, ...part } : upload))), []);
  const drop = useCallback((key: number) => setList((before) => before.filter((upload) => upload.key !== key)), []);
  const send = useCallback(
    (key: number, file: File) => {
      const upload = uploadFile(incidentId, file, csrfToken, (share) => change(key, { share }));
      running.current.set(key, upload);
      upload.done
        .then(async () => {
          await queries.invalidateQueries({ queryKey: keys.attachments(incidentId) });
          drop(key);
        })
        .catch((error: unknown) => {
          if (error instanceof DOMException && error.name === "AbortError") drop(key);
          else change(key, { problem: problemText(error) });
        })
        .finally(() => running.current.delete(key));
    },
    [incidentId, csrfToken, change, drop, queries],
  );
  const add = useCallback(
    (files: File[]) => {
      for (const file of files) {
        const key = ++lastKey.current;
        setList((before) => [...before, { key, file, share: 0 }]);
        send(key, file);
      }
    },
    [send],
  );
  const remove = (key: number) => {
    const upload = running.current.get(key);
    if (upload === undefined) drop(key);
    else upload.cancel();
  };
  const retry = (key: number) => {
    const failed = list.find((upload) => upload.key === key);
    if (failed === undefined) return;
    setList((before) => before.map((upload) => (upload.key === key ? { key, file: upload.file, share: 0 } : upload)));
    send(key, failed.file);
  };
  return { list, add, remove, retry };
}
