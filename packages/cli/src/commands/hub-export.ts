import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import cliProgress from "cli-progress";
import { Option, type Command } from "commander";
import type { HubAdmin } from "../context/hub-admin.js";
import { printNote } from "../output/print.js";

interface ExportFlags {
  format: string;
  query?: string;
  report?: string;
  maxTlp: string;
  output?: string;
}

/** `soarkit hub export`: indicators of a running hub as a file, or to the standard output. */
export function addHubExport(command: Command, withHub: (flags: object, work: (admin: HubAdmin) => Promise<void>) => Promise<void>): void {
  command
    .description("write indicators as STIX 2.1, MISP JSON or CSV")
    .addOption(new Option("--format <format>", "stix, misp or csv").choices(["stix", "misp", "csv"]).makeOptionMandatory())
    .option("--query <query>", "only what this query finds, for example \"confidence>50 AND type=ip\"")
    .option("--report <uuid>", "only the indicators of this report")
    .option("--max-tlp <label>", "leave out what is above this label", "AMBER")
    .option("-o, --output <file>", "write to this file instead of the standard output")
    .action((flags: ExportFlags) => withHub(flags, (admin) => write(admin, flags)));
}

async function write(admin: HubAdmin, { format, query = "", report = "", maxTlp, output }: ExportFlags): Promise<void> {
  const { total, leftOut, body } = await admin.export({ format, query, report, max_tlp: maxTlp });
  const bar = new cliProgress.SingleBar({ format: "{bar} {value}/{total} indicators", hideCursor: true, clearOnComplete: true, stream: process.stderr }, cliProgress.Presets.shades_classic);
  const shown = process.stderr.isTTY && output !== undefined;
  if (shown) bar.start(total, 0);
  let lines = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      if (shown) bar.update(Math.min(lines, total));
      done(null, chunk);
    },
  });
  // A file that is there is a whole one.
  const part = `${output ?? ""}.part`;
  try {
    await pipeline(body, counted, output === undefined ? process.stdout : createWriteStream(part, { mode: 0o600 }));
    if (output !== undefined) await rename(part, output);
  } catch (error) {
    if (output !== undefined) await rm(part, { force: true });
    throw error;
  } finally {
    bar.stop();
  }
  printNote(`${total} indicators written${output === undefined ? "" : ` to ${output}`}${leftOut === 0 ? "" : `; ${leftOut} left out because they are above TLP:${maxTlp.toUpperCase()}`}`);
}
