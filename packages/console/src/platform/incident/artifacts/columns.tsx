import { IconLoader2 } from "@tabler/icons-react";
import { handleName } from "../../../api/handles.js";
import { thingIcons, thingOfType } from "../../../parts/icons.js";
import type { Column } from "../../../parts/table-columns.js";
import { Tag } from "../../../parts/tag.js";
import { Time } from "../../../parts/time.js";
import { Value } from "../../../parts/value.js";
import type { Artifact } from "../data/types.js";
import { hitMarks, type Verdict } from "./verdict.js";

/** Type of an artifact by name. */
export function typeOf(artifact: Artifact): string {
  return handleName(artifact.type) ?? "";
}

/** Columns of the artifacts. @param narrow while the drawer is open: only what tells artifacts apart. */
export function artifactColumns(narrow: boolean, running: ReadonlySet<number>): Column<Artifact>[] {
  const columns: Column<Artifact>[] = [
    { id: "type", header: "Type", width: narrow ? "8.5rem" : "10rem", sortable: true, cell: (row) => <TypeName type={typeOf(row)} /> },
    {
      id: "value",
      header: "Value",
      sortable: true,
      cell: (row) => (
        <span className="inc-value-cell">
          <Value value={row.value} type={typeOf(row)} />
          {running.has(row.id) ? <Tag kind="action" value="working" label="Running" /> : null}
        </span>
      ),
    },
    { id: "hits", header: "Hits", width: narrow ? "10rem" : "11rem", sortable: true, cell: (row) => <Hits artifact={row} /> },
  ];
  if (narrow) return columns;
  return [
    ...columns,
    { id: "related", header: "Related", width: "5rem", align: "right", sortable: true, cell: (row) => <Related artifact={row} /> },
    { id: "created", header: "Created", width: "7rem", sortable: true, cell: (row) => <Time at={row.created} /> },
  ];
}

function TypeName({ type }: { type: string }) {
  const TypeIcon = thingIcons[thingOfType(type)];
  return (
    <span className="inc-type" title={type}>
      <TypeIcon size={16} aria-hidden="true" />
      <span className="sk-one-line">{type}</span>
    </span>
  );
}

function Related({ artifact }: { artifact: Artifact }) {
  const count = artifact.related_incident_count ?? 0;
  return <span className={count === 0 ? "sk-dimmed" : undefined}>{count.toLocaleString("en")}</span>;
}

/** The worst hit with the number of others; or why there is none. */
function Hits({ artifact }: { artifact: Artifact }) {
  const marks = hitMarks(artifact);
  const [worst] = marks;
  const waiting = artifact.pending_sources.length;
  return (
    <span className="inc-hits">
      {worst === undefined ? null : <HitTag source={worst.source} verdict={worst.verdict} />}
      {marks.length > 1 ? <span title={marks.slice(1).map((mark) => mark.source).join(", ")}>+{marks.length - 1}</span> : null}
      {waiting > 0 ? (
        <span className="sk-dimmed">
          <IconLoader2 size={14} aria-hidden="true" /> looking up ({waiting})
        </span>
      ) : worst === undefined ? (
        <span className="sk-dimmed">No hits</span>
      ) : null}
    </span>
  );
}

/** A hit in a few words: its source and how bad. */
export function HitTag({ source, verdict }: { source: string; verdict: Verdict }) {
  if (verdict === "hit") return <Tag kind="priority" value="medium" label={source} />;
  if (verdict === "not found") return <Tag kind="priority" value="not_found" label={`${source}: not found`} />;
  return <Tag kind="priority" value={verdict} label={`${source} ${verdict.toUpperCase()}`} />;
}
