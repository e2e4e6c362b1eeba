import { SoarkitError } from "@soarkit/protocol";
import { parseInput } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { Principal } from "../accounts/principal.js";
import { knownFieldDTO } from "../accounts/workspaces/rights.js";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter, pathParameter } from "../http/formats.js";
import { artifactTypeDTO, type ArtifactTypes } from "./artifact-types.js";
import { fieldDTO, type FieldDefinition } from "./field-definition.js";
import { fieldInputSchema } from "./field-input.js";
import type { Fields } from "./fields.js";
import type { IncidentTypes } from "./incident-types.js";
import type { TypeDTO, Types } from "./types.js";

/** What the routes of types need. */
export interface TypesRoutesDeps {
  readonly database: PlatformDatabase;
  readonly types: Types;
  readonly fields: Fields;
  readonly incidentTypes: IncidentTypes;
  readonly artifactTypes: ArtifactTypes;
}

/** What a successful DELETE answers. */
const done = { success: true, title: null, message: null, hints: [] };
const anyObject = z.looseObject({});

/** Types, fields, incident types and artifact types, below `/rest/orgs/{org}` (soar-protocol §1.10 "Types and fields"). */
export function registerTypesRoutes(server: FastifyInstance, deps: TypesRoutesDeps): void {
  typeRoutes(server, deps);
  fieldRoutes(server, deps);
  incidentTypeRoutes(server, deps);
  artifactTypeRoutes(server, deps);
}

function typeRoutes(server: FastifyInstance, { database, types }: TypesRoutesDeps): void {
  server.get("/types", async (request) => {
    requirePermission(request, "org_data.read");
    const list = await types.list();
    return Object.fromEntries(list.map((type) => [type.type_name, knownType(type, request.principal)]));
  });
  server.get("/types/:type", async (request) => {
    requirePermission(request, "org_data.read");
    return knownType(await types.get(pathParameter(request, "type")), request.principal);
  });
  server.post("/types", async (request) => {
    requirePermission(request, "function.edit");
    return database.transaction((trx) => types.save(trx, request.body, request.principal));
  });
  server.put("/types/:type", async (request) => {
    requirePermission(request, "function.edit");
    const { type_name: typeName } = await types.get(pathParameter(request, "type"));
    const body = parseInput(anyObject, request.body, "type");
    return database.transaction((trx) => types.save(trx, { ...body, type_name: typeName }, request.principal));
  });
  server.delete("/types/:type", async (request) => {
    requirePermission(request, "function.edit");
    await database.transaction((trx) => types.delete(trx, pathParameter(request, "type"), request.principal));
    return done;
  });
}

function fieldRoutes(server: FastifyInstance, { database, fields, types }: TypesRoutesDeps): void {
  server.get("/types/:type/fields", async (request) => {
    requirePermission(request, "org_data.read");
    const type = await types.get(pathParameter(request, "type"));
    return (await fields.list(type.type_name)).map((field) => knownFieldDTO(fieldDTO(field), request.principal));
  });
  server.post("/types/:type/fields", async (request) => {
    requirePermission(request, "function.edit");
    const type = await types.get(pathParameter(request, "type"));
    const field = parseInput(fieldInputSchema, request.body, "field");
    return database.transaction(async (trx) => {
      if ((await fields.get(type.type_name, field.name, trx)) !== undefined) throw new SoarkitError("NAME_TAKEN", { kind: "field", name: field.name });
      return fieldDTO(await fields.save(trx, type.type_name, field, request.principal));
    });
  });
  server.get("/types/:type/fields/:field", async (request) => {
    requirePermission(request, "org_data.read");
    const type = await types.get(pathParameter(request, "type"));
    return knownFieldDTO(fieldDTO(found(await fields.get(type.type_name, pathParameter(request, "field")), pathParameter(request, "field"))), request.principal);
  });
  server.put("/types/:type/fields/:field", async (request) => {
    requirePermission(request, "function.edit");
    const type = await types.get(pathParameter(request, "type"));
    const name = pathParameter(request, "field");
    return database.transaction(async (trx) => {
      const field = found(await fields.get(type.type_name, name, trx), name);
      const body = parseInput(fieldInputSchema, { ...fieldDTO(field), ...parseInput(anyObject, request.body, "field") }, "field");
      return fieldDTO(await fields.save(trx, type.type_name, { ...body, uuid: field.uuid }, request.principal));
    });
  });
  server.delete("/types/:type/fields/:field", async (request) => {
    requirePermission(request, "function.edit");
    const type = await types.get(pathParameter(request, "type"));
    await database.transaction((trx) => fields.delete(trx, type.type_name, pathParameter(request, "field"), request.principal));
    return done;
  });
}

/** A type as the reader may know it. */
function knownType(type: TypeDTO, principal: Principal): TypeDTO {
  return { ...type, fields: Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, knownFieldDTO(field, principal)])) };
}

function found(field: FieldDefinition | undefined, name: string): FieldDefinition {
  if (field === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "field", id: name.slice(0, 100) });
  return field;
}

function incidentTypeRoutes(server: FastifyInstance, { database, incidentTypes }: TypesRoutesDeps): void {
  server.get("/incident_types", async (request) => {
    requirePermission(request, "org_data.read");
    return Object.fromEntries((await incidentTypes.list()).map((type) => [type.id, type]));
  });
  server.get("/incident_types/:id", async (request) => {
    requirePermission(request, "org_data.read");
    const id = idParameter(request, "id", "incident type");
    const type = (await incidentTypes.list()).find((candidate) => candidate.id === id);
    if (type === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "incident type", id });
    return type;
  });
  server.post("/incident_types", async (request) => {
    requirePermission(request, "function.edit");
    const body = parseInput(z.looseObject({ name: z.string() }), request.body, "incident type");
    return database.transaction(async (trx) => {
      if ((await incidentTypes.list(trx)).some((type) => type.name === body.name.trim())) throw new SoarkitError("NAME_TAKEN", { kind: "incident type", name: body.name.trim() });
      return incidentTypes.save(trx, body, request.principal);
    });
  });
  server.put("/incident_types/:id", async (request) => {
    requirePermission(request, "function.edit");
    const body = parseInput(z.looseObject({ name: z.string() }), request.body, "incident type");
    return database.transaction((trx) => incidentTypes.save(trx, body, request.principal, idParameter(request, "id", "incident type")));
  });
  server.delete("/incident_types/:id", async (request) => {
    requirePermission(request, "function.edit");
    await database.transaction((trx) => incidentTypes.delete(trx, idParameter(request, "id", "incident type"), request.principal));
    return done;
  });
}

function artifactTypeRoutes(server: FastifyInstance, { database, artifactTypes }: TypesRoutesDeps): void {
  server.get("/artifact_types", async (request) => {
    requirePermission(request, "org_data.read");
    return { entities: [...(await artifactTypes.all()).values()].map(artifactTypeDTO) };
  });
  server.get("/artifact_types/:id", async (request) => {
    requirePermission(request, "org_data.read");
    const id = idParameter(request, "id", "artifact type");
    const type = (await artifactTypes.all()).get(id);
    if (type === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact type", id });
    return artifactTypeDTO(type);
  });
  server.post("/artifact_types", async (request) => {
    requirePermission(request, "function.edit");
    const body = parseInput(z.looseObject({ name: z.string() }), request.body, "artifact type");
    return artifactTypeDTO(await database.transaction((trx) => artifactTypes.create(trx, body, request.principal)));
  });
  server.put("/artifact_types/:id", async (request) => {
    requirePermission(request, "function.edit");
    const id = idParameter(request, "id", "artifact type");
    const body = parseInput(z.looseObject({ name: z.string() }), request.body, "artifact type");
    return database.transaction(async (trx) => {
      const type = (await artifactTypes.all(trx)).get(id);
      if (type === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "artifact type", id });
      return artifactTypeDTO(await artifactTypes.save(trx, { ...artifactTypeDTO(type), ...body, uuid: type.uuid, programmatic_name: type.programmaticName }, request.principal));
    });
  });
  server.delete("/artifact_types/:id", async (request) => {
    requirePermission(request, "function.edit");
    await database.transaction((trx) => artifactTypes.delete(trx, idParameter(request, "id", "artifact type"), request.principal));
    return done;
  });
}
