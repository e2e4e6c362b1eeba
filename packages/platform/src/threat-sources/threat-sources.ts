import { SoarkitError, type ThreatServiceDTO, type ThreatSettingsDTO, type ThreatSourceLookupDTO, type ThreatTestDTO } from "@soarkit/protocol";
import { newId, type Logger, type SecretStore } from "@soarkit/runtime";
import type { Updateable } from "kysely";
import type { Principal } from "../accounts/principal.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { Attachments } from "../attachments/attachments.js";
import { recordAudit } from "../audit/audit.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { countLookups, dropUnderWay, lastLookups } from "./lookup-store.js";
import { lookupDTO } from "./lookups.js";
import type { ThreatSourceRow } from "./schema.js";
import { ServiceClient, testArtifact } from "./service-client.js";
import { serviceDTO } from "./source-dto.js";
import { checkAddress, readSettingsInput, readSourceInput, type SourceInput } from "./source-input.js";
import { SourceQueue } from "./source-queue.js";
import { findService, insertService, listServices, readSettings, removeService, updateService, writeSettings } from "./store.js";
import type { ThreatSource } from "./threat-source.js";
import { usualMaxTlp } from "./tlp.js";

/** Where passwords stand in the secret store. */
const secretSection = "threat_sources";
const shownLookups = 50;
const day = 86_400_000;

/** What threat sources are made of. */
export interface ThreatSourcesDeps {
  readonly database: PlatformDatabase;
  readonly artifacts: Artifacts;
  /** Content of file artifacts. */
  readonly attachments: Attachments;
  readonly secrets: SecretStore;
  /** PEM text of the platform's own authority: the threat service beside it is trusted. */
  readonly platformCa: () => string;
  /** Who adds the hits of look-ups, and switches services off. */
  readonly principal: Principal;
  readonly log: Logger;
  readonly now: () => number;
}

/** The registered threat services: what they are, whether they answer, and their look-ups at work. */
export class ThreatSources {
  readonly #queues = new Map<number, SourceQueue>();
  #changing: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(private readonly deps: ThreatSourcesDeps) {}

  /** Goes on with every look-up where it stopped. */
  async start(): Promise<void> {
    for (const source of await listServices(this.deps.database.db)) await this.#renewQueue(source);
  }

  /** Ends the requests under way; the next start makes them again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#changing;
    await Promise.all([...this.#queues.values()].map((queue) => queue.stop()));
    this.#queues.clear();
  }

  /** Look-ups were queued. */
  wake(): void {
    for (const queue of this.#queues.values()) queue.wake();
  }

  async list(): Promise<ThreatServiceDTO[]> {
    return this.#toDTOs(await listServices(this.deps.database.db));
  }

  /** @throws SoarkitError `OBJECT_UNKNOWN`. */
  async get(handle: number | string): Promise<ThreatServiceDTO> {
    const [dto] = await this.#toDTOs([await this.#require(handle)]);
    if (dto === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "threat source", id: String(handle) });
    return dto;
  }

  /** Registers a service. @throws SoarkitError `NAME_TAKEN`, `FIELD_MISSING`, `VALUE_INVALID`, `REQUEST_INVALID`. */
  create(body: unknown, principal: Principal): Promise<ThreatServiceDTO> {
    return this.#alone(async () => {
      const input = readSourceInput(body);
      if (input.name === undefined) throw new SoarkitError("FIELD_MISSING", { field: "name" });
      if (input.rest_url === undefined) throw new SoarkitError("FIELD_MISSING", { field: "rest_url" });
      if ((await findService(this.deps.database.db, input.name)) !== undefined) throw new SoarkitError("NAME_TAKEN", { kind: "threat source", name: input.name });
      checkAddress(input.rest_url, input.allow_http ?? false);
      const uuid = newId();
      await this.#keepPassword(uuid, input.password);
      const at = this.deps.now();
      const named = { name: input.name, uuid, kind: "service", description: "", rest_url: input.rest_url };
      const switches = { has_password: 0, allow_http: 0, max_tlp: usualMaxTlp, enabled: 0, upload_file: 0 };
      const source = await this.deps.database.transaction(async (trx) => {
        const stored = await insertService(trx, { ...named, ...switches, create_date: at }, changesOf(input, undefined, at));
        await this.#record(trx, "threat_source_created", stored, principal, { rest_url: stored.restUrl, enabled: stored.enabled });
        return stored;
      });
      // A name that scripts used before keeps its own uuid.
      if (source.uuid !== uuid) await this.#movePassword(uuid, source.uuid);
      await this.#renewQueue(source);
      return this.get(source.id);
    });
  }

  /** Changes a service; what is not given stays. @throws SoarkitError as `create`, and `OBJECT_UNKNOWN`. */
  update(handle: number | string, body: unknown, principal: Principal): Promise<ThreatServiceDTO> {
    return this.#alone(async () => {
      const input = readSourceInput(body);
      const before = await this.#require(handle);
      checkAddress(input.rest_url ?? before.restUrl, input.allow_http ?? before.allowHttp);
      if (input.name !== undefined && input.name !== before.name) await this.#checkFree(input.name);
      await this.#keepPassword(before.uuid, input.password);
      await this.deps.database.transaction(async (trx) => {
        const changes = changesOf(input, before, this.deps.now());
        // "Only new ones": what a person left behind by switching it off is not taken up.
        if (input.enabled === true && !before.enabled && before.disabledReason === null && input.look_up !== "open") await dropUnderWay(trx, before.id);
        await updateService(trx, before.id, changes);
        const after = await this.#require(before.id, trx);
        await this.#record(trx, "threat_source_changed", after, principal, changedMembers(before, after, input));
      });
      const after = await this.#require(before.id);
      await this.#renewQueue(after);
      if (before.disabledReason !== null && !after.enabled && input.enabled === undefined) await this.#tryAgain(after, principal);
      return this.get(before.id);
    });
  }

  /** Removes a service with its look-ups; its hits stay. @throws SoarkitError `OBJECT_UNKNOWN`. */
  delete(handle: number | string, principal: Principal): Promise<void> {
    return this.#alone(async () => {
      const source = await this.#require(handle);
      await this.#stopQueue(source.id);
      await this.deps.database.transaction(async (trx) => {
        await removeService(trx, source.id);
        await this.#record(trx, "threat_source_deleted", source, principal, {});
      });
      await this.deps.secrets.delete(secretSection, source.uuid);
    });
  }

  /** Posts `net.name` = `localhost` and tells what came back (soar-protocol §5.2). @throws SoarkitError `OBJECT_UNKNOWN`. */
  async test(handle: number | string): Promise<ThreatTestDTO> {
    const source = await this.#require(handle);
    const client = await this.#clientOf(source);
    try {
      const outcome = await client.test();
      const uploadFile = await client.options();
      const error = "reason" in outcome ? outcome.reason : outcome.kind === "waits" ? `It answered ${outcome.status}: a threat service answers this test at once.` : null;
      const { status, ms } = outcome;
      await updateService(this.deps.database.db, source.id, { last_at: this.deps.now(), last_status: status, last_ms: ms, last_error: error, upload_file: uploadFile ? 1 : 0, body_form: client.form });
      return { ok: error === null, reason: error, request: { method: "POST", url: source.restUrl, body: JSON.stringify(testArtifact) }, status, ms, upload_file: uploadFile, tls: client.tls };
    } finally {
      await client.close();
    }
  }

  /** The look-ups that began last, newest first. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async lookups(handle: number | string): Promise<ThreatSourceLookupDTO[]> {
    const { id } = await this.#require(handle);
    const rows = await lastLookups(this.deps.database.db, id, shownLookups);
    return rows.map((row) => ({ ...lookupDTO(row), artifact: { id: row.artifact_id, inc_id: row.incident_id, type: row.type_name, value: row.value.slice(0, 300) } }));
  }

  /** Looks up the artifacts of open incidents again. @throws SoarkitError `OBJECT_UNKNOWN`, `REQUEST_INVALID` when it is off. */
  async rescan(handle: number | string, principal: Principal): Promise<ThreatServiceDTO> {
    const source = await this.#require(handle);
    if (!source.enabled) throw new SoarkitError("REQUEST_INVALID", { what: `The threat source ${source.name}`, reason: "it is switched off; switch it on first." });
    await this.deps.database.transaction(async (trx) => {
      await updateService(trx, source.id, { sweep_after: 0 });
      await this.#record(trx, "threat_source_rescan", source, principal, {});
    });
    this.#queues.get(source.id)?.sweep();
    return this.get(source.id);
  }

  async settings(): Promise<ThreatSettingsDTO> {
    const { rescanHours, sendStrings } = await readSettings(this.deps.database.db);
    return { rescan_hours: rescanHours, send_strings: sendStrings };
  }

  /** Changes the settings of all look-ups. @throws SoarkitError `REQUEST_INVALID`. */
  async setSettings(body: unknown, principal: Principal): Promise<ThreatSettingsDTO> {
    const settings = readSettingsInput(body);
    await this.deps.database.transaction(async (trx) => {
      await writeSettings(trx, settings);
      const entry = { kind: "threat_settings_changed", principalId: principal.id, incidentId: null, objectType: "threat_source", objectId: null, objectName: "Threat Sources", at: this.deps.now() };
      await recordAudit(trx, { ...entry, detail: settings });
    });
    return this.settings();
  }

  /** Changes of sources are made one after the other: each ends with its queue at work. */
  #alone<R>(work: () => Promise<R>): Promise<R> {
    const next = this.#changing.then(work);
    this.#changing = next.catch(() => undefined);
    return next;
  }

  async #require(handle: number | string, within: PlatformQueries = this.deps.database.db): Promise<ThreatSource> {
    const source = await findService(within, handle);
    if (source === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "threat source", id: String(handle).slice(0, 200) });
    return source;
  }

  async #checkFree(name: string): Promise<void> {
    const taken = await this.deps.database.db.selectFrom("threat_sources").select("id").where("name", "=", name).executeTakeFirst();
    if (taken !== undefined) throw new SoarkitError("NAME_TAKEN", { kind: "threat source", name });
  }

  async #toDTOs(sources: readonly ThreatSource[]): Promise<ThreatServiceDTO[]> {
    const { db } = this.deps.database;
    const { today, waiting } = await countLookups(db, this.deps.now() - day);
    const sweeping = new Set((await db.selectFrom("threat_sources").select("id").where("sweep_after", "is not", null).execute()).map((row) => row.id));
    return sources.map((source) => {
      const { asked, hits } = today.get(source.id) ?? { asked: 0, hits: 0 };
      const under = waiting.get(source.id);
      return serviceDTO(source, { today: { asked, hits }, waiting: under?.waiting ?? 0, next_at: under?.next_at ?? null, sweeping: sweeping.has(source.id) });
    });
  }

  async #keepPassword(uuid: string, password: string | null | undefined): Promise<void> {
    if (password === undefined) return;
    if (password === null || password === "") await this.deps.secrets.delete(secretSection, uuid);
    else await this.deps.secrets.set(secretSection, uuid, password);
  }

  async #movePassword(from: string, to: string): Promise<void> {
    const password = await this.deps.secrets.get(secretSection, from);
    if (password === undefined) return;
    await this.deps.secrets.set(secretSection, to, password);
    await this.deps.secrets.delete(secretSection, from);
  }

  async #clientOf(source: ThreatSource): Promise<ServiceClient> {
    const password = source.hasPassword ? await this.deps.secrets.get(secretSection, source.uuid) : undefined;
    return new ServiceClient(source, { password, platformCa: this.deps.platformCa() });
  }

  async #stopQueue(id: number): Promise<void> {
    const queue = this.#queues.get(id);
    this.#queues.delete(id);
    await queue?.stop();
  }

  async #renewQueue(source: ThreatSource): Promise<void> {
    await this.#stopQueue(source.id);
    if (!source.enabled || this.#stopped) return;
    const client = await this.#clientOf(source);
    const queue = new SourceQueue(source, client, { ...this.deps, switchOff: (trx, off, reason) => this.#switchOff(trx, off, reason) });
    this.#queues.set(source.id, queue);
    queue.wake();
    void this.#askOptions(source, client);
  }

  async #askOptions(source: ThreatSource, client: ServiceClient): Promise<void> {
    const uploadFile = await client.options();
    if (this.#queues.get(source.id)?.client === client) await updateService(this.deps.database.db, source.id, { upload_file: uploadFile ? 1 : 0 });
  }

  async #switchOff(trx: PlatformTransaction, source: ThreatSource, reason: string): Promise<void> {
    const stored = await findService(trx, source.id);
    if (stored?.enabled !== true) return;
    await updateService(trx, source.id, { enabled: 0, disabled_reason: reason });
    await this.#record(trx, "threat_source_switched_off", source, this.deps.principal, { reason });
    this.deps.log.warn({ source: source.name, reason }, "A threat source was switched off because it refuses the credentials; enter the right ones under Administrator Settings, Threat Sources");
    void this.#alone(() => this.#stopQueue(source.id));
  }

  /** New credentials for a source that was switched off for its old ones: when they are right it goes on. */
  async #tryAgain(source: ThreatSource, principal: Principal): Promise<void> {
    const { ok, reason } = await this.test(source.id);
    await this.deps.database.transaction(async (trx) => {
      await updateService(trx, source.id, ok ? { enabled: 1, disabled_reason: null } : { disabled_reason: reason });
      if (ok) await this.#record(trx, "threat_source_changed", source, principal, { enabled: true });
    });
    if (ok) await this.#renewQueue(await this.#require(source.id));
  }

  async #record(trx: PlatformTransaction, kind: string, source: ThreatSource, principal: Principal, detail: object): Promise<void> {
    await recordAudit(trx, { kind, principalId: principal.id, incidentId: null, objectType: "threat_source", objectId: source.id, objectName: source.name, detail, at: this.deps.now() });
  }
}

/** The columns that an input changes. */
function changesOf(input: SourceInput, before: ThreatSource | undefined, at: number): Omit<Updateable<ThreatSourceRow>, "id"> {
  const wasOn = before?.enabled ?? false;
  const other = input.rest_url !== undefined && input.rest_url !== before?.restUrl;
  return {
    modify_date: at,
    ...(input.name !== undefined && { name: input.name }),
    ...(input.description !== undefined && { description: input.description ?? "" }),
    ...(input.rest_url !== undefined && { rest_url: input.rest_url }),
    ...(input.auth_user !== undefined && { auth_user: input.auth_user === "" ? null : input.auth_user }),
    ...(input.password !== undefined && { has_password: input.password === null || input.password === "" ? 0 : 1 }),
    ...(input.ca !== undefined && { ca: input.ca === null || input.ca.trim() === "" ? null : input.ca }),
    ...(input.allow_http !== undefined && { allow_http: input.allow_http ? 1 : 0 }),
    ...(input.max_tlp !== undefined && { max_tlp: input.max_tlp }),
    ...(input.enabled !== undefined && { enabled: input.enabled ? 1 : 0, disabled_reason: null }),
    ...(input.enabled === true && !wasOn && input.look_up === "open" && { sweep_after: 0 }),
    // What was learnt about one address is not true of another.
    ...(other && { body_form: null, last_at: null, last_status: null, last_ms: null, last_error: null }),
  };
}

/** For the audit: addresses and switches with their values, secrets by name only. */
function changedMembers(before: ThreatSource, after: ThreatSource, input: SourceInput): object {
  return {
    ...(before.name !== after.name && { name: after.name }),
    ...(before.restUrl !== after.restUrl && { rest_url: after.restUrl }),
    ...(before.authUser !== after.authUser && { auth_user: after.authUser }),
    ...(input.password !== undefined && { password: "changed" }),
    ...(before.ca !== after.ca && { ca: "changed" }),
    ...(before.allowHttp !== after.allowHttp && { allow_http: after.allowHttp }),
    ...(before.maxTlp !== after.maxTlp && { max_tlp: after.maxTlp }),
    ...(before.enabled !== after.enabled && { enabled: after.enabled }),
  };
}
