import { SoarkitError, type HandleFormat, type WorkflowDTO } from "@soarkit/protocol";
import { newId, parseInput } from "@soarkit/runtime";
import * as z from "zod";
import { displayNames } from "../accounts/principals.js";
import type { PlatformDatabase, PlatformQueries, PlatformTransaction } from "../database.js";
import { rulesStarting } from "../rules/store.js";
import { readObjectType, writeObjectType } from "../scripts/object-type.js";
import type { WorkflowModel } from "./bpmn/model.js";
import { parseWorkflow } from "./bpmn/parse.js";
import { findWorkflow, insertXml, listVersions, listWorkflows, readXml, removeWorkflow, saveWorkflow, type WorkflowRecord, type WorkflowVersion } from "./store.js";

const cachedModels = 500;

const contentSchema = z.looseObject({ xml: z.string().min(1) });
const workflowInputSchema = z.looseObject({
  uuid: z.string().min(1).max(100).nullish(),
  name: z.string().trim().min(1).max(1000),
  programmatic_name: z.string().regex(/^\w{1,200}$/),
  object_type: z.union([z.string().min(1).max(200), z.number(), z.looseObject({ name: z.string().min(1).max(200) })]).transform(readObjectType),
  description: z.union([z.string(), z.looseObject({ content: z.string() })]).nullish(),
  content: contentSchema,
});

/** Workflow definitions with their versions. Running instances keep the version they began with. */
export class WorkflowDefinitions {
  readonly #models = new Map<string, WorkflowModel>();

  constructor(private readonly options: { database: PlatformDatabase; now: () => number }) {}

  /** All workflows with the BPMN of their current version. */
  async list(format: HandleFormat, within: PlatformQueries = this.options.database.db): Promise<WorkflowDTO[]> {
    const records = await listWorkflows(within);
    const names = await displayNames(within, records.flatMap((record) => [record.creator, record.last_modified_by]));
    return Promise.all(records.map((record) => this.#dto(within, record, format, names)));
  }

  /** One workflow by id or programmatic name. @throws SoarkitError OBJECT_UNKNOWN */
  async get(handle: number | string, format: HandleFormat, within: PlatformQueries = this.options.database.db): Promise<WorkflowDTO> {
    const record = await this.require(within, handle);
    return this.#dto(within, record, format, await displayNames(within, [record.creator, record.last_modified_by]));
  }

  /** The definition by id or programmatic name (digits alone are an id). @throws SoarkitError OBJECT_UNKNOWN */
  async require(queries: PlatformQueries, handle: number | string): Promise<WorkflowRecord> {
    const text = String(handle);
    const found = await findWorkflow(queries, /^\d{1,9}$/.test(text) ? { id: Number(text) } : { programmaticName: text });
    if (found === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "workflow", id: text.slice(0, 100) });
    return found;
  }

  /**
   * Creates the workflow, or updates the one with the same uuid, else programmatic name. Other BPMN makes a new
   * version. The BPMN is read before; steps that cannot be run here are kept and refused when the workflow starts.
   * @throws SoarkitError BODY_INVALID, WORKFLOW_INVALID
   */
  async save(trx: PlatformTransaction, input: unknown, by: { name: string; displayName?: string }): Promise<{ id: number; created: boolean; changed: boolean }> {
    const workflow = parseInput(workflowInputSchema, input, "workflow");
    await parseWorkflow(workflow.name, workflow.content.xml);
    const existing =
      (workflow.uuid == null ? undefined : await findWorkflow(trx, { uuid: workflow.uuid })) ?? (await findWorkflow(trx, { programmaticName: workflow.programmatic_name }));
    const xml = existing === undefined ? undefined : await readXml(trx, existing.workflow_id, existing.content_version);
    const version = existing === undefined ? 1 : xml === workflow.content.xml ? existing.content_version : existing.content_version + 1;
    const description = typeof workflow.description === "object" ? (workflow.description?.content ?? null) : (workflow.description ?? null);
    const said = { name: workflow.name, programmatic_name: workflow.programmatic_name, object_type: workflow.object_type, description, content_version: version };
    if (existing !== undefined && Object.entries(said).every(([name, value]) => existing[name as keyof typeof said] === value)) {
      return { id: existing.workflow_id, created: false, changed: false };
    }
    const record = {
      ...said,
      uuid: workflow.uuid ?? existing?.uuid ?? newId(),
      creator: existing?.creator ?? by.name,
      last_modified_by: by.name,
      last_modified_time: this.options.now(),
    };
    const id = await saveWorkflow(trx, record, existing?.workflow_id);
    if (version !== existing?.content_version) await insertXml(trx, id, version, { xml: workflow.content.xml, at: this.options.now(), by: by.displayName ?? by.name });
    return { id, created: existing === undefined, changed: true };
  }

  /** Creates or updates a workflow in a change of its own. @throws SoarkitError as `save` */
  async create(input: unknown, by: { name: string; displayName?: string }): Promise<number> {
    return this.options.database.transaction(async (trx) => (await this.save(trx, input, by)).id);
  }

  /**
   * Saves a changed workflow: what the input leaves out stays.
   * @throws SoarkitError OBJECT_UNKNOWN, and as `save`
   */
  update(handle: number | string, input: unknown, by: { name: string; displayName?: string }): Promise<number> {
    return this.options.database.transaction(async (trx) => {
      const { name, programmatic_name, object_type, description, uuid, workflow_id, content_version } = await this.require(trx, handle);
      const content = { xml: (await readXml(trx, workflow_id, content_version)) ?? "" };
      const given = typeof input === "object" && input !== null ? input : {};
      return (await this.save(trx, { name, programmatic_name, object_type, description, content, ...given, uuid }, by)).id;
    });
  }

  /**
   * Removes a workflow. Its instances stay readable, and those that run go on with the version they began with.
   * @throws SoarkitError OBJECT_UNKNOWN, IN_USE while a rule starts it
   */
  delete(handle: number | string): Promise<void> {
    return this.options.database.transaction(async (trx) => {
      const workflow = await this.require(trx, handle);
      const rules = await rulesStarting(trx, workflow.workflow_id);
      if (rules.length > 0) throw new SoarkitError("IN_USE", { kind: "workflow", name: workflow.name, by: rules.map((name) => `the rule ${name}`).join(", ") });
      await removeWorkflow(trx, workflow, this.options.now());
    });
  }

  /** The saved versions, newest first. @throws SoarkitError OBJECT_UNKNOWN */
  async versions(handle: number | string): Promise<WorkflowVersion[]> {
    const { db } = this.options.database;
    return listVersions(db, (await this.require(db, handle)).workflow_id);
  }

  /** The BPMN of one version. @throws SoarkitError OBJECT_UNKNOWN */
  async xml(handle: number | string, version: number): Promise<string> {
    const { db } = this.options.database;
    const { workflow_id, name } = await this.require(db, handle);
    const xml = await readXml(db, workflow_id, version);
    if (xml === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: `version of the workflow ${name}`, id: version });
    return xml;
  }

  /** The readable form of one version, kept in memory. @throws SoarkitError WORKFLOW_INVALID */
  async model(queries: PlatformQueries, workflow: { id: number; version: number; name: string }): Promise<WorkflowModel> {
    const key = `${workflow.id}.${workflow.version}`;
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const xml = await readXml(queries, workflow.id, workflow.version);
    if (xml === undefined) throw new SoarkitError("WORKFLOW_INVALID", { name: workflow.name, reason: `its version ${workflow.version} is missing.` });
    const model = await parseWorkflow(workflow.name, xml);
    const [oldest] = this.#models.keys();
    if (this.#models.size >= cachedModels && oldest !== undefined) this.#models.delete(oldest);
    this.#models.set(key, model);
    return model;
  }

  async #dto(queries: PlatformQueries, record: WorkflowRecord, format: HandleFormat, names: ReadonlyMap<string, string>): Promise<WorkflowDTO> {
    return {
      workflow_id: record.workflow_id,
      name: record.name,
      programmatic_name: record.programmatic_name,
      object_type: writeObjectType(record.object_type, format),
      description: record.description,
      uuid: record.uuid,
      export_key: record.programmatic_name,
      content: { workflow_id: record.programmatic_name, xml: (await readXml(queries, record.workflow_id, record.content_version)) ?? "", version: record.content_version },
      content_version: record.content_version,
      creator_id: record.creator,
      last_modified_by: record.last_modified_by,
      creator_name: names.get(record.creator) ?? record.creator,
      last_modified_by_name: names.get(record.last_modified_by) ?? record.last_modified_by,
      last_modified_time: record.last_modified_time,
      actions: [],
      tags: [],
    };
  }
}
