import { Alert, Button, FileButton, Progress, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { sendFile, type Upload } from "../../api/upload.js";
import { problemText } from "../../parts/notify.js";
import { sizeText } from "../../parts/size.js";
import { useHubSession } from "../session.js";
import type { Load } from "./types.js";

/** Largest file that the hub takes, bytes. */
const largestFile = 1024 * 1024 * 1024;

/** Takes a file by drop or choice and sends it as it is, without reading it in the page; then its preview opens. */
export function FileDrop() {
  const { csrf_token: csrfToken } = useHubSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ file: File; share: number }>();
  const [problem, setProblem] = useState<string>();
  const upload = useRef<Upload<Load>>(undefined);
  const reset = useRef<() => void>(null);
  useEffect(() => () => upload.current?.cancel(), []);

  const take = async (files: readonly File[]) => {
    const [file] = files;
    reset.current?.();
    if (file === undefined || sending !== undefined) return;
    const refusal = files.length > 1 ? "Drop one file at a time." : file.size === 0 ? `${file.name} is empty, or a folder. Choose a file.` : file.size > largestFile ? `${file.name} has ${sizeText(file.size)}; the hub takes files up to 1.0 GB. Split it and load the parts.` : undefined;
    setProblem(refusal);
    if (refusal !== undefined) return;
    setSending({ file, share: 0 });
    upload.current = sendFile<Load>(`/api/hub/loads?name=${encodeURIComponent(file.name)}`, file, csrfToken, (share) => setSending({ file, share }));
    try {
      const { id } = await upload.current.done;
      upload.current = undefined;
      void queries.invalidateQueries({ queryKey: ["loads", "load"] });
      void navigate(`/load/${id}`);
    } catch (error) {
      setSending(undefined);
      if (!(error instanceof DOMException && error.name === "AbortError")) setProblem(problemText(error));
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };

  return (
    <section aria-label="File to load">
      {problem === undefined ? null : (
        <Alert color="red" role="alert" mb="sm" title="The file was not taken">
          {problem}
        </Alert>
      )}
      <div
        className="hub-drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {sending === undefined ? (
          <>
            <Text mb="sm">Drop a file here: CSV, STIX, MISP, or any text such as a report. Nothing is stored before you have seen what it holds.</Text>
            <FileButton onChange={(file) => void take(file === null ? [] : [file])} resetRef={reset}>
              {(props) => <Button {...props}>Choose a file</Button>}
            </FileButton>
          </>
        ) : (
          <div role="status">
            <Text mb="xs">
              Sending <bdi>{sending.file.name}</bdi>: {sizeText(sending.share * sending.file.size)} of {sizeText(sending.file.size)}
            </Text>
            <Progress value={sending.share * 100} aria-label={`Upload of ${sending.file.name}`} mb="sm" />
            <Button variant="default" onClick={() => upload.current?.cancel()}>
              Cancel
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
