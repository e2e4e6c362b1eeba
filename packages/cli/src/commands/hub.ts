import type { Command } from "commander";
import cliProgress from "cli-progress";
import { dataFolder } from "../context/paths.js";
import { HubAdmin } from "../context/hub-admin.js";
import { readReport } from "../context/misp-reports.js";
import { addHubExport } from "./hub-export.js";
import { requireRunning } from "../context/running.js";
import { bold, dim, print, printJson } from "../output/print.js";

interface HubFlags {
  data?: string;
  json?: boolean;
}

/** What the hub says at the end of an import. */
interface ImportReport {
  title: string;
  stored: number;
  duplicates: number;
  counts: Record<string, number>;
  skipped: { type: string; value: string; reason: string }[];
}

/** `soarkit hub import|export|search|pending|approve|reject`: work with the hub of a running Soarkit. */
export function addHub(hub: Command): void {
  common(hub.command("import").description("load MISP JSON events: sample names or files").argument("<file...>")).action((files: string[], flags: HubFlags) => withHub(flags, (admin) => importReports(admin, files, flags)));
  addHubExport(hub.command("export").option("--data <folder>", "data folder of the running Soarkit"), withHub);
  common(hub.command("search").description("find indicators by the query language, for example \"confidence>50 AND type=ip\"").argument("<query>").option("--size <rows>", "at most so many rows", "20")).action(
    (query: string, flags: HubFlags & { size: string }) => withHub(flags, (admin) => search(admin, query, flags)),
  );
  common(hub.command("pending").description("list imports that wait for approval")).action((flags: HubFlags) => withHub(flags, (admin) => listPending(admin, flags)));
  for (const decision of ["approve", "reject"] as const) {
    common(hub.command(decision).description(`${decision} imports that wait, by job id`).argument("<job...>")).action((jobs: string[], flags: HubFlags) =>
      withHub(flags, async (admin) => {
        for (const job of jobs) {
          const answer = await admin.post(`/api/hub/pending/${encodeURIComponent(job)}/${decision}`);
          if (flags.json) printJson(answer);
          else print(`job ${job}: ${decision === "approve" ? "approved" : "rejected"}`);
        }
      }),
    );
  }
}

function common(command: Command): Command {
  return command.option("--data <folder>", "data folder of the running Soarkit").option("--json", "answer as JSON");
}

async function withHub(flags: HubFlags, work: (admin: HubAdmin) => Promise<void>): Promise<void> {
  const admin = await HubAdmin.open(await requireRunning(dataFolder(flags.data, process.env)));
  try {
    await work(admin);
  } finally {
    await admin.close();
  }
}

async function importReports(admin: HubAdmin, names: readonly string[], flags: HubFlags): Promise<void> {
  const reports: Record<string, ImportReport> = {};
  for (const name of names) {
    const file = await readReport(name);
    const bar = new cliProgress.SingleBar({ format: `${file.name} {bar} {value}/{total} attributes`, hideCursor: true, clearOnComplete: true, noTTYOutput: false }, cliProgress.Presets.shades_classic);
    const shown = process.stdout.isTTY && !flags.json;
    let started = false;
    for await (const line of admin.importEvent(file.event, file.file)) {
      if (line.kind === "progress" && shown) {
        if (!started) bar.start(Number(line["total"]), 0);
        started = true;
        bar.update(Number(line["done"]));
      }
      if (line.kind === "report") reports[name] = line["report"] as ImportReport;
      if (line.kind === "error") throw new Error(String(line["message"]));
    }
    bar.stop();
    const report = reports[name];
    if (report !== undefined && !flags.json) printReport(report);
  }
  if (flags.json) printJson(reports);
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

async function listPending(admin: HubAdmin, flags: HubFlags): Promise<void> {
  const jobs = await admin.get<{ job_id: string; user: string; created: number; values: { value: string; type: string }[] }[]>("/api/hub/pending");
  if (flags.json) {
    printJson(jobs);
    return;
  }
  for (const job of jobs) print(`${job.job_id}  ${new Date(job.created).toISOString()}  ${job.user.padEnd(12)} ${job.values.map((entry) => entry.value).join(", ")}`);
  print(dim(`${jobs.length} imports wait for approval`));
}
