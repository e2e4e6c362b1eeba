import { SoarkitError, type ArtifactDTO, type AvailableActionDTO, type Handle } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { Principal } from "../accounts/principal.js";
import { scopeOf, type WorkspaceScope } from "../accounts/workspaces/rights.js";
import { PrincipalDirectory } from "../accounts/principals.js";
import type { Attachments, KeptFile } from "../attachments/attachments.js";
import { filesOfArtifacts, insertAttachment, type Attachment } from "../attachments/store.js";
import { hideInAudit, recordAudit } from "../audit/audit.js";
import { queueEvent } from "../events/store.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { artifactTypeOf, type ArtifactTypes } from "../types/artifact-types.js";
import { passwordTypeId } from "../types/built-in-artifact-types.js";
import { asHandle, textInput } from "../types/stored-value.js";
import { artifactDTO, type ArtifactContext, type ArtifactView } from "./artifact-dto.js";
import { artifactSchema, checkValue, splitValues, type ArtifactInput } from "./artifact-input.js";
import { artifactName, hiddenValue, type Artifact, type Hit } from "./artifact.js";
import { checkHit, type HitInput } from "./hit-input.js";
import { sourceNamed } from "../threat-sources/store.js";
import { artifactsOf, deleteArtifact, deleteHits, findArtifact, hitsOf, incidentNames, insertArtifact, insertHit, lookedUpHits, relatedCounts, touchIncident, updateArtifact, withHits } from "./store.js";

/** What the platform's other folders add to artifacts. */
export interface ArtifactMenu {
  /** Menu items that can be run on each of these artifacts now. */
  menuItems(artifacts: readonly Artifact[], within: PlatformQueries): Promise<ReadonlyMap<number, readonly AvailableActionDTO[]>>;
}

/** Who looks artifacts up at threat sources. */
export interface ArtifactLookups {
  /** Queues new or changed artifacts, in the transaction that stores them. */
  queue(trx: PlatformTransaction, artifacts: readonly Artifact[]): Promise<void>;
  /** Forgets what was asked about an artifact. */
  forget(trx: PlatformTransaction, artifactId: number): Promise<void>;
  /** The sources that still work on each of these artifacts. */
  pending(queries: PlatformQueries, artifacts: readonly Artifact[]): Promise<ReadonlyMap<number, readonly { id: number; name: string }[]>>;
}

/** Members of an artifact that scripts may set. */
const settable: ReadonlySet<string> = new Set(["type", "value", "description", "relating"]);

const byDefault: ArtifactView = { handleFormat: "ids", textFormat: "default" };

/** Artifacts of incidents and the hits on them. Every change is one transaction with its entry in the news feed. */
export class Artifacts {
  private menu: ArtifactMenu | undefined;
  private lookups: ArtifactLookups | undefined;
  private files: Pick<Attachments, "removeAll"> | undefined;
  private readonly now: () => number;

  constructor(private readonly options: { database: PlatformDatabase; types: ArtifactTypes; now?: () => number }) {
    this.now = options.now ?? Date.now;
  }

  /** Who knows the menu items; given once, when the platform is put together. */
  setMenu(menu: ArtifactMenu): void {
    this.menu = menu;
  }

  /** Who looks artifacts up; given once, when the platform is put together. */
  setLookups(lookups: ArtifactLookups): void {
    this.lookups = lookups;
  }

  /** Who keeps the files; given once, when the platform is put together. */
  setFiles(files: Pick<Attachments, "removeAll">): void {
    this.files = files;
  }

  /** The artifact of this incident with this id. */
  async get(incidentId: number, id: number, within: PlatformQueries = this.options.database.db): Promise<Artifact | undefined> {
    const artifact = await findArtifact(within, id);
    return artifact?.incidentId === incidentId ? artifact : undefined;
  }

  /** The artifact with this id, of whatever incident. */
  getById(id: number, within: PlatformQueries = this.options.database.db): Promise<Artifact | undefined> {
    return findArtifact(within, id);
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`. */
  async require(incidentId: number, id: number, within?: PlatformQueries): Promise<Artifact> {
    const artifact = await this.get(incidentId, id, within);
    if (artifact === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: `artifact of incident ${incidentId}`, id });
    return artifact;
  }

  /** All artifacts of an incident, oldest first. */
  list(incidentId: number, within: PlatformQueries = this.options.database.db): Promise<Artifact[]> {
    return artifactsOf(within, incidentId);
  }

  /**
   * Creates an artifact, or several where the type takes several values at once (soar-protocol §1.10).
   * @param trx the change this belongs to; undefined makes one of its own.
   * @param file the content of an artifact of a file type; its name is the value when none is given.
   * @throws SoarkitError `OBJECT_UNKNOWN`, `VALUE_INVALID`, `FIELD_MISSING`.
   */
  async create(trx: PlatformTransaction | undefined, incidentId: number, input: ArtifactInput, principal: Principal, view: ArtifactView = byDefault, file?: KeptFile): Promise<ArtifactDTO[]> {
    if (trx === undefined) return this.options.database.transaction((own) => this.create(own, incidentId, input, principal, view, file));
    const checked = parseInput(artifactSchema, input, "artifact");
    const incident = await trx.selectFrom("incidents").select("id").where("id", "=", incidentId).executeTakeFirst();
    if (incident === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident", id: incidentId });
    if (checked.type === undefined || checked.type === null) throw new SoarkitError("FIELD_MISSING", { field: "type" });
    const type = artifactTypeOf(await this.options.types.all(trx), asHandle(checked.type));
    if (type.file && file === undefined) throw new SoarkitError("VALUE_INVALID", { field: "type", reason: `artifacts of the type ${type.name} are files; send the file to artifacts/files, or give its hash or name with another type.` });
    if (!type.file && file !== undefined) throw new SoarkitError("VALUE_INVALID", { field: "type", reason: `artifacts of the type ${type.name} are no files; choose one such as Other File.` });
    const parentId = checked.parent_id ?? null;
    if (parentId !== null) await this.require(incidentId, parentId, trx);
    const at = this.now();
    const created: Artifact[] = [];
    const values = file === undefined ? splitValues(type, checkValue(checked.value)) : [isBlank(checked.value) ? file.name : checkValue(checked.value)];
    for (const value of values) {
      const artifact = await insertArtifact(trx, {
        incidentId,
        type: type.id,
        value,
        description: descriptionOf(checked.description),
        creatorId: principal.id,
        created: at,
        lastModified: at,
        parentId,
        relating: checked.relating ?? null,
        properties: (checked.properties ?? []).map((property) => ({ name: property.name, value: property.value })),
      });
      created.push(artifact);
      if (file !== undefined) await insertAttachment(trx, { ...file, incidentId, artifactId: artifact.id, creatorId: principal.id, created: at });
      await this.audit(trx, "artifact_added", artifact, principal, { type: type.name, ...(file === undefined ? {} : { size: file.size, sha256: file.sha256 }) });
      await queueEvent(trx, { type: "artifact", id: artifact.id, incidentId, before: null, after: { ...artifact, hits: [] }, principal, at });
    }
    await this.lookups?.queue(trx, created);
    await touchIncident(trx, incidentId, at);
    return this.toDTOs(created, { ...view, principal }, {}, trx);
  }

  /** Changes value, type, description or relation of an artifact. @throws SoarkitError as `create`. */
  update(incidentId: number, id: number, input: ArtifactInput, principal: Principal): Promise<Artifact> {
    return this.options.database.transaction(async (trx) => this.change(trx, await this.require(incidentId, id, trx), input, principal));
  }

  /** Sets members of an artifact as scripts do, its type by name. @throws SoarkitError `OBJECT_UNKNOWN`, `VALUE_INVALID`, `FIELD_MISSING`. */
  async setFields(trx: PlatformTransaction, id: number, changes: Readonly<Record<string, unknown>>, principal: Principal): Promise<Artifact> {
    const before = await findArtifact(trx, id);
    if (before === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact", id });
    const fixed = Object.keys(changes).find((name) => !settable.has(name));
    if (fixed !== undefined) throw new SoarkitError("VALUE_INVALID", { field: fixed, reason: `of an artifact only ${[...settable].join(", ")} can be set.` });
    return this.change(trx, before, changes, principal);
  }

  private async change(trx: PlatformTransaction, before: Artifact, input: ArtifactInput, principal: Principal): Promise<Artifact> {
    const checked = parseInput(artifactSchema, input, "artifact");
    const handle = asHandle(checked.type);
    const keepsType = checked.type === undefined || handle === before.type;
    const type = keepsType ? before.type : await this.otherType(trx, before, handle);
    const after: Artifact = {
      ...before,
      type,
      value: checked.value === undefined ? before.value : checkValue(checked.value),
      description: checked.description === undefined ? before.description : descriptionOf(checked.description),
      relating: checked.relating === undefined ? before.relating : checked.relating,
      properties: checked.properties?.map((property) => ({ name: property.name, value: property.value })) ?? before.properties,
      lastModified: this.now(),
    };
    const { hits } = await withHits(trx, before);
    await updateArtifact(trx, after);
    if (before.value !== after.value || before.type !== after.type) await this.lookUpAnew(trx, after);
    await touchIncident(trx, before.incidentId, after.lastModified);
    // What was said of a value before it became a password is forgotten with the change.
    const secret = after.type !== before.type && [before.type, after.type].includes(passwordTypeId);
    if (secret && after.type === passwordTypeId) await hideInAudit(trx, { type: "artifact", id: after.id }, hiddenValue);
    await this.audit(trx, "artifact_changed", after, principal, before.value === after.value || secret ? {} : { old_value: artifactName(before).slice(0, 300) });
    await queueEvent(trx, { type: "artifact", id: after.id, incidentId: after.incidentId, before: { ...before, hits }, after: await withHits(trx, after), principal, at: after.lastModified });
    return after;
  }

  /** What has a file keeps it, and what has none gets none. */
  private async otherType(trx: PlatformTransaction, before: Artifact, handle: Handle | undefined): Promise<number> {
    const types = await this.options.types.all(trx);
    const type = artifactTypeOf(types, handle);
    if (type.file !== (types.get(before.type)?.file ?? false)) {
      throw new SoarkitError("VALUE_INVALID", { field: "type", reason: `artifacts of the type ${type.name} ${type.file ? "are files, and this one is none" : "are no files, and this one is"}.` });
    }
    return type.id;
  }

  /** The file of an artifact of a file type. @throws SoarkitError `OBJECT_UNKNOWN` when it has none. */
  async file(incidentId: number, id: number): Promise<Attachment> {
    const artifact = await this.require(incidentId, id);
    const file = (await filesOfArtifacts(this.options.database.db, [artifact])).get(id);
    if (file === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "file of artifact", id });
    return file;
  }

  /** Deletes an artifact with its hits and its file. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async delete(incidentId: number, id: number, principal: Principal): Promise<void> {
    const files = await this.options.database.transaction(async (trx) => {
      const artifact = await this.require(incidentId, id, trx);
      const gone = await filesOfArtifacts(trx, [artifact]);
      const at = this.now();
      const before = await withHits(trx, artifact);
      await deleteArtifact(trx, id);
      await touchIncident(trx, incidentId, at);
      await this.audit(trx, "artifact_deleted", artifact, principal, {});
      await queueEvent(trx, { type: "artifact", id, incidentId, before, after: null, principal, at });
      return [...gone.values()];
    });
    await this.files?.removeAll(files);
  }

  /**
   * Adds what a threat source or script found out about an artifact. All hits of a call are one change of the
   * artifact, so that rules with a condition on hits run once (soar-protocol §5.5, point 6).
   * @throws SoarkitError `OBJECT_UNKNOWN`, `VALUE_INVALID`.
   */
  async addHits(trx: PlatformTransaction, artifactId: number, inputs: readonly HitInput[], principal: Principal): Promise<Hit[]> {
    const artifact = await findArtifact(trx, artifactId);
    if (artifact === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact", id: artifactId });
    const checked = inputs.map(checkHit);
    if (checked.length === 0) return [];
    const before = await withHits(trx, artifact);
    const at = this.now();
    const hits: Hit[] = [];
    for (const { name, properties } of checked) {
      hits.push(await insertHit(trx, { artifactId, source: name, sourceId: await sourceNamed(trx, name, at), created: at, active: true, properties }, false));
      await this.audit(trx, "hit_added", artifact, principal, { source: name });
    }
    await touchIncident(trx, artifact.incidentId, at);
    await queueEvent(trx, { type: "artifact", id: artifactId, incidentId: artifact.incidentId, before, after: { ...before, hits: [...before.hits, ...hits] }, principal, at });
    return hits;
  }

  /**
   * Puts the answer of a look-up in the place of the one before; what both say stays as it is. Answers that are not
   * final only add (soar-protocol §5.3).
   */
  async setLookedUpHits(
    trx: PlatformTransaction,
    artifactId: number,
    source: { readonly id: number; readonly name: string },
    answered: readonly Hit["properties"][],
    { final, principal }: { final: boolean; principal: Principal },
  ): Promise<void> {
    const artifact = await findArtifact(trx, artifactId);
    if (artifact === undefined) return;
    const known = await lookedUpHits(trx, artifactId, source.id);
    const said = new Set(answered.map((properties) => JSON.stringify(properties)));
    const kept = new Set(known.map((hit) => hit.properties));
    const gone = final ? known.filter((hit) => !said.has(hit.properties)).map((hit) => hit.id) : [];
    const added = [...said].filter((properties) => !kept.has(properties));
    if (gone.length === 0 && added.length === 0) return;
    const before = await withHits(trx, artifact);
    const at = this.now();
    await deleteHits(trx, gone);
    for (const properties of added) {
      await insertHit(trx, { artifactId, source: source.name, sourceId: source.id, created: at, active: true, properties: JSON.parse(properties) as Hit["properties"] }, true);
    }
    await touchIncident(trx, artifact.incidentId, at);
    await this.audit(trx, added.length > 0 ? "hit_added" : "hit_removed", artifact, principal, { source: source.name });
    await queueEvent(trx, { type: "artifact", id: artifactId, incidentId: artifact.incidentId, before, after: await withHits(trx, artifact), principal, at });
  }

  /** What was found out about the old value is not true of the new one. */
  private async lookUpAnew(trx: PlatformTransaction, artifact: Artifact): Promise<void> {
    await deleteHits(trx, (await lookedUpHits(trx, artifact.id)).map((hit) => hit.id));
    await this.lookups?.forget(trx, artifact.id);
    await this.lookups?.queue(trx, [artifact]);
  }

  /** The artifact as scripts and conditions see it: its type by name. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async snapshot(id: number, within: PlatformQueries = this.options.database.db): Promise<Record<string, unknown>> {
    const artifact = await findArtifact(within, id);
    if (artifact === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact", id });
    const [dto] = await this.toDTOs([artifact], { handleFormat: "names", textFormat: "objects_no_convert" }, {}, within);
    const { id: artifactId, type, value, description, created, inc_id, inc_name, parent_id, relating, hits, properties, attachment, creator_principal } = dto ?? {};
    return { id: artifactId, type, value, description, created, inc_id, inc_name, parent_id, relating, hits, properties, attachment, creator_principal };
  }

  /** One artifact as REST shows it. */
  async toDTO(artifact: Artifact, view: ArtifactView, within?: PlatformQueries): Promise<ArtifactDTO> {
    return artifactDTO(artifact, view, await this.context([artifact], {}, within));
  }

  /** Artifacts as REST shows them, with a fixed number of queries. */
  async toDTOs(artifacts: readonly Artifact[], view: ArtifactView, wanted: { relatedCounts?: boolean } = {}, within?: PlatformQueries): Promise<ArtifactDTO[]> {
    const context = await this.context(artifacts, wanted, within, scopeOf(view.principal));
    return artifacts.map((artifact) => artifactDTO(artifact, view, context));
  }

  private async context(artifacts: readonly Artifact[], wanted: { relatedCounts?: boolean }, within?: PlatformQueries, scope?: WorkspaceScope): Promise<ArtifactContext> {
    const queries = within ?? this.options.database.db;
    const incidents = await incidentNames(queries, artifacts);
    const people = [...artifacts.map((artifact) => artifact.creatorId), ...[...incidents.values()].flatMap(({ owner }) => (owner === null ? [] : [owner]))];
    return {
      types: await this.options.types.all(queries),
      people: await PrincipalDirectory.read(queries, people),
      hits: await hitsOf(queries, artifacts),
      pending: (await this.lookups?.pending(queries, artifacts)) ?? new Map<number, never[]>(),
      incidents,
      files: await filesOfArtifacts(queries, artifacts),
      actions: (await this.menu?.menuItems(artifacts, queries)) ?? new Map<number, never[]>(),
      related: wanted.relatedCounts === true ? await relatedCounts(queries, artifacts, scope) : undefined,
    };
  }

  private async audit(trx: PlatformTransaction, kind: string, artifact: Artifact, principal: Principal, detail: object): Promise<void> {
    await recordAudit(trx, {
      kind,
      principalId: principal.id,
      incidentId: artifact.incidentId,
      objectType: "artifact",
      objectId: artifact.id,
      objectName: artifactName(artifact),
      detail: artifact.type === passwordTypeId ? { type: "Password", ...detail } : detail,
      at: this.now(),
    });
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function descriptionOf(value: unknown) {
  if (value === undefined || value === null || value === "") return null;
  const text = textInput(value, "description", true);
  return text.content === "" ? null : text;
}
