import { createReadStream, existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import cliProgress from "cli-progress";
import { SoarkitError } from "@soarkit/protocol";
import type { HubAdmin } from "../context/hub-admin.js";
import { bold, dim, print, printJson, printNote } from "../output/print.js";

/** A load as the hub tells it. */
interface Load {
  id: number;
  name: string;
  state: "uploaded" | "queued" | "running" | "stopped" | "interrupted" | "cancelled" | "done" | "failed";
  format: string;
  account_name: string;
  created: number;
  finished: number;
  share: number;
  rows: number;
  added: number;
  skipped: number;
  types: Record<string, number>;
  summary: string;
  error: string;
  left_out?: { line: number; type: string; value: string; reason: string }[];
}

/** Settings of a load as options of the command. */
export interface LoadFlags {
  json?: boolean;
  format?: string;
  source?: string;
  feed?: string;
  licence?: string;
  tlp?: string;
  confidence?: string;
  severity?: string;
  threatType?: string;
  expires?: string;
  map?: string[];
}

const mostShown = 10;

/** The options of a load; what the file says about a value comes before them. */
export function loadOptions(command: Command): Command {
  return command
    .option("--format <format>", "what the files are: misp, stix, csv or text; recognised when left out")
    .option("--source <name>", "source of the records; the file's name when left out")
    .option("--feed <name>", "feed of the records")
    .option("--licence <licence>", "licence of the reports")
    .option("--tlp <label>", "label of values that have none, AMBER when left out")
    .option("--confidence <number>", "confidence of values that have none, 0 to 100")
    .option("--severity <word>", "severity of values that have none: low, medium, high, very-high")
    .option("--threat-type <type>", "threat type of values that have none, such as malware, c2, phish")
    .option("--expires <time>", "end of records that have none: 90d or 2027-01-31")
    .option("--map <field=column>", "column of a CSV file that holds a field, for example value=ioc; may be repeated", collect);
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** True for a file that is to be loaded, false for the name of a sample. */
export function isFile(name: string): boolean {
  return existsSync(name) && statSync(name).isFile();
}

/** Sends a file to the hub and follows its load to the end; the exit code is 1 when it ends otherwise than done. @throws SoarkitError `HUB_REFUSED`, `LOAD_FAILED`. */
export async function loadFile(admin: HubAdmin, file: string, flags: LoadFlags): Promise<Load> {
  const name = basename(file);
  const settings = { format: flags.format, source: flags.source, feed: flags.feed, licence: flags.licence, tlp: flags.tlp, confidence: flags.confidence, severity: flags.severity, threat_type: flags.threatType, expires: flags.expires, map: flags.map?.join(",") };
  const given = Object.entries(settings).flatMap(([key, value]): [string, string][] => (value === undefined ? [] : [[key, value]]));
  const { id } = await admin.upload<Load>(`/api/hub/loads?${new URLSearchParams([["name", name], ["start", "true"], ...given]).toString()}`, createReadStream(file), statSync(file).size); // prettier-ignore
  return follow(admin, id, flags);
}

async function follow(admin: HubAdmin, id: number, flags: LoadFlags): Promise<Load> {
  const bar = new cliProgress.SingleBar({ format: "{name} {bar} {percentage}% {rows} rows, {added} added", hideCursor: true, clearOnComplete: true, noTTYOutput: false }, cliProgress.Presets.shades_classic);
  const shown = process.stdout.isTTY && flags.json !== true;
  const leave = (): never => {
    if (shown) bar.stop();
    printNote(`The load ${id} goes on in the hub. soarkit hub loads ${id} shows it, soarkit hub stop ${id} stops it.`);
    process.exit(130);
  };
  process.once("SIGINT", leave);
  if (shown) bar.start(100, 0, { name: `load ${id}`, rows: 0, added: 0 });
  try {
    for await (const _change of admin.changes("loads")) {
      const load = await admin.get<Load>(`/api/hub/loads/${id}`);
      if (shown) bar.update(Math.floor(load.share * 100), { name: load.name, rows: load.rows.toLocaleString("en"), added: load.added.toLocaleString("en") });
      if (load.state === "failed") throw new SoarkitError("LOAD_FAILED", { id, reason: load.error });
      if (load.state === "queued" || load.state === "running") continue;
      if (load.state !== "done") process.exitCode = 1;
      return load;
    }
    throw new SoarkitError("LOAD_FAILED", { id, reason: "the link to the hub was lost; the load goes on there, see soarkit hub loads" });
  } finally {
    process.off("SIGINT", leave);
    if (shown) bar.stop();
  }
}

/** Prints what became of a load. */
export function printLoad(load: Load): void {
  print(bold(`${load.name} (load ${load.id}, ${load.format}): ${load.state}`));
  print(`  ${load.rows.toLocaleString("en")} rows: ${load.summary}`);
  for (const [type, count] of Object.entries(load.types)) print(`  ${type.padEnd(14)} ${count}`);
  const leftOut = load.left_out ?? [];
  for (const { line, type, value, reason } of leftOut.slice(0, mostShown)) print(dim(`  left out${line > 0 ? ` in line ${line}` : ""}: ${type === "" ? "" : `${type} `}"${value}": ${reason}`));
  if (load.state === "stopped" || load.state === "interrupted") print(dim(`  soarkit hub resume ${load.id} goes on with it`));
  if (load.skipped > mostShown) print(dim(`  and ${(load.skipped - mostShown).toLocaleString("en")} more; soarkit hub loads ${load.id} --json lists the first thousand`));
}

/** Lists the loads of the hub, or shows one. */
export async function listLoads(admin: HubAdmin, id: string | undefined, flags: { json?: boolean }): Promise<void> {
  if (id !== undefined) {
    const load = await admin.get<Load>(`/api/hub/loads/${encodeURIComponent(id)}`);
    if (flags.json) printJson(load);
    else printLoad(load);
    return;
  }
  const { entities } = await admin.get<{ entities: Load[] }>("/api/hub/loads");
  if (flags.json) {
    printJson(entities);
    return;
  }
  for (const { id: number, state, share, name, account_name: user, created, summary } of entities) print(`${String(number).padStart(4)}  ${new Date(created).toISOString()}  ${user.padEnd(12)} ${`${state}${state === "running" || state === "stopped" ? ` ${Math.floor(share * 100)}%` : ""}`.padEnd(12)} ${name}: ${summary}`);
  print(dim(`${entities.length} loads`));
}

/** Stops a load, or goes on with it and follows it to its end. */
export async function steerLoad(admin: HubAdmin, verb: "stop" | "resume", id: string, flags: { json?: boolean }): Promise<void> {
  const answer = await admin.post<Load>(`/api/hub/loads/${encodeURIComponent(id)}/${verb}`);
  const load = verb === "stop" ? answer : await follow(admin, answer.id, flags);
  if (flags.json) printJson(load);
  else printLoad(load);
}
