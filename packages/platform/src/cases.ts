import type { FastifyInstance } from "fastify";
import { Artifacts } from "./artifacts/artifacts.js";
import { registerArtifactsRoutes } from "./artifacts/routes.js";
import type { PlatformDatabase } from "./database.js";
import { Incidents } from "./incidents/incidents.js";
import { registerIncidentsRoutes } from "./incidents/routes.js";
import { Notes } from "./notes/notes.js";
import { registerNotesRoutes } from "./notes/routes.js";
import type { Org } from "./org/org.js";
import { registerOrgRoutes } from "./org/routes.js";
import { registerSearchRoutes } from "./search/routes.js";
import { ArtifactTypes } from "./types/artifact-types.js";
import { addBuiltIns } from "./types/built-ins.js";
import { Fields } from "./types/fields.js";
import { IncidentTypes } from "./types/incident-types.js";
import { registerTypesRoutes } from "./types/routes.js";
import { Types } from "./types/types.js";

/** Incidents, artifacts, notes and the types that describe them. */
export class Cases {
  readonly fields: Fields;
  readonly types: Types;
  readonly incidentTypes: IncidentTypes;
  readonly artifactTypes: ArtifactTypes;
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly notes: Notes;

  constructor(private readonly options: { readonly database: PlatformDatabase; readonly org: Org; readonly now: () => number }) {
    const { database, org, now } = options;
    this.fields = new Fields({ database, now });
    this.types = new Types({ database, fields: this.fields, now });
    this.incidentTypes = new IncidentTypes({ database, fields: this.fields, now });
    this.artifactTypes = new ArtifactTypes({ database, fields: this.fields, now });
    this.incidents = new Incidents({ database, fields: this.fields, org, now });
    this.artifacts = new Artifacts({ database, types: this.artifactTypes, now });
    this.notes = new Notes({ database, now });
  }

  /** Adds the built-in types and fields that the database lacks. */
  prepare(): Promise<void> {
    return addBuiltIns(this.options.database, this.options.now());
  }

  /** Routes below `/rest`. */
  registerRestRoutes(server: FastifyInstance): void {
    registerSearchRoutes(server, { ...this.options, ...this.parts, orgId: this.options.org.id });
  }

  /** Routes below `/rest/orgs/{org}`. */
  registerOrgRoutes(server: FastifyInstance): void {
    const deps = { ...this.options, ...this.parts };
    registerOrgRoutes(server, deps);
    registerTypesRoutes(server, deps);
    registerIncidentsRoutes(server, deps);
    registerArtifactsRoutes(server, deps);
    registerNotesRoutes(server, deps);
  }

  /** All of it, to be handed on. */
  get parts() {
    const { fields, types, incidentTypes, artifactTypes, incidents, artifacts, notes } = this;
    return { fields, types, incidentTypes, artifactTypes, incidents, artifacts, notes };
  }
}
