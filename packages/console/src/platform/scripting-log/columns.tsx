import { Anchor } from "@mantine/core";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { duration } from "../../parts/time-format.js";
import { Value } from "../../parts/value.js";
import { PageLink } from "../customize/links.js";
import type { ScriptRun } from "./types.js";

/** Columns of the log. @param narrow beside an open run. */
export function runColumns(narrow: boolean, onOpen: (id: number) => void): Column<ScriptRun>[] {
  const all: (Column<ScriptRun> & { wide?: boolean })[] = [
    { id: "at", header: "Time", width: "7.5rem", cell: (run) => <Time at={run.at} /> },
    { id: "state", header: "Result", width: "6.5rem", cell: (run) => <Tag kind="workflow" value={run.ok ? "done" : "error"} /> },
    {
      id: "script",
      header: "Script",
      cell: (run) => (
        <span className="as-cell">
          <Anchor component="button" type="button" inherit className="sk-one-line" onClick={() => onOpen(run.id)}>
            {run.script}
          </Anchor>
          <span className="as-why sk-one-line" data-error={run.ok ? undefined : true} data-plain={run.ok || undefined}>
            {firstLine(run)}
          </span>
        </span>
      ),
    },
    { id: "object", header: "Object", width: "13rem", wide: true, cell: (run) => (run.object_type === "incident" ? <span className="sk-one-line">{run.object}</span> : <Value value={run.object} plain />) },
    { id: "incident", header: "Incident", width: "5.5rem", cell: (run) => <PageLink to={`/incidents/${run.incident_id}`}>{run.incident_id}</PageLink> },
    { id: "ms", header: "Took", width: "5.5rem", align: "right", wide: true, cell: (run) => duration(run.ms) },
  ];
  return all.filter((column) => !narrow || column.wide !== true);
}

function firstLine(run: ScriptRun): string {
  return (run.error ?? run.text).split("\n")[0] ?? "";
}
