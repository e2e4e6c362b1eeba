import type { ThreatServiceArtifact, ThreatServiceType } from "@soarkit/protocol";
import type { Artifact } from "../artifacts/artifact.js";
import { passwordTypeId } from "../types/built-in-artifact-types.js";

/** Id of the type String, which is looked up only when a setting says so (soar-protocol §5.2). */
const stringTypeId = 29;

type Writer = (value: string) => unknown;

const plain: Writer = (value) => value;
const header = (name: string): Writer => (value) => ({ name, value });

/** A line `Name: value`; without a colon the whole line is the value. */
const headerLine: Writer = (line) => {
  const colon = line.indexOf(":");
  return colon < 1 ? { name: "", value: line } : { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
};

/** What built-in artifact types are to threat services, by the type's id (soar-protocol §5.3). */
const serviceTypes: ReadonlyMap<number, readonly [ThreatServiceType, Writer]> = new Map<number, readonly [ThreatServiceType, Writer]>([
  [1, ["net.ip", plain]],
  [2, ["net.name", plain]],
  [3, ["net.uri", plain]],
  [4, ["email", plain]],
  [5, ["email.header", header("Subject")]],
  [6, ["email.body", plain]],
  [7, ["file.content", plain]],
  [8, ["file.name", plain]],
  [9, ["email.header", header("From")]],
  [12, ["file.content", plain]],
  [13, ["hash.md5", plain]],
  [14, ["hash.sha1", plain]],
  [15, ["file.content", plain]],
  [16, ["file.content", plain]],
  [19, ["email.header.sender_name", plain]],
  [20, ["email.header.to", (value) => value.split(/[,;\s]+/).filter((address) => address !== "")]],
  [22, ["hash.fuzzy", plain]],
  [23, ["system.user.name", plain]],
  [24, ["system.registry", (key) => ({ key })]],
  [25, ["system.name", plain]],
  [26, ["process.name", plain]],
  [27, ["net.port", Number]],
  [28, ["system.service.name", plain]],
  [stringTypeId, ["string", plain]],
  [30, ["system.mutex", plain]],
  [31, ["file.name", plain]],
  [34, ["net.http.request.header", headerLine]],
  [35, ["net.http.response.header", headerLine]],
  [36, ["cert.x509", plain]],
  [37, ["file.path", plain]],
  [38, ["hash.sha256", plain]],
  [39, ["net.mac", plain]],
  [40, ["net.uri", plain]],
  [41, ["net.http.request.header", header("User-Agent")]],
  [42, ["net.uri.path", plain]],
  [43, ["threat.report.cve", plain]],
  [44, ["net.cidr", plain]],
  [45, ["threat.malware.family", plain]],
]);

/** Why an artifact is never looked up. */
export type NotSent = "password" | "string" | "type" | "value";

/**
 * Why an artifact is not sent to threat services; undefined for one that is. Custom types have no word in the
 * protocol, passwords never leave, strings only when the setting is on (soar-protocol §5.2).
 */
export function notSent(artifact: Pick<Artifact, "type" | "value">, sendStrings: boolean): NotSent | undefined {
  if (artifact.type === passwordTypeId) return "password";
  if (artifact.type === stringTypeId && !sendStrings) return "string";
  const [type] = serviceTypes.get(artifact.type) ?? [];
  if (type === undefined) return "type";
  return type === "net.port" && !/^\d{1,5}$/.test(artifact.value) ? "value" : undefined;
}

/** Ids of the artifact types that are looked up. */
export function sentTypes(sendStrings: boolean): number[] {
  return [...serviceTypes.keys()].filter((id) => id !== stringTypeId || sendStrings);
}

/** The artifact as threat services get it. Only for what `notSent` lets pass. */
export function serviceArtifact(artifact: Pick<Artifact, "type" | "value">): ThreatServiceArtifact {
  const [type, write] = serviceTypes.get(artifact.type) ?? (["string", plain] as const);
  return { type, value: write(artifact.value) };
}
