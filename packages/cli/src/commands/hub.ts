import type { Command } from "commander";
import cliProgress from "cli-progress";
import type { HubAdmin } from "../context/hub-admin.js";
import { readReport } from "../context/misp-reports.js";
import { isFile, listLoads, loadFile, loadOptions, printLoad, steerLoad, type LoadFlags } from "./hub-loads.js";
import { bold, dim, print, printJson } from "../output/print.js";
import { addApprovals } from "./hub-approvals.js";
import { addHubExport } from "./hub-export.js";
import { addHubEnclaves } from "./hub-enclaves.js";
import { addHubFeeds } from "./hub-feeds.js";
import { addHubKeys } from "./hub-keys.js";
import { addWarningLists } from "./hub-warning-lists.js";
import { type HubFlags, withHub, withHubOptions } from "./with-hub.js";

/** What the hub says at the end of an import. */
interface ImportReport {
  title: string;
  stored: number;
  duplicates: number;
  counts: Record<string, number>;
  skipped: { type: string; value: string; reason: string }[];
}

/** `soarkit hub import|loads|stop|resume|export|search|pending|approve|reject|feeds|enclaves|keys`: work with the hub of a running Soarkit. */
export function addHub(hub: Command): void {
  addWarningLists(hub);
  loadOptions(withHubOptions(hub.command("import").description("load files (MISP or STIX JSON, CSV, text), or sample reports by name").argument("<file...>"))).action((files: string[], flags: HubFlags & LoadFlags) =>
    withHub(flags, (admin) => importAll(admin, files, flags)),
  );
  withHubOptions(hub.command("loads").description("list the loads of files, or show one with what it left out").argument("[id]")).action((id: string | undefined, flags: HubFlags) => withHub(flags, (admin) => listLoads(admin, id, flags)));
  withHubOptions(hub.command("stop").description("stop a load; what is stored stays").argument("<id>")).action((id: string, flags: HubFlags) => withHub(flags, (admin) => steerLoad(admin, "stop", id, flags)));
  withHubOptions(hub.command("resume").description("go on with a stopped load where it stopped").argument("<id>")).action((id: string, flags: HubFlags) => withHub(flags, (admin) => steerLoad(admin, "resume", id, flags)));
  addHubExport(hub.command("export").option("--data <folder>", "data folder of the running Soarkit"), withHub);
  withHubOptions(hub.command("search").description("find indicators by the query language, for example \"confidence>50 AND type=ip\"").argument("<query>").option("--size <rows>", "at most so many rows", "20")).action(
    (query: string, flags: HubFlags & { size: string }) => withHub(flags, (admin) => search(admin, query, flags)),
  );
  addApprovals(hub);
  addHubFeeds(hub.command("feeds").description("collections of other TAXII 2.1 servers that the hub polls"));
  addHubEnclaves(hub.command("enclaves").description("where reports are shared, and who may do what there"));
  addHubKeys(hub.command("keys").description("API keys of TruSTAR clients"));
}

async function importAll(admin: HubAdmin, names: readonly string[], flags: HubFlags & LoadFlags): Promise<void> {
  const answers: Record<string, unknown> = {};
  for (const name of names) {
    if (isFile(name)) {
      const load = await loadFile(admin, name, flags);
      answers[name] = load;
      if (!flags.json) printLoad(load);
    } else answers[name] = await importSample(admin, name, flags);
  }
  if (flags.json) printJson(answers);
}

async function importSample(admin: HubAdmin, name: string, flags: HubFlags): Promise<ImportReport | undefined> {
  const file = await readReport(name);
  let report: ImportReport | undefined;
  const bar = new cliProgress.SingleBar({ format: `${file.name} {bar} {value}/{total} attributes`, hideCursor: true, clearOnComplete: true, noTTYOutput: false }, cliProgress.Presets.shades_classic);
  const shown = process.stdout.isTTY && !flags.json;
  let started = false;
  for await (const line of admin.importEvent(file.event, file.file)) {
    if (line.kind === "progress" && shown) {
      if (!started) bar.start(Number(line["total"]), 0);
      started = true;
      bar.update(Number(line["done"]));
    }
    if (line.kind === "report") report = line["report"] as ImportReport;
    if (line.kind === "error") throw new Error(String(line["message"]));
  }
  bar.stop();
  if (report !== undefined && !flags.json) printReport(report);
  return report;
}

function printReport(report: ImportReport): void {
  print(bold(report.title));
  print(`  ${report.stored} stored, ${report.duplicates} known already, ${report.skipped.length} skipped`);
  for (const [type, count] of Object.entries(report.counts)) print(`  ${type.padEnd(14)} ${count}`);
  for (const [reason, entries] of groupByReason(report.skipped)) print(dim(`  skipped ${entries.length} × ${reason} (such as "${entries[0]?.value ?? ""}")`));
}

function groupByReason(skipped: ImportReport["skipped"]): Map<string, ImportReport["skipped"]> {
  const groups = new Map<string, ImportReport["skipped"]>();
  for (const entry of skipped) {
    const reason = `${entry.type}: ${entry.reason}`;
    groups.set(reason, [...(groups.get(reason) ?? []), entry]);
  }
  return groups;
}

async function search(admin: HubAdmin, query: string, flags: HubFlags & { size: string }): Promise<void> {
  const rows = await admin.get<{ indicator: string; type: string; itype: string; confidence: number; severity: string; tlp: string; date_last: string }[]>(`/api/hub/indicators?query=${encodeURIComponent(query)}&size=${encodeURIComponent(flags.size)}`);
  if (flags.json) {
    printJson(rows);
    return;
  }
  for (const row of rows) print(`${row.date_last}  ${row.itype.padEnd(18)} ${String(row.confidence).padStart(3)}  ${row.severity.padEnd(9)} ${row.tlp.padEnd(10)} ${row.indicator}`);
  print(dim(`${rows.length} rows`));
}
