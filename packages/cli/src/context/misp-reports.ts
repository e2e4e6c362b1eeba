import { readdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { samplesFolder } from "./paths.js";

/** A threat report as a MISP JSON event. */
export interface ReportFile {
  /** Short name, such as `machete`. */
  name: string;
  file: string;
  event: unknown;
}

/** Names of the sample reports that come with Soarkit. */
export async function sampleReportNames(): Promise<string[]> {
  const files = await readdir(samplesFolder());
  return files.filter((file) => file.endsWith(".json")).map(nameOf).sort();
}

/** Reads a sample report by its name, or any MISP JSON event by its path. */
export async function readReport(nameOrPath: string): Promise<ReportFile> {
  if (existsSync(nameOrPath) && nameOrPath.endsWith(".json")) return readReportFile(nameOrPath);
  const files = await readdir(samplesFolder());
  const file = files.find((candidate) => candidate.endsWith(".json") && nameOf(candidate) === nameOrPath.toLowerCase());
  if (file === undefined) throw new SoarkitError("REPORT_UNKNOWN", { name: nameOrPath, names: (await sampleReportNames()).join(", ") });
  return readReportFile(join(samplesFolder(), file));
}

/** Reads one MISP JSON event. */
export async function readReportFile(file: string): Promise<ReportFile> {
  try {
    return { name: nameOf(basename(file)), file, event: JSON.parse(await readFile(file, "utf8")) as unknown };
  } catch (error) {
    throw new SoarkitError("REPORT_UNREADABLE", { file, reason: messageOf(error) }, { cause: error });
  }
}

function nameOf(file: string): string {
  return (/^[a-z0-9]+/.exec(file.toLowerCase())?.[0] ?? file).trim();
}
