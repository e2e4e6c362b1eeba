import type { ArtifactTypeDTO, ExportDocument, FieldDefDTO, FunctionDTO, ScriptDTO } from "@soarkit/protocol";
import { SoarkitError } from "@soarkit/protocol";
import type { SoarkitApp } from "../app.js";
import type { AppFunction } from "../function.js";
import { textInput } from "../inputs/input-kinds.js";
import type { ArtifactTypeCustomization, CustomizationSet, ScriptCustomization } from "./customization-set.js";
import { renderField, renderViewItem } from "./render-field.js";
import { renderRule } from "./render-rule.js";
import { functionUuid, renderWorkflow } from "./render-workflow.js";
import { uuidV5 } from "./uuid-v5.js";

/**
 * Everything an app brings to a platform as an IBM export document (soar-protocol §3). The same app gives the same
 * document, byte for byte.
 *
 * @param destination - programmatic name of the message destination in place of the app's usual one
 * @throws SoarkitError APP_INVALID when customizations name things that the app does not have
 */
export function renderExport(app: SoarkitApp, destination?: string): ExportDocument {
  const set = onDestination(app.customizations(), destination);
  checkUnique(app, set);
  const actions = set.rules.map((rule) => renderRule(app, set, rule));
  return {
    export_format_version: 2,
    id: 1,
    export_date: 0,
    locale: "en",
    server_version: serverVersion(app.minimumPlatformVersion),
    action_order: actions.flatMap((action) => action.uuid ?? []),
    actions,
    functions: app.functions.map((fn) => renderFunction(set, fn)),
    fields: [...functionFields(app), ...otherFields(set), anyIncidentField()],
    message_destinations: [
      {
        name: set.destination.name,
        programmatic_name: set.destination.programmaticName,
        export_key: set.destination.programmaticName,
        destination_type: 0,
        expect_ack: true,
        users: [],
        api_keys: [],
        tags: [],
        uuid: set.destination.uuid ?? uuidV5(`destination/${set.destination.programmaticName}`),
      },
    ],
    workflows: set.workflows.map((workflow) => renderWorkflow(app, workflow)),
    scripts: (set.scripts ?? []).map((script) => renderScript(app, script)),
    incident_artifact_types: (set.artifactTypes ?? []).map(renderArtifactType),
    incident_types: [anyIncidentType],
  };
}

/** Another message destination is another object: it gets its own name and uuid, and the usual one is left alone. */
function onDestination(set: CustomizationSet, name: string | undefined): CustomizationSet {
  return name === undefined || name === set.destination.programmaticName ? set : { ...set, destination: { name, programmaticName: name } };
}

function serverVersion(version: string): { version: string; major: number; minor: number; build_number: number } {
  const [major = 0, minor = 0, build = 0] = version.split(".").map(Number);
  return { major, minor, build_number: build, version };
}

function renderFunction(set: CustomizationSet, fn: AppFunction): FunctionDTO {
  return {
    id: 0,
    name: fn.name,
    export_key: fn.name,
    display_name: fn.displayName,
    description: { format: "text", content: fn.description },
    destination_handle: set.destination.programmaticName,
    uuid: functionUuid(fn),
    version: 1,
    view_items: Object.entries(fn.inputs).map(([name, input]) => renderViewItem("__function", name, input)),
    workflows: [],
    tags: [],
  };
}

/** Functions may share an input; then both must mean the same field. */
function functionFields(app: SoarkitApp): FieldDefDTO[] {
  const fields = new Map<string, FieldDefDTO>();
  for (const fn of app.functions) {
    for (const [name, input] of Object.entries(fn.inputs)) {
      const field = renderField("__function", name, input);
      const known = fields.get(name);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(field)) {
        throw new SoarkitError("APP_INVALID", { app: app.name, reason: `the input ${name} of ${fn.name} is declared differently by another function` });
      }
      fields.set(name, field);
    }
  }
  return [...fields.values()];
}

function otherFields(set: CustomizationSet): FieldDefDTO[] {
  const activity = Object.entries(set.activityFields).map(([name, input]) => renderField("actioninvocation", name, input));
  const incident = Object.entries(set.incidentFields ?? {}).map(([name, input]) => renderField("incident", name, input));
  return [...activity, ...incident];
}

function renderScript(app: SoarkitApp, script: ScriptCustomization): ScriptDTO {
  return {
    id: 0,
    name: script.name,
    export_key: script.name,
    programmatic_name: script.name.toLowerCase().replace(/\W+/g, "_"),
    description: script.description,
    language: script.language ?? "python3",
    object_type: script.objectType,
    script_text: script.text,
    enabled: false,
    uuid: script.uuid ?? uuidV5(`script/${script.name}`),
    actions: [],
    created_date: 0,
    creator_id: app.author,
    last_modified_by: app.author,
    last_modified_time: 0,
    playbook_handle: null,
    tags: [],
  };
}

function renderArtifactType(type: ArtifactTypeCustomization): ArtifactTypeDTO {
  return {
    id: 0,
    name: type.name,
    programmatic_name: type.programmaticName,
    export_key: type.programmaticName,
    desc: type.description,
    file: false,
    multi_aware: false,
    system: false,
    enabled: true,
    uuid: type.uuid ?? uuidV5(`artifact-type/${type.programmaticName}`),
    default_scan_option: "unsupported",
    parse_as_csv: false,
    reg_exp: null,
    tags: [],
    use_for_relationships: true,
    version: 0,
  };
}

function checkUnique(app: SoarkitApp, set: CustomizationSet): void {
  const names = [...set.rules.map((rule) => `rule ${rule.name}`), ...set.workflows.map((workflow) => `workflow ${workflow.programmaticName}`), ...(set.scripts ?? []).map((script) => `script ${script.name}`)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new SoarkitError("APP_INVALID", { app: app.name, reason: `the ${twice} is declared twice` });
}

/** A platform refuses an import without an incident type (soar-protocol §3.1); this hidden one is what IBM's own tools add. */
const anyIncidentType = {
  id: 0,
  name: "Customization Packages (internal)",
  export_key: "Customization Packages (internal)",
  description: "Customization Packages (internal)",
  parent_id: null,
  enabled: false,
  hidden: false,
  system: false,
  create_date: 0,
  update_date: 0,
  tags: [],
  uuid: "bfeec2d4-3770-11e8-ad39-4a0004044aa0",
};

/** The same for incident fields. */
function anyIncidentField(): FieldDefDTO {
  const name = "internal_customizations_field";
  const field = renderField("incident", name, textInput({ label: "Customizations Field (internal)", uuid: "bfeec2d4-3770-11e8-ad39-4a0004044aa1" }));
  return { ...field, prefix: null, internal: true, read_only: true };
}
