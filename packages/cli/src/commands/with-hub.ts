import type { Command } from "commander";
import { HubAdmin } from "../context/hub-admin.js";
import { dataFolder } from "../context/paths.js";
import { requireRunning } from "../context/running.js";

/** Options of every command that works with the hub of a running Soarkit. */
export interface HubFlags {
  data?: string;
  json?: boolean;
}

/** Adds those options. */
export function withHubOptions(command: Command): Command {
  return command.option("--data <folder>", "data folder of the running Soarkit").option("--json", "answer as JSON");
}

/** Works with the hub of the running Soarkit, as its local administrator. */
export async function withHub(flags: HubFlags, work: (admin: HubAdmin) => Promise<void>): Promise<void> {
  const admin = await HubAdmin.open(await requireRunning(dataFolder(flags.data, process.env)));
  try {
    await work(admin);
  } finally {
    await admin.close();
  }
}
