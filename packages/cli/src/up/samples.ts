import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { IntelHub } from "@soarkit/intel-hub";
import { readReportFile } from "../context/misp-reports.js";
import { samplesFolder } from "../context/paths.js";

/** Loads the sample reports into a new hub. Returns how many indicators each brought. */
export async function loadSamples(hub: IntelHub): Promise<{ name: string; stored: number }[]> {
  const loaded = [];
  for (const file of (await readdir(samplesFolder())).filter((name) => name.endsWith(".json")).sort()) {
    const report = await readReportFile(join(samplesFolder(), file));
    const { stored } = await hub.importMisp(report.event, { source: `sample ${report.name}` });
    loaded.push({ name: report.name, stored });
  }
  return loaded;
}
