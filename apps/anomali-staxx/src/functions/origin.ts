import { ObjectType, messageOf, type ArtifactDTO, type IncidentDTO, type WorkflowInstanceDTO } from "@soarkit/protocol";
import { artifactTlp, type FunctionContext, incidentTlp, type TlpMark } from "@soarkit/app-sdk";

/** Where a value comes from, as far as the platform tells. */
export interface Origin {
  incidentUrl?: string;
  /** API name of the artifact's type, e.g. `IP Address`. */
  artifactType?: string;
  artifactValue?: string;
  /** Mark of the artifact, else of the incident. */
  tlp?: TlpMark;
}

/**
 * Looks up the artifact and incident on which the workflow runs: their marks, the artifact's type and the incident's
 * page. A platform that does not answer leaves the origin unknown, which the log says; the value is then judged by itself.
 */
export async function findOrigin(context: Pick<FunctionContext, "soar" | "message" | "log" | "signal">): Promise<Origin> {
  const instanceId = context.message.workflow_instance?.workflow_instance_id;
  if (instanceId === undefined) return {};
  const options = { handleFormat: "names", signal: context.signal } as const;
  try {
    const { object } = await context.soar.get<WorkflowInstanceDTO>(`/workflow_instances/${instanceId}`, options);
    const isArtifact = object.type_id === ObjectType.artifact;
    const incidentId = object.type_id === ObjectType.incident ? object.object_id : object.parent?.object_id;
    if (incidentId === undefined) return {};
    const [incident, artifact] = await Promise.all([
      context.soar.get<IncidentDTO>(`/incidents/${incidentId}`, options),
      isArtifact ? context.soar.get<ArtifactDTO>(`/incidents/${incidentId}/artifacts/${object.object_id}`, options) : undefined,
    ]);
    return describe(context.soar.incidentUrl(incidentId), incident, artifact);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.warn({ reason: messageOf(error), workflow_instance: instanceId }, "the artifact behind this call could not be looked up");
    return {};
  }
}

/**
 * Reads an incident and its artifacts, each with its own mark or the incident's.
 *
 * @throws SoarkitError SOAR_… when the incident does not exist or may not be read
 */
export async function readIncident(context: Pick<FunctionContext, "soar" | "signal">, incidentId: number): Promise<{ origin: Origin; artifacts: readonly Origin[] }> {
  const options = { handleFormat: "names", signal: context.signal } as const;
  const [incident, artifacts] = await Promise.all([
    context.soar.get<IncidentDTO>(`/incidents/${incidentId}`, options),
    context.soar.get<readonly ArtifactDTO[]>(`/incidents/${incidentId}/artifacts`, options),
  ]);
  const url = context.soar.incidentUrl(incidentId);
  return { origin: describe(url, incident, undefined), artifacts: artifacts.map((artifact) => describe(url, incident, artifact)) };
}

function describe(incidentUrl: string, incident: IncidentDTO, artifact: ArtifactDTO | undefined): Origin {
  const origin: Origin = { incidentUrl };
  if (artifact !== undefined) {
    const type = typeof artifact.type === "object" ? artifact.type.name : artifact.type;
    if (typeof type === "string") origin.artifactType = type;
    origin.artifactValue = artifact.value;
    const own = artifactTlp(artifact);
    if (own !== undefined) return { ...origin, tlp: own };
  }
  const whole = incidentTlp(incident);
  return whole === undefined ? origin : { ...origin, tlp: whole };
}
