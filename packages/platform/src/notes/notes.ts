import { SoarkitError, type CommentDTO, type NoteSourceDTO, type TextContent } from "@soarkit/protocol";
import type { Selectable } from "kysely";
import type { Principal } from "../accounts/principal.js";
import { PrincipalDirectory } from "../accounts/principals.js";
import { touchIncident } from "../artifacts/store.js";
import { recordAudit } from "../audit/audit.js";
import { queueEvent } from "../events/store.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import type { View } from "../http/formats.js";
import { plainText } from "../http/text-content.js";
import { textInput } from "../types/stored-value.js";
import { noteDTO, noteTree } from "./note-dto.js";
import type { NoteRow } from "./schema.js";

/** A note as somebody writes it. A plain string is HTML, as everywhere in IBM's REST. */
export interface NoteInput {
  readonly text: string | TextContent;
  /** The note this one answers. */
  readonly parentId?: number | null;
  /** Notes of tasks: this platform has no tasks yet, so any task is unknown. */
  readonly taskId?: number | null;
  /** The workflow that writes it. */
  readonly source?: NoteSourceDTO;
}

type Note = Selectable<NoteRow>;
/** Answers to answers end at this depth. */
const deepestAnswer = 20;
const byDefault: View = { handleFormat: "ids", textFormat: "default" };

/** Notes (IBM: comments) of incidents. Rich text is cleaned on the way in and on the way out. */
export class Notes {
  private readonly now: () => number;

  constructor(private readonly options: { database: PlatformDatabase; now?: () => number }) {
    this.now = options.now ?? Date.now;
  }

  /**
   * Adds a note.
   * @param trx the change this belongs to; undefined makes one of its own.
   * @throws SoarkitError `OBJECT_UNKNOWN` (incident, parent, task), `FIELD_MISSING`, `VALUE_INVALID`.
   */
  async add(trx: PlatformTransaction | undefined, incidentId: number, input: NoteInput, principal: Principal, view: View = byDefault): Promise<CommentDTO> {
    if (trx === undefined) return this.options.database.transaction((own) => this.add(own, incidentId, input, principal, view));
    await this.requireIncident(trx, incidentId);
    if (input.taskId !== undefined && input.taskId !== null) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "task", id: input.taskId });
    const text = checkText(input.text);
    const parentId = input.parentId ?? null;
    if (parentId !== null) await this.checkParent(trx, incidentId, parentId);
    const at = this.now();
    const note = await trx
      .insertInto("notes")
      .values({
        incident_id: incidentId,
        parent_id: parentId,
        format: text.format,
        content: text.content,
        creator_id: principal.id,
        create_date: at,
        modifier_id: principal.id,
        modify_date: at,
        is_deleted: 0,
        source: input.source === undefined ? null : JSON.stringify(input.source),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.record(trx, "note_added", note, text, principal);
    await queueEvent(trx, { type: "note", id: note.id, incidentId, before: null, after: note, principal, at });
    return this.dto(trx, note, view, principal);
  }

  /** The notes of an incident: those that answer nothing, oldest first, each with its answers in `children`. */
  async list(incidentId: number, view: View, principal?: Principal, within: PlatformQueries = this.options.database.db): Promise<CommentDTO[]> {
    const incident = await this.requireIncident(within, incidentId);
    const rows = await within.selectFrom("notes").selectAll().where("incident_id", "=", incidentId).orderBy("id").execute();
    const people = await PrincipalDirectory.read(within, rows.flatMap((row) => [row.creator_id, row.modifier_id]));
    return noteTree(rows, { incident, people, view, principal });
  }

  /** One note. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(incidentId: number, id: number, view: View, principal?: Principal, within: PlatformQueries = this.options.database.db): Promise<CommentDTO> {
    const find = (notes: readonly CommentDTO[]): CommentDTO | undefined => {
      for (const note of notes) {
        const found = note.id === id ? note : find(note.children);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const note = find(await this.list(incidentId, view, principal, within));
    if (note === undefined) throw unknownNote(incidentId, id);
    return note;
  }

  /** The note as it is stored, of whatever incident. */
  stored(id: number, within: PlatformQueries): Promise<Note | undefined> {
    return within.selectFrom("notes").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** The note as scripts and conditions see it. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async snapshot(id: number, within: PlatformQueries = this.options.database.db): Promise<Record<string, unknown>> {
    const row = await within.selectFrom("notes").select("incident_id").where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "note", id });
    const { children: _children, actions: _actions, playbooks: _playbooks, source: _source, ...note } = await this.get(row.incident_id, id, { handleFormat: "names", textFormat: "objects_no_convert" }, undefined, within);
    return note;
  }

  /** Changes a note's text. @throws SoarkitError `OBJECT_UNKNOWN`, `FIELD_MISSING`, `VALUE_INVALID`. */
  update(incidentId: number, id: number, text: string | TextContent, principal: Principal, view: View = byDefault): Promise<CommentDTO> {
    return this.options.database.transaction(async (trx) => {
      const before = await this.require(trx, incidentId, id);
      if (before.is_deleted === 1) throw unknownNote(incidentId, id);
      const cleaned = checkText(text);
      const change = { format: cleaned.format, content: cleaned.content, modifier_id: principal.id, modify_date: this.now() };
      await trx.updateTable("notes").set(change).where("id", "=", id).execute();
      await this.record(trx, "note_changed", before, cleaned, principal);
      await queueEvent(trx, { type: "note", id, incidentId, before, after: { ...before, ...change }, principal, at: change.modify_date });
      return this.get(incidentId, id, view, principal, trx);
    });
  }

  /** Deletes a note; one with answers stays as an empty, deleted one (soar-protocol §1.10). @throws SoarkitError `OBJECT_UNKNOWN`. */
  delete(incidentId: number, id: number, principal: Principal): Promise<void> {
    return this.options.database.transaction(async (trx) => {
      const note = await this.require(trx, incidentId, id);
      const answer = await trx.selectFrom("notes").select("id").where("parent_id", "=", id).executeTakeFirst();
      if (answer === undefined) await trx.deleteFrom("notes").where("id", "=", id).execute();
      else await trx.updateTable("notes").set({ is_deleted: 1, content: "", modifier_id: principal.id, modify_date: this.now() }).where("id", "=", id).execute();
      await this.record(trx, "note_deleted", note, { format: "text", content: "" }, principal);
      await queueEvent(trx, { type: "note", id, incidentId, before: note, after: null, principal, at: this.now() });
    });
  }

  private async checkParent(trx: PlatformTransaction, incidentId: number, parentId: number): Promise<void> {
    let parent: number | null = parentId;
    for (let depth = 0; parent !== null; depth += 1) {
      if (depth >= deepestAnswer) throw new SoarkitError("VALUE_INVALID", { field: "parent_id", reason: `answers are at most ${deepestAnswer} deep; answer an earlier note.` });
      const note: Note = await this.require(trx, incidentId, parent);
      parent = note.parent_id;
    }
  }

  private async dto(queries: PlatformQueries, note: Note, view: View, principal: Principal): Promise<CommentDTO> {
    const incident = await this.requireIncident(queries, note.incident_id);
    const people = await PrincipalDirectory.read(queries, [note.creator_id, note.modifier_id]);
    return noteDTO(note, [], { incident, people, view, principal });
  }

  private async record(trx: PlatformTransaction, kind: string, note: Note, text: TextContent, principal: Principal): Promise<void> {
    const at = this.now();
    await touchIncident(trx, note.incident_id, at);
    const objectName = plainText(text).slice(0, 200);
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: note.incident_id, objectType: "note", objectId: note.id, objectName, detail: {}, at });
  }

  private async require(queries: PlatformQueries, incidentId: number, id: number): Promise<Note> {
    const note = await queries.selectFrom("notes").selectAll().where("id", "=", id).where("incident_id", "=", incidentId).executeTakeFirst();
    if (note === undefined) throw unknownNote(incidentId, id);
    return note;
  }

  private async requireIncident(queries: PlatformQueries, id: number): Promise<{ id: number; name: string; owner_id: number | null }> {
    const incident = await queries.selectFrom("incidents").select(["id", "name", "owner_id"]).where("id", "=", id).executeTakeFirst();
    if (incident === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id });
    return incident;
  }
}

function unknownNote(incidentId: number, id: number): SoarkitError {
  return new SoarkitError("OBJECT_UNKNOWN", { kind: `note of incident ${incidentId}`, id });
}

function checkText(text: unknown): TextContent {
  if (text === undefined || text === null || text === "") throw new SoarkitError("FIELD_MISSING", { field: "text" });
  return textInput(text, "text", true);
}
