import type { Logger } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import { registerWorkspacesRoutes } from "./accounts/workspaces/routes.js";
import { Workspaces } from "./accounts/workspaces/workspaces.js";
import { Artifacts } from "./artifacts/artifacts.js";
import { registerArtifactFilesRoutes } from "./artifacts/file-routes.js";
import { registerArtifactsRoutes } from "./artifacts/routes.js";
import { Attachments } from "./attachments/attachments.js";
import { registerAttachmentsRoutes } from "./attachments/routes.js";
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
import { Layouts } from "./types/layouts/layouts.js";
import { registerLayoutsRoutes } from "./types/layouts/routes.js";
import { registerTypesRoutes } from "./types/routes.js";
import { Types } from "./types/types.js";

/** What cases are made of. */
export interface CasesOptions {
  readonly database: PlatformDatabase;
  readonly org: Org;
  /** Folder of the database; files of incidents stand in it too. */
  readonly dataDir: string;
  readonly log: Logger;
  readonly now: () => number;
  /** Told of everybody whose workspaces have changed. */
  readonly onRightsChanged: (principalId: number) => void;
}

/** Incidents, artifacts, notes and the types that describe them. */
export class Cases {
  readonly fields: Fields;
  readonly types: Types;
  readonly workspaces: Workspaces;
  readonly layouts: Layouts;
  readonly incidentTypes: IncidentTypes;
  readonly artifactTypes: ArtifactTypes;
  readonly incidents: Incidents;
  readonly artifacts: Artifacts;
  readonly notes: Notes;
  readonly attachments: Attachments;

  constructor(private readonly options: CasesOptions) {
    const { database, org, now } = options;
    this.fields = new Fields({ database, now });
    this.workspaces = new Workspaces({ ...options, fields: this.fields });
    this.layouts = new Layouts({ database, fields: this.fields, now });
    this.types = new Types({ database, fields: this.fields, now });
    this.incidentTypes = new IncidentTypes({ database, fields: this.fields, now });
    this.artifactTypes = new ArtifactTypes({ database, fields: this.fields, now });
    this.incidents = new Incidents({ database, fields: this.fields, org, now });
    this.artifacts = new Artifacts({ database, types: this.artifactTypes, now });
    this.notes = new Notes({ database, now });
    this.attachments = new Attachments({ ...options });
    this.incidents.setFiles(this.attachments);
    this.artifacts.setFiles(this.attachments);
  }

  /** Adds the built-in types and fields that the database lacks, and removes files that belong to nothing. */
  async prepare(): Promise<void> {
    await addBuiltIns(this.options.database, this.options.now());
    await this.attachments.sweep();
  }

  /** Routes below `/rest`. */
  registerRestRoutes(server: FastifyInstance): void {
    registerSearchRoutes(server, { ...this.options, ...this.parts, orgId: this.options.org.id });
  }

  /** Routes below `/rest/orgs/{org}`. */
  registerOrgRoutes(server: FastifyInstance): void {
    const deps = { ...this.options, ...this.parts };
    registerWorkspacesRoutes(server, deps);
    registerOrgRoutes(server, deps);
    registerTypesRoutes(server, deps);
    registerLayoutsRoutes(server, deps);
    registerIncidentsRoutes(server, deps);
    registerArtifactsRoutes(server, deps);
    registerNotesRoutes(server, deps);
    void server.register(async (scope) => {
      await registerAttachmentsRoutes(scope, deps);
      registerArtifactFilesRoutes(scope, deps);
    });
  }

  /** All of it, to be handed on. */
  get parts() {
    const { fields, types, layouts, workspaces, incidentTypes, artifactTypes, incidents, artifacts, notes, attachments } = this;
    return { fields, types, layouts, workspaces, incidentTypes, artifactTypes, incidents, artifacts, notes, attachments };
  }
}
