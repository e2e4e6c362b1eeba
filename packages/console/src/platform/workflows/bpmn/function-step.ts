import { childNamed, encodeXml, everyElement, innerText, scanXml, type XmlElement } from "./xml-scan.js";

/** A value that a step sets without a script (soar-protocol §3.4). */
export interface StaticInput {
  multiselect_value?: string[] | null;
  text_value?: string | null;
  text_content_value?: { format?: string | null; content?: string | null } | null;
  select_value?: string | null;
  boolean_value?: boolean | null;
  number_value?: number | null;
  date_value?: number | null;
}

/** The JSON of a function step (soar-protocol §3.4); members that are not named here are kept. */
export interface FunctionStepContent {
  /** By uuid of the input's field. */
  inputs?: Readonly<Record<string, { input_type: string; static_input?: StaticInput | null }>> | null;
  pre_processing_script?: string | null;
  post_processing_script?: string | null;
  result_name?: string | null;
  readonly [member: string]: unknown;
}

/** Which of the two scripts of a step. */
export type ScriptStage = "pre-process" | "post-process";

const members = { "pre-process": "pre_processing_script", "post-process": "post_processing_script" } as const;

/** The script of a stage; empty when there is none. */
export function scriptOf(content: FunctionStepContent, stage: ScriptStage): string {
  return content[members[stage]] ?? "";
}

/** The dialect of a stage's script; `python` where the step names none (soar-protocol §3.4). */
export function languageOf(content: FunctionStepContent, stage: ScriptStage): string {
  const language = content[`${members[stage]}_language`];
  return typeof language === "string" && language !== "" ? language : "python";
}

/** The `resilient:function` element of a step. */
export function functionElement(step: XmlElement): XmlElement | undefined {
  const extensions = childNamed(step, "extensionElements");
  return extensions === undefined ? undefined : childNamed(extensions, "function");
}

/** What the JSON inside a `resilient:function` says. @throws SyntaxError for text that is no JSON object. */
export function readContent(xml: string, element: XmlElement): FunctionStepContent {
  const text = innerText(xml, element).trim();
  const value: unknown = text === "" ? {} : JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError("The content of the step is no JSON object.");
  return value as FunctionStepContent;
}

/**
 * The workflow with another script in one step. Only the JSON inside the step's `resilient:function` element is
 * written again; every other byte stays.
 * @param step id of the BPMN element
 * @throws Error when the workflow has no such function step
 */
export function withScript(xml: string, step: string, stage: ScriptStage, script: string): string {
  const found = [...everyElement(scanXml(xml))].find((element) => element.attributes["id"] === step && element.local === "serviceTask");
  const place = found === undefined ? undefined : functionElement(found);
  if (place === undefined) throw new Error(`The workflow has no function step ${step}. Read it again; somebody may have changed it.`);
  const content = readContent(xml, place);
  if (scriptOf(content, stage) === script) return xml;
  const json = encodeXml(JSON.stringify({ ...content, [members[stage]]: script === "" ? null : script }));
  if (!place.selfClosing) return xml.slice(0, place.open) + json + xml.slice(place.close);
  const tag = xml.slice(place.start, place.end).replace(/\s*\/>$/, ">");
  return `${xml.slice(0, place.start)}${tag}${json}</${place.name}>${xml.slice(place.end)}`;
}
