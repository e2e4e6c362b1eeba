import type { CommentDTO, NoteSourceDTO } from "@soarkit/protocol";
import type { Selectable } from "kysely";
import type { Principal } from "../accounts/principal.js";
import type { PrincipalDirectory } from "../accounts/principals.js";
import type { View } from "../http/formats.js";
import { writeText } from "../http/text-content.js";
import type { NoteRow } from "./schema.js";

/** What writing notes needs. */
export interface NoteContext {
  readonly incident: { readonly id: number; readonly name: string; readonly owner_id: number | null };
  readonly people: PrincipalDirectory;
  readonly view: View;
  readonly principal?: Principal | undefined;
}

/** The notes that answer nothing, with their answers below them. A deleted note without answers left is not shown. */
export function noteTree(rows: readonly Selectable<NoteRow>[], context: NoteContext): CommentDTO[] {
  const answers = new Map<number | null, Selectable<NoteRow>[]>();
  for (const row of rows) {
    const list = answers.get(row.parent_id) ?? [];
    answers.set(row.parent_id, list);
    list.push(row);
  }
  const below = (parent: number | null): CommentDTO[] =>
    (answers.get(parent) ?? [])
      .map((row) => noteDTO(row, below(row.id), context))
      .filter((note) => !note.is_deleted || note.children.length > 0);
  return below(null);
}

/** A note as CommentDTO (soar-protocol §1.11). */
export function noteDTO(note: Selectable<NoteRow>, children: CommentDTO[], context: NoteContext): CommentDTO {
  const { incident, people, view, principal } = context;
  const creator = people.dto(note.creator_id);
  const modifier = people.dto(note.modifier_id);
  const [firstName = "", ...lastNames] = creator.display_name.split(" ");
  const mine = principal === undefined || principal.id === note.creator_id || principal.permissions.has("administer");
  const deleted = note.is_deleted === 1;
  return {
    id: note.id,
    parent_id: note.parent_id,
    type: "incident",
    text: deleted ? "" : writeText({ format: note.format === "html" ? "html" : "text", content: note.content }, view.textFormat, true),
    user_id: creator.type === "user" ? creator.id : null,
    user_fname: creator.type === "user" ? firstName : null,
    user_lname: creator.type === "user" ? lastNames.join(" ") : null,
    user_name: creator.display_name,
    create_date: note.create_date,
    creator_principal: creator,
    modify_date: note.modify_date,
    modify_user: { id: modifier.id, first_name: modifier.display_name, last_name: "" },
    modify_principal: modifier,
    children,
    mentioned_users: [],
    comment_perms: { update: mine && !deleted, delete: mine && !deleted },
    is_deleted: deleted,
    inc_id: incident.id,
    inc_name: incident.name,
    inc_owner: incident.owner_id,
    task_id: null,
    task_name: null,
    task_custom: null,
    task_members: null,
    task_at_id: null,
    actions: [],
    playbooks: [],
    ...(note.source === null ? {} : { source: JSON.parse(note.source) as NoteSourceDTO }),
  };
}
