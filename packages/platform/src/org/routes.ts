import { SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance } from "fastify";
import type { PlatformDatabase } from "../database.js";
import { requirePermission } from "../http/auth.js";
import { idParameter } from "../http/formats.js";
import { artifactTypeDTO, type ArtifactTypes } from "../types/artifact-types.js";
import type { Fields } from "../types/fields.js";
import type { IncidentTypes } from "../types/incident-types.js";
import { sourceDTO } from "../threat-sources/source-dto.js";
import { allSources } from "../threat-sources/store.js";
import type { Org } from "./org.js";
import { readUsers } from "./user-dto.js";

/** What the organisation's routes need. */
export interface OrgRoutesDeps {
  readonly database: PlatformDatabase;
  readonly org: Org;
  readonly fields: Fields;
  readonly incidentTypes: IncidentTypes;
  readonly artifactTypes: ArtifactTypes;
}

/** The organisation and its people, below `/rest/orgs/{org}` (soar-protocol §1.3, §1.11 "FullOrgDTO"). */
export function registerOrgRoutes(server: FastifyInstance, deps: OrgRoutesDeps): void {
  const { database, org } = deps;
  server.get("/", async (request) => {
    requirePermission(request, "org_data.read");
    const users = await readUsers(database.db);
    const incidentTypes = await deps.incidentTypes.list();
    const artifactTypes = await deps.artifactTypes.all();
    const severity = await deps.fields.get("incident", "severity_code");
    const phases = await deps.fields.get("incident", "phase_id");
    return {
      id: org.id,
      name: org.name,
      uuid: org.uuid,
      org_info: { id: org.id, name: org.name, uuid: org.uuid, enabled: true },
      actions_framework_enabled: true,
      attachments_enabled: true,
      attachments_used_bytes: 0,
      breach_enabled: false,
      sir_enabled: true,
      users: Object.fromEntries(users.map((user) => [user.id, user])),
      groups: {},
      phases: Object.fromEntries((phases?.values ?? []).map((phase, order) => [phase.value, { id: phase.value, name: phase.label, enabled: phase.enabled, order }])),
      incident_types: Object.fromEntries(incidentTypes.map((type) => [type.id, type])),
      incident_artifact_types: Object.fromEntries([...artifactTypes.values()].map((type) => [type.id, artifactTypeDTO(type)])),
      incident_severities: Object.fromEntries((severity?.values ?? []).map((value) => [value.value, { id: value.value, name: value.label }])),
      threat_sources: Object.fromEntries((await allSources(database.db)).map((source) => [source.id, sourceDTO(source, source.enabled === 1, source.kind === "service")])),
      geos: {},
      regs: {},
      properties: {},
    };
  });
  server.get("/users", async (request) => {
    requirePermission(request, "org_data.read");
    return readUsers(database.db);
  });
  server.get("/users/:user", async (request) => {
    requirePermission(request, "org_data.read");
    const id = idParameter(request, "user", "user");
    const [user] = await readUsers(database.db, id);
    if (user === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "user", id });
    return user;
  });
  server.get("/groups", (request) => {
    requirePermission(request, "org_data.read");
    return Promise.resolve([]);
  });
}
