import { columnOf } from "./columns.js";

/** What a file can be. */
export const loadFormats = ["misp", "stix", "csv", "text"] as const;
/** A format of files. */
export type LoadFormat = (typeof loadFormats)[number];

/** Separators of CSV files. */
export const separators = [",", ";", "\t", "|"] as const;

/** Tells what a file is by its beginning and its name. A JSON document is MISP unless it speaks of STIX; a text is CSV when its first line names columns that Soarkit knows. */
export function detectFormat(beginning: string, name: string): LoadFormat {
  const text = beginning.replace(/^\uFEFF/, "").trimStart();
  if (text.startsWith("{") || (text.startsWith("[") && /^\[\s*(?:[{[\]]|$)/.test(text))) return speaksOfStix(text) ? "stix" : "misp";
  if (/\.(?:csv|tsv)$/i.test(name)) return "csv";
  return headerOf(text) === undefined ? "text" : "csv";
}

function speaksOfStix(text: string): boolean {
  return /"type"\s*:\s*"(?:bundle|indicator|report|identity|marking-definition|relationship|observed-data|malware)"|"spec_version"|"pattern_type"/.test(text);
}

/** The first line, or the last of the comments before the data, when it names a column with values; feeds hide their header in a comment. */
function headerOf(text: string): string | undefined {
  const lines = text.split(/\r?\n/, 200);
  const data = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  const candidates = data < 0 ? lines : [lines[data], lines.slice(0, data).findLast((line) => line.startsWith("#"))?.replace(/^#\s*/, "")];
  return candidates.find((line) => line !== undefined && namesColumns(line));
}

function namesColumns(line: string): boolean {
  return separators.some((separator) => {
    const columns = line.split(separator).map((cell) => columnOf(cell));
    return columns.some((column) => column?.field === "value") && (columns.length === 1 || columns.filter((column) => column !== undefined).length >= 2);
  });
}
