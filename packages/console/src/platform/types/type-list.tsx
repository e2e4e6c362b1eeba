import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { del } from "../../api/platform.js";
import { ConfirmDialog } from "../../parts/confirm-dialog.js";
import { notifyDone } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { useSession } from "../../shell/session.js";
import { TypeDialog, type TypeDraft } from "./type-dialog.js";

interface Listed {
  id: number;
  name: string;
  enabled: boolean;
  system: boolean;
}

/** A list of types that can be created, changed and deleted. */
export function TypeList<Row extends Listed>(props: {
  title: string;
  kind: "artifact type" | "incident type";
  path: "/artifact_types" | "/incident_types";
  query: { data: readonly Row[] | undefined; error: unknown; refetch: () => unknown };
  columns: readonly Column<Row>[];
  name: (row: Row) => ReactNode;
  draft: (row: Row | undefined) => TypeDraft;
  parents?: (draft: TypeDraft) => readonly { value: string; label: string }[];
}) {
  const { title, kind, path, query } = props;
  const session = useSession();
  const queries = useQueryClient();
  const launcher = useRef<HTMLElement | null>(null);
  const [draft, setDraft] = useState<TypeDraft>();
  const [leaving, setLeaving] = useState<Row>();
  const mayEdit = session.may("function.edit");
  const open = (next: TypeDraft, from: HTMLElement) => {
    launcher.current = from;
    setDraft(next);
  };
  const columns: Column<Row>[] = [
    { id: "name", header: "Name", cell: (row) => props.name(row) },
    ...props.columns,
    { id: "origin", header: "Origin", width: "8rem", cell: (row) => (row.system ? "Built in" : "Own") },
    { id: "state", header: "State", width: "5rem", cell: (row) => (row.enabled ? "On" : "Off") },
    ...(mayEdit
      ? [
          {
            id: "do",
            header: "Actions",
            width: "11rem",
            cell: (row: Row) => (
              <>
                <Button size="compact-xs" variant="subtle" aria-label={`Edit ${row.name}`} onClick={(event) => open(props.draft(row), event.currentTarget)}>
                  Edit
                </Button>
                {row.system ? null : (
                  <Button size="compact-xs" variant="subtle" color="red" aria-label={`Delete ${row.name}`} onClick={(event) => { launcher.current = event.currentTarget; setLeaving(row); }}>
                    Delete
                  </Button>
                )}
              </>
            ),
          },
        ]
      : []),
  ];
  return (
    <Page title={title} aside={query.data === undefined ? null : <span className="sk-dimmed">{query.data.length}</span>} actions={mayEdit ? <Button onClick={(event) => open(props.draft(undefined), event.currentTarget)}>Create {kind}</Button> : undefined}>
      <Loaded query={query} what={`The ${kind}s could not be loaded`}>
        {(rows) => <ServerTable label={title} columns={columns} rows={[...rows]} rowKey={(row) => row.id} rowName={(row) => row.name} minWidth="48rem" />}
      </Loaded>
      {draft === undefined ? null : <TypeDialog kind={kind} path={path} draft={draft} {...(props.parents === undefined ? {} : { parents: props.parents(draft) })} launcher={launcher.current} onClose={() => setDraft(undefined)} />}
      <ConfirmDialog
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={`Delete the ${kind} ${leaving?.name ?? ""}?`}
        confirm={`Delete ${kind}`}
        launcher={launcher.current}
        onConfirm={async () => {
          if (leaving === undefined) return;
          await del(`${path}/${leaving.id}`);
          await queries.invalidateQueries({ queryKey: ["configuration"] });
          notifyDone(`The ${kind} ${leaving.name} is deleted.`);
        }}
      >
        It cannot be brought back. While anything uses it the platform refuses.
      </ConfirmDialog>
    </Page>
  );
}
