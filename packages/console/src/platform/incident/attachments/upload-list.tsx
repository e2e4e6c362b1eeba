import { Button, CloseButton, Progress } from "@mantine/core";
import { sizeText } from "../../../parts/size.js";
import type { Uploads } from "./use-uploads.js";

/** Files on their way, each with how far it is. */
export function UploadList({ uploads }: { uploads: Uploads }) {
  if (uploads.list.length === 0) return null;
  return (
    <ul className="inc-uploads" aria-label="Uploads">
      {uploads.list.map((upload) => (
        <li key={upload.key}>
          <span className="sk-one-line">
            <bdi>{upload.file.name}</bdi> <span className="sk-dimmed">{sizeText(upload.file.size)}</span>
          </span>
          {upload.problem === undefined ? (
            <>
              <Progress value={upload.share * 100} aria-label={`Upload of ${upload.file.name}`} />
              <span className="inc-share">{Math.round(upload.share * 100)} %</span>
            </>
          ) : (
            <>
              <span role="alert" className="sk-danger">
                {upload.problem}
              </span>
              <Button size="compact-xs" variant="default" onClick={() => uploads.retry(upload.key)}>
                Try again
              </Button>
            </>
          )}
          <CloseButton size="sm" aria-label={upload.problem === undefined ? `Stop the upload of ${upload.file.name}` : `Take ${upload.file.name} off the list`} onClick={() => uploads.remove(upload.key)} />
        </li>
      ))}
    </ul>
  );
}
