import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Duration, Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { entryName, entryState } from "./entry-words.js";
import type { InvocationEntry } from "./types.js";

/** Columns of the list over all incidents. @param search filters in the address, kept when a row is opened; @param narrow beside an open entry. */
export function actionColumns(search: string, narrow: boolean): Column<InvocationEntry>[] {
  const all: (Column<InvocationEntry> & { wide?: boolean })[] = [
    { id: "state", header: "State", width: "7rem", cell: (entry) => <Tag kind="action" value={entryState(entry)} /> },
    {
      id: "name",
      header: "Action",
      cell: (entry) => (
        <span className="as-cell">
          <Anchor component={Link} to={{ pathname: `/actions/${entry.id}`, search }} inherit className="sk-one-line">
            {entryName(entry)}
          </Anchor>
          <Why entry={entry} />
        </span>
      ),
    },
    {
      id: "object",
      header: "Object",
      width: narrow ? "13rem" : "16rem",
      cell: (entry) => (entry.object.type_name === "artifact" ? <Value value={entry.object.object_name} plain /> : <span className="sk-one-line">{entry.object.object_name}</span>),
    },
    {
      id: "incident",
      header: "Incident",
      width: "5.5rem",
      cell: (entry) => (
        <Anchor component={Link} to={`/incidents/${entry.inc_id}`} inherit>
          {entry.inc_id}
        </Anchor>
      ),
    },
    { id: "user", header: "Started by", width: "10rem", wide: true, cell: (entry) => <span className="sk-one-line">{entry.create_user.display_name}</span> },
    { id: "started", header: "Started", width: narrow ? "5rem" : "7.5rem", cell: (entry) => <Time at={entry.create_date} /> },
    { id: "took", header: "Took", width: "5.5rem", align: "right", wide: true, cell: (entry) => <Duration since={entry.create_date} until={entry.end_date} /> },
  ];
  return all.filter((column) => !narrow || column.wide !== true);
}

/** Why it waits or what went wrong, in one line. */
function Why({ entry }: { entry: InvocationEntry }) {
  const text = entry.outcome === "pending" ? entry.waiting?.text : entry.error?.split("\n")[0];
  if (text === undefined || text === "") return null;
  return (
    <span className="as-why sk-one-line" data-error={entry.outcome === "pending" ? undefined : true}>
      {text}
    </span>
  );
}
