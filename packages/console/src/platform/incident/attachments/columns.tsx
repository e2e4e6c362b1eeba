import { Anchor } from "@mantine/core";
import { handleName } from "../../../api/handles.js";
import { Copy } from "../../../parts/copy.js";
import type { Column } from "../../../parts/table-columns.js";
import { Nothing, Time } from "../../../parts/time.js";
import type { Attachment } from "../data/types.js";
import { sizeText } from "../../../parts/size.js";

/** Columns of the attachments. */
export function attachmentColumns(download: (attachment: Attachment) => void): Column<Attachment>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: (row) => (
        <Anchor component="button" size="md" className="sk-one-line inc-file" title={row.name} onClick={() => download(row)} aria-label={`Download ${row.name}`}>
          <bdi>{row.name}</bdi>
        </Anchor>
      ),
    },
    { id: "size", header: "Size", width: "6rem", align: "right", cell: (row) => sizeText(row.size) },
    { id: "type", header: "Type", width: "11rem", cell: (row) => <span className="sk-one-line">{row.content_type}</span> },
    {
      id: "hash",
      header: "SHA-256",
      width: "11rem",
      cell: (row) => {
        const hash = row.sha256 ?? row.hashes?.sha256;
        return hash === undefined ? (
          <Nothing />
        ) : (
          <span className="sk-value">
            <span className="sk-value-text">{hash.slice(0, 12)}…</span>
            <Copy text={hash} label={`the SHA-256 of ${row.name}`} what="the hash" />
          </span>
        );
      },
    },
    { id: "by", header: "By", width: "9rem", cell: (row) => <span className="sk-one-line">{row.creator_principal?.display_name ?? handleName(row.creator_id as Parameters<typeof handleName>[0]) ?? <Nothing />}</span> },
    { id: "created", header: "Added", width: "8rem", cell: (row) => <Time at={row.created} /> },
  ];
}
