import { SoarkitError } from "@soarkit/protocol";
import { isIndicatorType, isThreatType, itypeOfAny, toStaxxType } from "@soarkit/indicators";
import type { Scope } from "../enclaves/scope.js";
import { readEvents } from "../misp/event.js";
import type { MispImporter } from "../misp/import-misp.js";
import { readIntelText } from "./intel-text.js";
import { jsonMistake } from "./json-mistake.js";
import { remarksOn, type RemarkedValue, type RemarkParts, type Remarks } from "./remarks.js";

/** What an import would bring, before anything is stored. */
export interface Draft {
  readonly format: "MISP event" | "text";
  /** Title of the MISP event or events. */
  readonly title?: string;
  /** Attributes of the MISP events. */
  readonly attributes?: number;
  readonly values: readonly DraftValue[];
  readonly skipped: readonly { readonly value: string; readonly type: string; readonly reason: string }[];
}

/** A value of a draft. A MISP event judges its values itself; those of a text get the settings of the import. */
export interface DraftValue extends Remarks {
  readonly value: string;
  readonly type: string;
  readonly itype: string;
  /** False for a type that only reports carry (a file name, a mutex): it cannot be imported as a text. */
  readonly sendable: boolean;
  readonly judged?: { readonly threat_type: string; readonly severity: string; readonly confidence: number; readonly tlp: string };
}

/** What is to be read, and the settings that the values would get. */
export interface DraftRequest {
  readonly text: string;
  /** Name of the file the text comes from. */
  readonly filename?: string | undefined;
  readonly threat_type: string;
  readonly severity: string;
  readonly confidence: number;
  readonly tlp: string;
}

/** Reads what is to be imported: a MISP event or anything else as text. @throws SoarkitError `HUB_FILE_UNREADABLE`, `HUB_EVENT_INVALID`. */
export async function readDraft(request: DraftRequest, parts: RemarkParts, misp: MispImporter, sees: Scope): Promise<Draft> {
  const document = mispDocument(request);
  return document === undefined ? textDraft(request, parts, sees) : mispDraft(document, parts, misp, sees);
}

async function textDraft(request: DraftRequest, parts: RemarkParts, sees: Scope): Promise<Draft> {
  const { values, dropped } = readIntelText(request.text);
  const settings = { threatType: request.threat_type, severity: request.severity, confidence: request.confidence, tlp: request.tlp };
  const remarks = await remarksOn(values.map(({ value, type }): RemarkedValue => ({ value, type, ...settings })), parts, sees); // prettier-ignore
  const itype = (type: string, value: string): string => (isIndicatorType(type) && isThreatType(request.threat_type) ? itypeOfAny(request.threat_type, type, value) : "");
  return { format: "text", values: values.map(({ value, type }, index) => ({ value, type, itype: itype(type, value), sendable: true, ...(remarks[index] ?? { warnings: [] }) })), skipped: dropped };
}

async function mispDraft(document: unknown, parts: RemarkParts, misp: MispImporter, sees: Scope): Promise<Draft> {
  const { title, attributes, values, skipped } = misp.read(document);
  const remarked = values.map(({ value, type, threat_type: threatType, severity, confidence, tlp }): RemarkedValue => ({ value, type, threatType, severity, confidence, tlp }));
  const remarks = await remarksOn(remarked, parts, sees);
  return {
    format: "MISP event",
    title,
    attributes,
    values: values.map(({ value, type, itype, threat_type, severity, confidence, tlp }, index) => ({
      value,
      type,
      itype,
      sendable: isIndicatorType(type) && toStaxxType(type) !== undefined,
      judged: { threat_type, severity, confidence, tlp },
      ...(remarks[index] ?? { warnings: [] }),
    })),
    skipped,
  };
}

/** The parsed document when the text is a MISP event. A file that calls itself JSON must be JSON. */
function mispDocument({ text, filename }: DraftRequest): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (filename !== undefined && /\.json$/i.test(filename)) throw unreadable(filename, text, error);
    return undefined;
  }
  const looksLikeMisp = /"(?:Event|Attribute|Object|response)"\s*:/.test(text);
  if (!looksLikeMisp) return undefined;
  readEvents(document);
  return document;
}

function unreadable(file: string, text: string, error: unknown): SoarkitError {
  const { line, reason } = jsonMistake(text);
  return new SoarkitError("HUB_FILE_UNREADABLE", { file, line, reason }, { cause: error });
}
