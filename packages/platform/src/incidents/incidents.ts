import { SoarkitError, type AvailableActionDTO, type IncidentDTO } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import { requireIncidentAccess } from "../accounts/workspaces/access.js";
import { choosableFields } from "../accounts/workspaces/rights.js";
import type { Attachments } from "../attachments/attachments.js";
import { recordAudit } from "../audit/audit.js";
import { queueEvent } from "../events/store.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import type { View } from "../http/formats.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { isLabelField } from "../threat-sources/tlp.js";
import { findField, type Fields } from "../types/fields.js";
import { sameValue, toStored, type StoredValue } from "../types/stored-value.js";
import { valueInWords, writeValue } from "../types/value-writer.js";
import { incidentDTO, type IncidentContext } from "./incident-dto.js";
import { incidentName, type Incident } from "./incident.js";
import { incidentSnapshot } from "./snapshot.js";
import { completeChange, isReadOnly, startingValues, startingWorkspace } from "./incident-rules.js";
import { patchIncident, type PatchOutcome } from "./patch.js";
import type { Patch } from "./patch-input.js";
import { deleteIncident, findIncident, findIncidents, indexValues, insertIncident, peopleOf, updateIncident } from "./store.js";

/** What the platform's other folders add to incidents. */
export interface IncidentMenu {
  /** Menu items that can be run on each of these incidents now. */
  menuItems(incidents: readonly Incident[], within: PlatformQueries): Promise<ReadonlyMap<number, readonly AvailableActionDTO[]>>;
}

/** The look-ups of an incident's artifacts. */
interface IncidentLookups {
  /** It was opened again. */
  resume(trx: PlatformTransaction, incidentId: number): Promise<void>;
  /** Its Traffic Light Protocol label was changed. @param before the value in words, as it was */
  relabel(trx: PlatformTransaction, incidentId: number, before: string): Promise<void>;
}

/** The files that go with a deleted incident. */
export type IncidentFiles = Pick<Attachments, "all" | "removeAll">;

/** Incidents: create, read, change, delete. Every change is one transaction with its entry in the news feed. */
export class Incidents {
  private menu: IncidentMenu | undefined;
  private files: IncidentFiles | undefined;
  private lookups: IncidentLookups | undefined;
  private readonly now: () => number;

  constructor(
    private readonly options: { database: PlatformDatabase; fields: Fields; org: { id: number; name: string }; now?: () => number },
  ) {
    this.now = options.now ?? Date.now;
  }

  /** Who knows the menu items; given once, when the platform is put together. */
  setMenu(menu: IncidentMenu): void {
    this.menu = menu;
  }

  /** Who looks artifacts up; given once, when the platform is put together. */
  setLookups(lookups: IncidentLookups): void {
    this.lookups = lookups;
  }

  /** Who keeps the files; given once, when the platform is put together. */
  setFiles(files: IncidentFiles): void {
    this.files = files;
  }

  /** The incident with this id. */
  get(id: number, within: PlatformQueries = this.options.database.db): Promise<Incident | undefined> {
    return findIncident(within, id);
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN` when there is no such incident. */
  async require(id: number, within: PlatformQueries = this.options.database.db): Promise<Incident> {
    const incident = await findIncident(within, id);
    if (incident === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id });
    return incident;
  }

  /** The incident as REST shows it. */
  async toDTO(incident: Incident, view: View & { principal?: Principal | undefined }, within?: PlatformQueries): Promise<IncidentDTO> {
    const context = await this.context([incident], within);
    return incidentDTO(incident, view, context);
  }

  /** Many incidents as REST shows them, with a fixed number of queries. */
  async toDTOs(incidents: readonly Incident[], view: View & { principal?: Principal | undefined }, within?: PlatformQueries): Promise<IncidentDTO[]> {
    const context = await this.context(incidents, within);
    return incidents.map((incident) => incidentDTO(incident, view, context));
  }

  /**
   * Creates an incident. Unknown members are ignored, as everywhere; unknown custom fields are refused.
   * @throws SoarkitError `VALUE_INVALID`, `FIELD_MISSING`, naming the field; `WORKSPACE_NONE`.
   */
  create(input: Readonly<Record<string, unknown>>, principal: Principal): Promise<Incident> {
    return this.options.database.transaction((trx) => this.createIn(trx, input, principal));
  }

  /** `create` as a part of a larger change. */
  async createIn(trx: PlatformTransaction, input: Readonly<Record<string, unknown>>, principal: Principal): Promise<Incident> {
    const fields = choosableFields(await this.options.fields.list("incident", trx), principal);
    const at = this.now();
    const values = startingValues(fields, principal);
    for (const [field, raw] of membersOf(fields, input)) {
      if (raw !== undefined) values[field.path] = await toStored(field, raw, trx);
    }
    values["workspace"] ??= startingWorkspace(fields, principal);
    completeChange(fields, {}, values, at);
    const incident = await insertIncident(trx, { values, creatorId: principal.id, at });
    await indexValues(trx, incident, fields, true);
    await recordAudit(trx, { kind: "incident_created", principalId: principal.id, ...about(incident), detail: {}, at });
    await queueEvent(trx, { type: "incident", id: incident.id, incidentId: incident.id, before: null, after: incident, principal, at });
    return incident;
  }

  /**
   * Replaces an incident by what a client read and changed (PUT). Members that are not sent stay.
   * @throws SoarkitError `INCIDENT_CHANGED` when `vers` is not the stored one, `VALUE_INVALID`, `FIELD_MISSING`, `OBJECT_UNKNOWN`.
   */
  update(id: number, input: Readonly<Record<string, unknown>>, principal: Principal): Promise<Incident> {
    return this.options.database.transaction(async (trx) => {
      await requireIncidentAccess(trx, principal, id, "change");
      const incident = await this.require(id, trx);
      const { vers } = input;
      if (typeof vers !== "number") throw new SoarkitError("FIELD_MISSING", { field: "vers" });
      if (vers !== incident.vers) throw new SoarkitError("INCIDENT_CHANGED", { id, current: incident.vers, sent: vers });
      const fields = choosableFields(await this.options.fields.list("incident", trx), principal, incident.values["workspace"]);
      const people = await peopleOf(trx, [incident], fields);
      const changes = new Map<FieldDefinition, StoredValue>();
      for (const [field, raw] of membersOf(fields, input)) {
        if (raw === undefined) continue;
        const shown = writeValue(field, incident.values[field.path] ?? null, { handleFormat: "ids", textFormat: "default" }, people);
        if (raw !== shown) changes.set(field, await toStored(field, raw, trx));
      }
      return this.apply(trx, incident, changes, principal);
    });
  }

  /** Changes single fields, each only when it still holds the old value the client saw (soar-protocol §1.8). */
  patch(id: number, patch: Patch, principal: Principal, view: View): Promise<PatchOutcome> {
    return this.options.database.transaction(async (trx) => {
      await requireIncidentAccess(trx, principal, id, "change");
      const incident = await this.require(id, trx);
      const fields = choosableFields(await this.options.fields.list("incident", trx), principal, incident.values["workspace"]);
      const outcome = await patchIncident({ incident, patch, fields, people: await peopleOf(trx, [incident], fields), queries: trx, view });
      if (outcome.failures.length === 0) await this.apply(trx, incident, outcome.changes, principal);
      return outcome;
    });
  }

  /**
   * Sets fields as scripts and rules do: by name or path, selects by label, people by e-mail.
   * @throws SoarkitError `VALUE_INVALID`, `FIELD_MISSING`, `OBJECT_UNKNOWN`.
   */
  async setFields(trx: PlatformTransaction, id: number, changes: Readonly<Record<string, unknown>>, principal: Principal): Promise<Incident> {
    const incident = await this.require(id, trx);
    const fields = choosableFields(await this.options.fields.list("incident", trx), principal, incident.values["workspace"]);
    const stored = new Map<FieldDefinition, StoredValue>();
    for (const [name, raw] of Object.entries(changes)) {
      const field = findField(fields, name);
      if (field === undefined) throw unknownField(name);
      if (isReadOnly(field)) throw new SoarkitError("VALUE_INVALID", { field: field.path, reason: "the platform sets it itself." });
      stored.set(field, await toStored(field, raw, trx));
    }
    return this.apply(trx, incident, stored, principal);
  }

  /** Deletes an incident with its artifacts, notes and files; the news feed's entries stay in the audit. */
  async delete(id: number, principal: Principal): Promise<void> {
    const files = (await this.files?.all(id)) ?? [];
    await this.options.database.transaction(async (trx) => {
      await requireIncidentAccess(trx, principal, id, "change");
      const incident = await this.require(id, trx);
      const at = this.now();
      await deleteIncident(trx, id);
      const workspaces = workspacesOf(incident);
      await recordAudit(trx, { kind: "incident_deleted", principalId: principal.id, ...about(incident), detail: {}, at, workspaces });
      await queueEvent(trx, { type: "incident", id, incidentId: id, before: incident, after: null, principal, at });
    });
    await this.files?.removeAll(files);
  }

  /** The incident as scripts and conditions see it: fields by name, selects by label, custom fields in `properties`. */
  async snapshot(id: number, within: PlatformQueries = this.options.database.db): Promise<Record<string, unknown>> {
    const snapshot = (await this.snapshots([id], within)).get(id);
    if (snapshot === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id });
    return snapshot;
  }

  /** Many incidents as scripts and conditions see them, with a few queries; those that do not exist are left out. */
  async snapshots(ids: readonly number[], within: PlatformQueries = this.options.database.db): Promise<Map<number, Record<string, unknown>>> {
    return this.snapshotsOf(await findIncidents(within, ids), within);
  }

  /** `snapshots` of incidents as they were read, whatever has become of them. */
  async snapshotsOf(incidents: readonly Incident[], within: PlatformQueries = this.options.database.db): Promise<Map<number, Record<string, unknown>>> {
    const fields = await this.options.fields.list("incident", within === this.options.database.db ? undefined : within);
    const people = await peopleOf(within, incidents, fields);
    return new Map(incidents.map((incident) => [incident.id, incidentSnapshot(incident, fields, people)]));
  }

  private async apply(trx: PlatformTransaction, incident: Incident, changes: ReadonlyMap<FieldDefinition, StoredValue>, principal: Principal): Promise<Incident> {
    const fields = await this.options.fields.list("incident", trx);
    const values: Record<string, StoredValue> = { ...incident.values };
    for (const [field, value] of changes) if (!isReadOnly(field)) values[field.path] = value;
    // An incident is always in a workspace: emptied, it stays where it is.
    values["workspace"] ??= incident.values["workspace"] ?? null;
    const at = this.now();
    completeChange(fields, incident.values, values, at);
    const changed = fields.filter((field) => !sameValue(incident.values[field.path] ?? null, values[field.path] ?? null));
    if (changed.length === 0) return incident;
    const updated = await updateIncident(trx, incident, values, at);
    await indexValues(trx, updated, changed, false);
    const people = await peopleOf(trx, [incident, updated], fields);
    const detail = {
      fields: changed.map((field) => ({
        field: field.path,
        text: field.text,
        old_value: valueInWords(field, incident.values[field.path] ?? null, people),
        new_value: valueInWords(field, updated.values[field.path] ?? null, people),
      })),
    };
    const kind = incident.values["plan_status"] === updated.values["plan_status"] ? "incident_changed" : updated.values["plan_status"] === "C" ? "incident_closed" : "incident_reopened";
    if (kind === "incident_reopened") await this.lookups?.resume(trx, updated.id);
    const label = detail.fields.find(({ field }) => isLabelField(field));
    if (label !== undefined) await this.lookups?.relabel(trx, updated.id, String(label.old_value ?? ""));
    await recordAudit(trx, { kind, principalId: principal.id, ...about(updated), detail, at, workspaces: workspacesOf(incident) });
    await queueEvent(trx, { type: "incident", id: updated.id, incidentId: updated.id, before: incident, after: updated, principal, at });
    return updated;
  }

  private async context(incidents: readonly Incident[], within?: PlatformQueries): Promise<IncidentContext> {
    const { database, fields: allFields, org } = this.options;
    const fields = await allFields.list("incident", within);
    const people = await peopleOf(within ?? database.db, incidents, fields);
    const actions = (await this.menu?.menuItems(incidents, within ?? database.db)) ?? new Map<number, never[]>();
    return { orgId: org.id, orgName: org.name, fields, people, actions };
  }
}

/** Where an incident was before a change: who sees it there is told that it has gone. */
function workspacesOf(incident: Incident): number[] {
  const { workspace } = incident.values;
  return typeof workspace === "number" ? [workspace] : [];
}

function about(incident: Incident) {
  return { incidentId: incident.id, objectType: "incident", objectId: incident.id, objectName: incidentName(incident) };
}

function unknownField(name: string): SoarkitError {
  return new SoarkitError("VALUE_INVALID", { field: name.slice(0, 200), reason: "incidents have no such field. GET types/incident/fields lists them." });
}

/** The members of an incident DTO that are fields which clients may set, with what was sent for them. */
function membersOf(fields: readonly FieldDefinition[], input: Readonly<Record<string, unknown>>): [FieldDefinition, unknown][] {
  const members: [FieldDefinition, unknown][] = [];
  for (const field of fields) {
    if (field.prefix === null && !isReadOnly(field) && Object.hasOwn(input, field.name)) members.push([field, input[field.name]]);
  }
  const { properties } = input;
  if (properties === undefined || properties === null) return members;
  if (typeof properties !== "object" || Array.isArray(properties)) throw new SoarkitError("VALUE_INVALID", { field: "properties", reason: "send an object of field names and values." });
  for (const [name, raw] of Object.entries(properties)) {
    const field = fields.find((candidate) => candidate.path === `properties.${name}`);
    if (field === undefined) throw unknownField(`properties.${name}`);
    members.push([field, raw]);
  }
  return members;
}
