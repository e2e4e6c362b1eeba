import { Button, FileButton, Group } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { del, orgPath } from "../../../api/platform.js";
import { ConfirmDialog } from "../../../parts/confirm-dialog.js";
import { notifyDone } from "../../../parts/notify.js";
import { ServerTable } from "../../../parts/server-table.js";
import { Empty, Loading, Problem } from "../../../parts/states.js";
import { keys, useAttachments } from "../data/queries.js";
import type { Attachment } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { attachmentColumns } from "./columns.js";
import { UploadList } from "./upload-list.js";
import { useUploads } from "./use-uploads.js";

/** Files of the incident: dropped or chosen, downloaded, never opened in the page. */
export function AttachmentsTab() {
  const { incident, readOnly } = useIncidentPage();
  const queries = useQueryClient();
  const query = useAttachments(incident.id);
  const uploads = useUploads(incident.id);
  const [over, setOver] = useState(false);
  const [removing, setRemoving] = useState<Attachment | undefined>(undefined);
  const launcher = useRef<HTMLElement | null>(null);
  const mayAttach = readOnly === undefined && incident.perms.attach_file;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (mayAttach) uploads.add([...event.dataTransfer.files]);
  };
  const download = (attachment: Attachment) => {
    const link = document.createElement("a");
    link.href = orgPath(`/incidents/${incident.id}/attachments/${attachment.id}/contents`);
    link.download = attachment.name;
    link.click();
  };
  const choose = (
    <FileButton multiple onChange={uploads.add} disabled={!mayAttach}>
      {(props) => (
        <Button {...props} size="xs" leftSection={<IconUpload size={16} aria-hidden="true" />} disabled={!mayAttach}>
          Upload files
        </Button>
      )}
    </FileButton>
  );
  return (
    <div
      className="inc-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(mayAttach);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="sm" className="inc-bar">
        {choose}
        <span className="sk-dimmed">{mayAttach ? "or drop files here. Files are only ever downloaded, never opened in this page." : (readOnly ?? "You may not attach files to this incident.")}</span>
      </Group>
      <UploadList uploads={uploads} />
      {query.data === undefined ? (
        query.error === null ? <Loading /> : <Problem error={query.error} what="The attachments could not be loaded" onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <Empty>Mails, samples and reports that belong to this incident are kept here.</Empty>
      ) : (
        <ServerTable
          label="Attachments"
          columns={attachmentColumns(download)}
          rows={query.data}
          rowKey={(row) => row.id}
          rowName={(row) => row.name}
          minWidth="40rem"
          fetching={query.isFetching}
          menu={(row) => [
            { label: "Download", onSelect: () => download(row) },
            "divider",
            {
              label: "Delete",
              danger: true,
              onSelect: (from) => {
                launcher.current = from;
                setRemoving(row);
              },
              ...(readOnly !== undefined ? { disabledReason: readOnly } : incident.perms.delete_attachments ? {} : { disabledReason: "You may not delete attachments." }),
            },
          ]}
        />
      )}
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        launcher={launcher.current}
        title="Delete this attachment"
        confirm="Delete attachment"
        onConfirm={async () => {
          await del(`/incidents/${incident.id}/attachments/${removing?.id ?? 0}`);
          await queries.invalidateQueries({ queryKey: keys.attachments(incident.id) });
          notifyDone("The attachment was deleted.");
        }}
      >
        The file “{removing?.name}” goes for everybody and cannot be brought back.
      </ConfirmDialog>
    </div>
  );
}
