import { SoarkitError, type IncidentDTO } from "@soarkit/protocol";
import { PrincipalDirectory } from "../accounts/principals.js";
import { artifactName } from "../artifacts/artifact.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import { withHits } from "../artifacts/store.js";
import { findAttachment } from "../attachments/store.js";
import { attachmentDTO, holderOf } from "../attachments/attachment-dto.js";
import type { PlatformQueries } from "../database.js";
import type { ObjectState, QueuedEvent } from "../events/event.js";
import { deletedIncident } from "../events/store.js";
import type { View } from "../http/formats.js";
import { plainText } from "../http/text-content.js";
import { incidentName, type Incident } from "../incidents/incident.js";
import type { Incidents } from "../incidents/incidents.js";
import { noteDTO } from "../notes/note-dto.js";
import type { Notes } from "../notes/notes.js";
import type { ArtifactTypes } from "../types/artifact-types.js";
import type { SubjectObjects } from "./conditions.js";
import { artifactSubject, type RuleObject } from "./objects.js";

/** What an event is about, for conditions. */
export interface EventSubject {
  readonly object: RuleObject;
  /** The objects before the change; undefined for a new object. */
  readonly previous: SubjectObjects | undefined;
}

/** As action messages carry objects: handles as ids, rich text as string (soar-protocol §2.7). */
const view: View = { handleFormat: "ids", textFormat: "default" };

/** Objects as they were stored at some moment, shown to conditions and in messages whatever has become of them since. */
export class ObjectStates {
  constructor(private readonly deps: { readonly incidents: Incidents; readonly artifacts: Artifacts; readonly notes: Pick<Notes, "stored">; readonly artifactTypes: Pick<ArtifactTypes, "all"> }) {}

  /** The object as it is stored now; undefined when it is gone. */
  async current(type: ObjectState["type"], id: number, incidentId: number, within: PlatformQueries): Promise<ObjectState | undefined> {
    switch (type) {
      case "incident": {
        const state = await this.deps.incidents.get(id, within);
        return state === undefined ? undefined : { type, id, state };
      }
      case "artifact": {
        const artifact = await this.deps.artifacts.get(incidentId, id, within);
        return artifact === undefined ? undefined : { type, id, state: await withHits(within, artifact) };
      }
      case "note": {
        const state = await this.deps.notes.stored(id, within);
        return state === undefined ? undefined : { type, id, state };
      }
      case "attachment": {
        const state = await findAttachment(within, incidentId, id);
        return state === undefined ? undefined : { type, id, state };
      }
    }
  }

  /** The incident as it is stored now, else as it was when it was deleted. */
  async incident(id: number, within: PlatformQueries): Promise<Incident | undefined> {
    return (await this.deps.incidents.get(id, within)) ?? (await deletedIncident(within, id));
  }

  /** What the conditions of an event's rules are asked about. @param now the object as the next rule sees it. */
  async subject(event: QueuedEvent, now: ObjectState, within: PlatformQueries): Promise<EventSubject> {
    const object = { type: event.objectType, id: event.objectId, name: stateName(now), incidentId: event.incidentId };
    if (now.type === "incident") {
      const before = event.before?.type === "incident" ? event.before.state : undefined;
      const incident = await this.snapshot(now.state, within);
      return { object: { ...object, objects: { incident } }, previous: before === undefined ? undefined : { incident: await this.snapshot(before, within) } };
    }
    const holder = await this.incident(event.incidentId, within);
    const incident = holder === undefined ? undefined : await this.snapshot(holder, within);
    const shown = await this.plain(now, within);
    const previous = event.before === null ? undefined : { incident, [now.type]: await this.plain(event.before, within) };
    return { object: { ...object, objects: { incident, [now.type]: shown } }, previous };
  }

  /**
   * The object and its incident as REST shows them; as they were last when they are gone.
   * @throws SoarkitError `OBJECT_UNKNOWN` when nothing is known of them any more.
   */
  async describe(
    object: { readonly type: string; readonly id: number; readonly incidentId: number },
    last: ObjectState | null | undefined,
    within: PlatformQueries,
  ): Promise<{ incident: IncidentDTO; object: Record<string, unknown> | null }> {
    const type = object.type as ObjectState["type"];
    const holder = (await this.incident(object.incidentId, within)) ?? (last?.type === "incident" ? last.state : undefined);
    if (holder === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id: object.incidentId });
    const incident = await this.deps.incidents.toDTO(holder, view, within);
    if (type === "incident") return { incident, object: null };
    const state = (await this.current(type, object.id, object.incidentId, within)) ?? last ?? undefined;
    if (state === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: object.type, id: object.id });
    return { incident, object: await this.dto(state, holder, within) };
  }

  private async dto(state: ObjectState, holder: Incident, within: PlatformQueries): Promise<Record<string, unknown>> {
    switch (state.type) {
      case "incident":
        return this.deps.incidents.toDTO(state.state, view, within);
      case "artifact":
        return this.deps.artifacts.toDTO(state.state, view, within);
      case "note": {
        const people = await PrincipalDirectory.read(within, [state.state.creator_id, state.state.modifier_id]);
        const owner = holder.values["owner_id"];
        const incident = { id: holder.id, name: incidentName(holder), owner_id: typeof owner === "number" ? owner : null };
        return { ...noteDTO(state.state, [], { incident, people, view }) };
      }
      case "attachment":
        return { ...attachmentDTO(state.state, holderOf(holder), await PrincipalDirectory.read(within, [state.state.creatorId]), view.handleFormat) };
    }
  }

  private async snapshot(incident: Incident, within: PlatformQueries): Promise<Record<string, unknown> | undefined> {
    return (await this.deps.incidents.snapshotsOf([incident], within)).get(incident.id);
  }

  private async plain(state: ObjectState, within: PlatformQueries): Promise<Record<string, unknown> | undefined> {
    switch (state.type) {
      case "incident":
        return this.snapshot(state.state, within);
      case "artifact":
        return artifactSubject(state.state, await this.deps.artifactTypes.all(within));
      case "note": {
        const { id, format, content, creator_id, create_date, modifier_id, modify_date, parent_id } = state.state;
        const people = await PrincipalDirectory.read(within, [creator_id, modifier_id]);
        return { id, text: { format, content }, create_date, modify_date, parent_id, user_id: people.handle(creator_id, "names"), modify_user: people.handle(modifier_id, "names"), is_deleted: state.state.is_deleted === 1 };
      }
      case "attachment": {
        const { id, name, contentType, size, creatorId, created, sha256 } = state.state;
        const people = await PrincipalDirectory.read(within, [creatorId]);
        return { id, name, content_type: contentType, size, created, creator_id: people.handle(creatorId, "names"), sha256 };
      }
    }
  }
}

/** What an object is called in the action status. */
export function stateName(state: ObjectState): string {
  switch (state.type) {
    case "incident":
      return incidentName(state.state);
    case "artifact":
      return artifactName(state.state);
    case "note":
      return plainText({ format: state.state.format === "html" ? "html" : "text", content: state.state.content }).slice(0, 200);
    case "attachment":
      return state.state.name;
  }
}

/**
 * The object of an event as the next rule sees it: as it was after the change, with what the event's own rules changed
 * since. What others changed meanwhile belongs to later events.
 */
export function withChanges(seen: ObjectState, before: ObjectState, after: ObjectState): ObjectState {
  if (seen.type === "incident" && before.type === "incident" && after.type === "incident") {
    return { ...seen, state: { ...seen.state, vers: after.state.vers, modifiedDate: after.state.modifiedDate, values: changedOver(seen.state.values, before.state.values, after.state.values) } };
  }
  return { ...seen, state: changedOver(seen.state as never, before.state as never, after.state as never) };
}

/** The first object with those members of the third that differ from the second. */
function changedOver<T extends Readonly<Record<string, unknown>>>(seen: T, before: T, after: T): T {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return { ...seen, ...Object.fromEntries(changed.map((name) => [name, after[name] ?? null])) };
}
