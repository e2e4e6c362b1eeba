import { messageOf, SoarkitError } from "@soarkit/protocol";
import { readMultipart } from "./multipart.js";
import { readPythonLiteral } from "./python-literal.js";

/** The parameters of an import and the text to read values from. */
export interface ImportParams {
  readonly params: Readonly<Record<string, unknown>>;
  /** `intel_str` and the uploaded files, if any. */
  readonly text: string;
}

/**
 * Reads the body of an import: a form with `import_params`, urlencoded or multipart with files. `import_params` is JSON or the text form of a
 * Python dict in any of its spellings (staxx-api §1.5); it is read, never evaluated. @throws SoarkitError `HUB_BODY_INVALID`.
 */
export function readImportBody(body: Buffer, contentType: string): ImportParams {
  const form = readForm(body, contentType);
  if (form.params === undefined) return refuse("the form has no field import_params");
  const params = readParams(form.params);
  const { intel_str: intel } = params;
  if (intel !== undefined && intel !== null && typeof intel !== "string") return refuse("intel_str must be a text");
  return { params, text: [intel ?? "", ...form.files].filter((part) => part !== "").join("\n") };
}

function readForm(body: Buffer, contentType: string): { params: string | undefined; files: string[] } {
  if (!/^multipart\/form-data/i.test(contentType)) return { params: new URLSearchParams(body.toString("utf8")).get("import_params") ?? undefined, files: [] };
  try {
    const parts = readMultipart(body, contentType);
    return { params: parts.find(({ name }) => name === "import_params")?.text, files: parts.filter(({ name, fileName }) => name === "file" && fileName !== undefined).map(({ text }) => text) };
  } catch (error) {
    return refuse(messageOf(error));
  }
}

function readParams(text: string): Record<string, unknown> {
  const value = readJson(text) ?? readPython(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse("import_params must be an object");
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readPython(text: string): unknown {
  try {
    return readPythonLiteral(text);
  } catch (error) {
    return refuse(`import_params is neither JSON nor the text of a Python dict (${messageOf(error)})`);
  }
}

function refuse(reason: string): never {
  throw new SoarkitError("HUB_BODY_INVALID", { reason });
}
