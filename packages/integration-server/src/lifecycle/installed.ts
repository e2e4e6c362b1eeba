import { renderExport, type ReplacedApp, type SoarkitApp } from "@soarkit/app-sdk";
import { type ActionDTO, type Entities, type FieldDefDTO, type FunctionDTO, type MessageDestinationDTO, messageOf, type ScriptDTO, SoarkitError, type WorkflowDTO } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";

/** What an app can have brought to a platform. */
export type InstalledKind = "rule" | "workflow" | "script" | "function" | "function input" | "activity field" | "message destination";

/** Something on the platform that an app brought. */
export interface InstalledObject {
  readonly kind: InstalledKind;
  readonly name: string;
  /** Where it is, below the organisation. */
  readonly path: string;
  /** Uuid, as far as others refer to it by one. */
  readonly uuid: string | undefined;
}

/** How the removal of one object ended; `reason` says why it is still there. */
export interface Removal {
  readonly object: InstalledObject;
  readonly reason: string | undefined;
}

/** What a platform has, with what to recognise it by. */
interface Present extends InstalledObject {
  /** Name by which other objects and documents know it. */
  readonly key: string;
  /** Uuids of the fields that it shows. */
  readonly shows?: readonly string[];
}

/**
 * What of an app's customizations is on the platform, in the order in which it can be removed. Things are recognised
 * by their uuid, so that what a person made under the same name is left alone. Custom incident fields and artifact types
 * are not among them: incidents may hold values of theirs.
 *
 * @param options.destination - programmatic name of the message destination in place of the app's usual one
 */
export async function findInstalled(options: { readonly client: SoarClient; readonly app: SoarkitApp; readonly destination?: string }): Promise<InstalledObject[]> {
  const document = renderExport(options.app, options.destination);
  const brought = new Set(
    [document.actions, document.workflows, document.scripts, document.functions, document.message_destinations].flatMap((list) => (list ?? []).flatMap(({ uuid }) => uuid ?? [])),
  );
  const fields = new Set((document.fields ?? []).filter(({ export_key: key }) => key?.startsWith("incident/") !== true).map(({ uuid }) => uuid));
  const present = await readAll(options.client);
  const mine = present.filter(({ uuid }) => uuid !== undefined && (brought.has(uuid) || fields.has(uuid)));
  const stay = new Set(present.filter((one) => !mine.includes(one)).flatMap(({ shows }) => shows ?? []));
  return mine.filter(({ uuid }) => uuid === undefined || !stay.has(uuid));
}

/** What an older app left on the platform, recognised by the names that it had. */
export async function findReplaced(options: { readonly client: SoarClient; readonly replaced: ReplacedApp }): Promise<InstalledObject[]> {
  const { rules, functions, destination } = options.replaced;
  const names: Partial<Record<InstalledKind, readonly string[]>> = { rule: rules, function: functions, "message destination": [destination] };
  return (await readAll(options.client)).filter(({ kind, key }) => names[kind]?.includes(key) === true);
}

/** Removes things one after the other. What the platform keeps, because something else uses it, is handed back with the reason. */
export async function* removeInstalled(client: SoarClient, objects: readonly InstalledObject[]): AsyncGenerator<Removal> {
  for (const object of objects) {
    try {
      await client.delete(object.path);
      yield { object, reason: undefined };
    } catch (error) {
      if (!(error instanceof SoarkitError) || error.definition.retryable || error.definition.class === "authentication") throw error;
      const cannot = object.kind === "workflow" && error.code === "SOAR_NOT_FOUND";
      yield { object, reason: cannot ? "The platform removes no workflows over its interface; remove it on its pages, then run this again." : messageOf(error) };
    }
  }
}

/** Everything of these kinds, users before what they use. */
async function readAll(client: SoarClient): Promise<Present[]> {
  const entities = async <T>(path: string): Promise<readonly T[]> => (await client.get<Entities<T>>(path)).entities;
  const [rules, workflows, scripts, functions, destinations] = await Promise.all([
    entities<ActionDTO>("/actions"), entities<WorkflowDTO>("/workflows"), entities<ScriptDTO>("/scripts"), entities<FunctionDTO>("/functions"), entities<MessageDestinationDTO>("/message_destinations"),
  ]);
  const [inputs, activity] = await Promise.all([client.get<readonly FieldDefDTO[]>("/types/__function/fields"), client.get<readonly FieldDefDTO[]>("/types/actioninvocation/fields")]);
  return [
    ...rules.map((one): Present => ({ kind: "rule", name: one.name, key: one.name, path: `/actions/${one.id}`, uuid: one.uuid, shows: shownBy(one.view_items) })),
    ...workflows.map((one): Present => ({ kind: "workflow", name: one.name, key: one.programmatic_name, path: `/workflows/${one.workflow_id}`, uuid: one.uuid })),
    ...scripts.map((one): Present => ({ kind: "script", name: one.name, key: one.name, path: `/scripts/${one.id}`, uuid: one.uuid })),
    ...functions.map((one): Present => ({ kind: "function", name: one.name, key: one.name, path: `/functions/${one.id}`, uuid: one.uuid, shows: shownBy(one.view_items) })),
    ...inputs.map((one) => field("function input", "__function", one)),
    ...activity.map((one) => field("activity field", "actioninvocation", one)),
    ...destinations.map((one): Present => ({ kind: "message destination", name: one.name, key: one.programmatic_name, path: `/message_destinations/${one.id}`, uuid: one.uuid })),
  ];
}

function field(kind: InstalledKind, type: string, { name, uuid }: FieldDefDTO): Present {
  return { kind, name, key: name, path: `/types/${type}/fields/${encodeURIComponent(name)}`, uuid };
}

function shownBy(items: ActionDTO["view_items"] | undefined): string[] {
  return (items ?? []).flatMap(({ content }) => (typeof content === "string" ? [content] : []));
}
