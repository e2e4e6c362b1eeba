import { incidentTlp } from "@soarkit/app-sdk";
import { type Tlp, tlpRank } from "@soarkit/indicators";
import type { ArtifactDTO, CommentDTO, IncidentDTO } from "@soarkit/protocol";
import type { Account, ReportSection } from "../config/account.js";
import { type Case, markOf, nameOf } from "../incident/case.js";
import type { ReportToSend } from "../trustar/dto.js";
import { isOwnArtifact, isOwnNote } from "./marks.js";
import { oneLine, plainText } from "./plain-text.js";
import { utcTime } from "./utc-time.js";

/** Longest text of one line and of a whole report, in characters; what is longer is shortened and says so. */
const longestText = 100_000;
const longestReport = 1_000_000;

/** External id of an incident's report (trustar-api §3.1). */
export function externalId(incidentId: number): string {
  return `RESILIENT${incidentId}`;
}

/** A report and what of the incident was held back. */
export interface BuiltReport {
  readonly report: ReportToSend;
  /** Why artifacts were left out, one reason for each. */
  readonly withheld: readonly string[];
}

type Line = readonly [label: string, value: unknown];

/**
 * The report of an incident (trustar-api §6.2 "Report body layout"): a heading, then one block per configured section.
 * Passwords never leave, artifacts above `maxTlp` neither, and what the app itself added is left out.
 */
export function buildReport(source: Case, account: Account, maxTlp: Tlp): BuiltReport {
  const { incident } = source;
  const name = shortened(oneLine(incident.name), 1_000);
  const heading = `Resilient Incident ${incident.id}: ${name}`;
  const { sendable, withheld } = sortArtifacts(source, maxTlp);
  const sections: Readonly<Record<ReportSection, () => string>> = {
    summary: () => block("Summary", [lines(summaryLines(source))]),
    notes: () => block("Notes", source.notes.filter((note) => !isOwnNote(note)).map((note) => lines(noteLines(note)))),
    breach: () => block("Personally Identifiable Information", [lines(breachLines(incident))]),
    artifacts: () => block("Artifacts", sendable.map((artifact) => lines(artifactLines(artifact)))),
  };
  const body = [heading, ...account.content.map((section) => sections[section]())].filter((part) => part !== "").join("\n\n");
  return {
    withheld,
    report: {
      title: heading,
      reportBody: shortened(body, longestReport),
      timeBegan: new Date(timeBegan(incident)).toISOString(),
      externalUrl: null,
      distributionType: "ENCLAVE",
      externalTrackingId: externalId(incident.id),
      enclaveIds: account.enclave_ids_for_submission,
    },
  };
}

/** Why an incident as a whole may not leave; undefined when it may. */
export function tlpObstacle(incident: IncidentDTO, maxTlp: Tlp): string | undefined {
  const mark = incidentTlp(incident);
  if (mark === undefined || tlpRank(mark.name) <= tlpRank(maxTlp)) return undefined;
  return `The incident is marked TLP:${mark.name}, and max_tlp = ${maxTlp} in [trustar] keeps that from leaving. Change the mark if it is wrong, or raise max_tlp.`;
}

/** Whether an artifact may leave, and if not, why: continues the sentence "… is not sent: ". */
export function artifactObstacle(artifact: ArtifactDTO, incident: IncidentDTO, maxTlp: Tlp): string | undefined {
  if (nameOf(artifact.type).toLowerCase() === "password") return "a password never leaves the incident";
  const mark = markOf(artifact, incident);
  if (mark === undefined || tlpRank(mark.name) <= tlpRank(maxTlp)) return undefined;
  return `the ${mark.from} is marked TLP:${mark.name}, and max_tlp = ${maxTlp} in [trustar] keeps that from leaving`;
}

function sortArtifacts({ artifacts, incident }: Case, maxTlp: Tlp): { sendable: ArtifactDTO[]; withheld: string[] } {
  const sendable: ArtifactDTO[] = [];
  const withheld: string[] = [];
  for (const artifact of artifacts.filter((candidate) => !isOwnArtifact(candidate))) {
    const obstacle = artifactObstacle(artifact, incident, maxTlp);
    if (obstacle === undefined) sendable.push(artifact);
    else withheld.push(obstacle);
  }
  return { sendable, withheld };
}

function summaryLines({ incident, types, closed, workspace }: Case): Line[] {
  const closing: Line[] = closed
    ? [["Date Closed", time(incident.end_date)], ["Resolution", nameOf(incident.resolution_id)], ["Resolution Summary", plainText(incident.resolution_summary)]]
    : [];
  return [
    ["Name", oneLine(incident.name)],
    ["Description", plainText(incident.description)],
    ["Incident Type", types.join(", ")],
    ["NIST Attack Vectors", names(incident["nist_attack_vectors"])],
    ["Severity", nameOf(incident.severity_code)],
    ["Status", closed ? "Closed" : "Active"],
    ["Workspace", workspace],
    ["Date Occurred", time(incident["inc_start"] ?? incident["start_date"])],
    ["Date Discovered", time(incident.discovered_date)],
    ["Date Created", time(incident.create_date)],
    ...closing,
  ];
}

function breachLines(incident: IncidentDTO): Line[] {
  const pii = typeof incident["pii"] === "object" && incident["pii"] !== null ? (incident["pii"] as Record<string, unknown>) : {};
  const read = (field: string): unknown => pii[field] ?? incident[field];
  return [
    ["Data Compromised", yesNo(read("data_compromised"))],
    ["Date Determined", time(read("determined_date"))],
    ["Data Encrypted", yesNo(read("data_encrypted"))],
    ["Data Contained", yesNo(read("data_contained"))],
    ["Source of Data", names(read("data_source_ids"))],
    ["Data Format", nameOf(read("data_format"))],
    ["Harm", nameOf(read("harmstatus_id"))],
    ["Exposure Type", nameOf(read("exposure_type_id"))],
    ["Employee Involved", yesNo(read("employee_involved"))],
    ["Criminal Activity", nameOf(read("crimestatus_id"))],
    ["Negative PR", yesNo(read("negative_pr_likely"))],
    ["Jurisdiction", text(read("jurisdiction_name"))],
    ["Country", text(read("country"))],
    ["State", text(read("state"))],
  ];
}

function noteLines(note: CommentDTO): Line[] {
  return [["Written By", oneLine(note.user_name)], ["Date", time(note.create_date)], ["Note", plainText(note.text)]];
}

function artifactLines(artifact: ArtifactDTO): Line[] {
  const hits = artifact.hits.map((hit) => ({ source: nameOf(hit.threat_source_id), properties: hit.properties }));
  return [
    ["Type", nameOf(artifact.type)],
    ["Value", oneLine(artifact.value)],
    ["Description", plainText(artifact.description)],
    ["Date Created", time(artifact.created)],
    ["Hits", hits.length === 0 ? "" : JSON.stringify(hits)],
  ];
}

function lines(entries: readonly Line[]): string {
  return entries.flatMap(([label, value]) => {
    const written = text(value);
    return written === "" ? [] : [`${label}: ${shortened(written, longestText)}`];
  }).join("\n");
}

function block(title: string, entries: readonly string[]): string {
  const filled = entries.filter((entry) => entry !== "");
  return filled.length === 0 ? "" : [title, ...filled].join(title === "Notes" || title === "Artifacts" ? "\n\n" : "\n");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function names(handles: unknown): string {
  return Array.isArray(handles) ? handles.map(nameOf).join(", ") : "";
}

function yesNo(value: unknown): string {
  return value === true ? "Yes" : value === false ? "No" : "";
}

function time(value: unknown): string {
  return typeof value === "number" ? utcTime(value) : "";
}

function timeBegan(incident: IncidentDTO): number {
  const [first] = [incident["inc_start"], incident["start_date"], incident.discovered_date, incident.create_date].filter((value) => typeof value === "number");
  return first ?? 0;
}

/** Cuts between characters, never through one; with what it says about that the text is at most `limit` long. */
function shortened(whole: string, limit: number): string {
  if (whole.length <= limit) return whole;
  const told = (left: number): string => `… (shortened, ${left} characters left out)`;
  const room = limit - told(whole.length).length;
  const cut = /[\ud800-\udbff]$/.test(whole.slice(0, room)) ? room - 1 : room;
  return `${whole.slice(0, cut)}${told(whole.length - cut)}`;
}
