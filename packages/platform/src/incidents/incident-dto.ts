import type { AvailableActionDTO, IncidentDTO, TextContent } from "@soarkit/protocol";
import type { Principal } from "../accounts/principal.js";
import type { PrincipalDirectory } from "../accounts/principals.js";
import { defaultWorkspaceId, defaultWorkspaceName, mayChangeIn } from "../accounts/workspaces/rights.js";
import type { View } from "../http/formats.js";
import { writeHandle } from "../http/formats.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { writeValue } from "../types/value-writer.js";
import { incidentName, type Incident } from "./incident.js";

/** What writing incidents needs, read once for a whole list. */
export interface IncidentContext {
  readonly orgId: number;
  readonly orgName: string;
  readonly fields: readonly FieldDefinition[];
  readonly people: PrincipalDirectory;
  /** Menu items that can be run now, by incident. */
  readonly actions: ReadonlyMap<number, readonly AvailableActionDTO[]>;
}

/** Members of IBM's incident that this platform keeps nothing for; apps read some of them without looking (soar-protocol §1.11, §8). */
function unusedMembers() {
  return {
    sequence_code: null,
    draft: false,
    is_scenario: false,
    exposure_dept_id: null,
    exposure_vendor_id: null,
    exposure: 0,
    jurisdiction_reg_id: null,
    pii: {},
    gdpr: {},
    hipaa: {},
    dtm: {},
    cm: { unassigneds: [], total: 0, geo_counts: {} },
    regulators: { ids: [] },
    task_changes: { added: [], removed: [] },
    assessment: null,
    tasks: null,
    artifacts: null,
    comments: null,
    playbooks: [],
    timer_field_summarized_incident_data: [],
  };
}

/** What the reader may do with the incident. */
function permissions(principal: Principal | undefined, workspace: unknown) {
  const edit = principal === undefined || (principal.permissions.has("org_data.edit") && mayChangeIn(principal, Number(workspace)));
  return {
    read: true,
    write: edit,
    comment: edit,
    assign: edit,
    close: edit,
    change_members: edit,
    attach_file: edit,
    read_attachments: true,
    delete_attachments: edit,
    create_milestones: edit,
    list_milestones: true,
    create_artifacts: edit,
    list_artifacts: true,
    delete: edit,
    change_workspace: edit,
  };
}

/** The incident as FullIncidentDataDTO (soar-protocol §1.11). */
export function incidentDTO(incident: Incident, view: View & { readonly principal?: Principal | undefined }, context: IncidentContext): IncidentDTO {
  const { people } = context;
  const properties: Record<string, unknown> = {};
  const top: Record<string, unknown> = {};
  const blocks: Record<string, Record<string, unknown>> = {};
  for (const field of context.fields) {
    const value = writeValue(field, incident.values[field.path] ?? null, view, people);
    if (field.prefix === null) top[field.name] = value;
    else if (field.prefix === "properties") properties[field.name] = value;
    else (blocks[field.prefix] ??= {})[field.name] = value;
  }
  const creator = people.dto(incident.creatorId);
  return Object.assign(unusedMembers(), top, blocks, {
    id: incident.id,
    vers: incident.vers,
    org_id: context.orgId,
    org_handle: writeHandle(context.orgId, context.orgName, view.handleFormat),
    name: incidentName(incident),
    description: textMember(top["description"]),
    create_date: incident.createDate,
    discovered_date: Number(incident.values["discovered_date"] ?? 0),
    inc_last_modified_date: incident.modifiedDate,
    end_date: numberMember(incident.values["end_date"]),
    owner_id: (top["owner_id"] ?? null) as IncidentDTO["owner_id"],
    creator_id: people.handle(incident.creatorId, view.handleFormat),
    creator: creator.type === "user" ? { id: creator.id, display_name: creator.display_name, email: creator.name, status: "A" } : null,
    creator_principal: creator,
    plan_status: incident.values["plan_status"] === "C" ? ("C" as const) : ("A" as const),
    severity_code: (top["severity_code"] ?? null) as IncidentDTO["severity_code"],
    resolution_id: (top["resolution_id"] ?? null) as IncidentDTO["resolution_id"],
    resolution_summary: textMember(top["resolution_summary"]),
    incident_type_ids: (top["incident_type_ids"] ?? []) as IncidentDTO["incident_type_ids"],
    workspace: (top["workspace"] ?? writeHandle(defaultWorkspaceId, defaultWorkspaceName, view.handleFormat)) as IncidentDTO["workspace"],
    actions: [...(context.actions.get(incident.id) ?? [])],
    perms: permissions(view.principal, incident.values["workspace"]),
    properties,
  });
}

function textMember(value: unknown): string | TextContent | null {
  return (value ?? null) as string | TextContent | null;
}

function numberMember(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
