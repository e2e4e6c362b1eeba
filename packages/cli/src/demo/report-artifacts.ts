import { artifactTypeName, readMispAttribute } from "@soarkit/indicators";

/** An artifact of a report, as the platform takes it. */
export interface ReportArtifact {
  type: string;
  value: string;
  description: string;
}

/** What an incident needs to know of a report. */
export interface ReportContent {
  title: string;
  date: string;
  organisation: string;
  artifacts: ReportArtifact[];
}

/** The members of a MISP attribute that are read here. */
interface MispAttribute {
  type?: unknown;
  value?: unknown;
  category?: unknown;
  comment?: unknown;
  object_relation?: unknown;
}

/** Reads title, date, author and artifacts (each value once) out of a MISP JSON event. */
export function readReportContent(event: unknown): ReportContent {
  const body = eventBody(event);
  const artifacts = new Map<string, ReportArtifact>();
  for (const attribute of attributesOf(body)) {
    for (const artifact of artifactsOf(attribute)) artifacts.set(`${artifact.type} ${artifact.value}`, artifact);
  }
  return {
    title: textOf(body["info"]) || "Untitled report",
    date: textOf(body["date"]),
    organisation: textOf(asRecord(body["Orgc"])["name"]) || "unknown",
    artifacts: [...artifacts.values()],
  };
}

/** Addresses under this category are reading matter about the threat, such as the vendor's own article. */
const referenceCategory = "External analysis";

function artifactsOf(attribute: MispAttribute): ReportArtifact[] {
  if (textOf(attribute.category) === referenceCategory) return [];
  const reading = readMispAttribute({
    type: textOf(attribute.type),
    value: textOf(attribute.value),
    category: textOf(attribute.category),
    ...(attribute.object_relation === undefined ? {} : { objectRelation: textOf(attribute.object_relation) }),
  });
  if (!reading.ok) return [];
  return reading.values.map(({ type, value }) => ({ type: artifactTypeName(type), value, description: textOf(attribute.comment) }));
}

function attributesOf(body: Record<string, unknown>): MispAttribute[] {
  const objects = asArray(body["Object"]).flatMap((object) => asArray(asRecord(object)["Attribute"]));
  return [...asArray(body["Attribute"]), ...objects].map(asRecord);
}

function eventBody(event: unknown): Record<string, unknown> {
  const outer = asRecord(event);
  const wrapped = outer["Event"] ?? asRecord(asArray(outer["response"])[0])["Event"];
  return wrapped === undefined ? outer : asRecord(wrapped);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
