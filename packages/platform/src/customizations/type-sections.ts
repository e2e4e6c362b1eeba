import { SoarkitError } from "@soarkit/protocol";
import { roleIn } from "../accounts/workspaces/rights.js";
import type { Workspaces } from "../accounts/workspaces/workspaces.js";
import { parseInput } from "@soarkit/runtime";
import type { ArtifactTypes } from "../types/artifact-types.js";
import { artifactTypeDTO } from "../types/artifact-types.js";
import { fieldDTO } from "../types/field-definition.js";
import type { FieldInput } from "../types/field-input.js";
import { findType } from "../types/field-store.js";
import type { Fields } from "../types/fields.js";
import { contentSchema } from "../types/layouts/input.js";
import type { Layouts } from "../types/layouts/layouts.js";
import type { IncidentTypes } from "../types/incident-types.js";
import { identityBy, textMember, type DocumentItem, type Section } from "./section.js";
import { typeNames } from "./store.js";

/** Artifact types, by programmatic name. */
export function artifactTypeSection(types: ArtifactTypes): Section {
  return {
    name: "incident_artifact_types",
    kind: "artifact type",
    identify: (item) => identityBy(item, "programmatic_name", "export_key", "name"),
    read: async (queries) =>
      [...(await types.all(queries)).values()].map((type) => ({ key: type.programmaticName, uuid: type.uuid, form: { ...artifactTypeDTO(type) }, exported: !type.system })),
    save: async (trx, item, existing, { principal, aliases }) => {
      const saved = await types.save(trx, { ...item, name: textMember(item, "name") ?? "", ...(existing === undefined ? {} : { uuid: existing.uuid }) }, principal);
      aliases.add(textMember(item, "uuid"), saved.uuid);
    },
  };
}

/** Incident types, by name. A parent is named. */
export function incidentTypeSection(types: IncidentTypes): Section {
  return {
    name: "incident_types",
    kind: "incident type",
    identify: (item) => identityBy(item, "name", "export_key"),
    read: async (queries) => {
      const all = await types.list(queries);
      return all.map((type) => ({
        key: type.name,
        uuid: type.uuid,
        form: { ...type, parent_id: all.find((parent) => parent.id === type.parent_id)?.name ?? null, update_date: null, tags: [] },
        exported: true,
      }));
    },
    save: async (trx, item, existing, { principal, aliases }) => {
      const all = await types.list(trx);
      const parent = item["parent_id"];
      const parentId = typeof parent === "string" ? (all.find((type) => type.name === parent)?.id ?? unknownParent(parent)) : null;
      const saved = await types.save(trx, { ...item, name: textMember(item, "name") ?? "", parent_id: parentId, uuid: existing?.uuid ?? textMember(item, "uuid") }, principal);
      aliases.add(textMember(item, "uuid"), saved.uuid);
    },
  };
}

/** Workspaces, by name. Members are accounts of one platform and are not carried over. */
export function workspaceSection(workspaces: Workspaces): Section {
  return {
    name: "workspaces",
    kind: "workspace",
    knownTo: ({ form }, principal) => roleIn(principal, Number(form["id"])) !== undefined,
    identify: (item) => identityBy(item, "export_key", "name"),
    read: async (queries) =>
      (await workspaces.all(queries)).map(({ id, uuid, name, description, enabled }) => ({
        key: name,
        uuid,
        form: { id, uuid, name, display_name: name, description, enabled, export_key: name, tags: [] },
        exported: true,
      })),
    save: async (trx, item, existing, { principal, aliases }) => {
      const stored = (await workspaces.all(trx)).find((workspace) => workspace.uuid === existing?.uuid);
      const input = { ...item, name: textMember(item, "display_name") ?? textMember(item, "name") ?? textMember(item, "export_key"), description: textMember(item, "description") };
      const id = await workspaces.save(trx, input, principal, stored);
      aliases.add(textMember(item, "uuid"), (await workspaces.all(trx)).find((workspace) => workspace.id === id)?.uuid ?? "");
    },
  };
}

/** Fields of all types, by `<type>/<name>`. Values of selects are merged by uuid, then label. */
export function fieldSection(fields: Fields): Section {
  return {
    name: "fields",
    kind: "field",
    identify: (item) => identityBy(item, "export_key"),
    read: async (queries) => {
      const all = [];
      for (const typeName of await typeNames(queries)) all.push(...(await fields.list(typeName, queries)));
      return all.map((field) => ({ key: `${field.typeName}/${field.name}`, uuid: field.uuid, form: { ...fieldDTO(field) }, exported: !field.system }));
    },
    save: async (trx, item, existing, { principal, aliases }) => {
      const typeName = (existing?.key ?? textMember(item, "export_key") ?? "").split("/")[0] ?? "";
      if ((await findType(trx, typeName)) === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "type", id: typeName });
      // The shape is checked where fields are saved.
      const saved = await fields.save(trx, typeName, { ...item, ...(existing === undefined ? {} : { uuid: existing.uuid }) } as unknown as FieldInput, principal);
      aliases.add(textMember(item, "uuid"), saved.uuid);
      for (const value of valuesOf(item)) {
        const here = saved.values.find((candidate) => candidate.uuid === value["uuid"]) ?? saved.values.find((candidate) => candidate.label === value["label"]);
        if (here !== undefined) aliases.add(textMember(value, "uuid"), here.uuid);
      }
    },
  };
}

/** Layouts, by kind. Another platform's layouts that this one has no page for are left out. */
export function layoutSection(layouts: Layouts): Section {
  return {
    name: "layouts",
    kind: "layout",
    identify: (item) => identityBy(item, "export_key", "name"),
    read: async (queries) =>
      (await layouts.list(queries)).map((layout) => ({ key: layout.export_key, uuid: layout.uuid, form: { ...layout, vers: undefined, tags: [] }, exported: true })),
    save: async (trx, item, existing, { principal }) => {
      if (existing === undefined) return;
      const content = parseInput(contentSchema, item["content"], "layout");
      await layouts.save(trx, Number(existing.form["id"]), content, principal);
    },
  };
}

function valuesOf(item: DocumentItem): DocumentItem[] {
  const values = item["values"];
  return Array.isArray(values) ? values.filter((value): value is DocumentItem => typeof value === "object" && value !== null) : [];
}

function unknownParent(name: string): never {
  throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident type", id: name });
}
