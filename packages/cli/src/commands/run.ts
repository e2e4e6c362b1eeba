import { IntegrationServer } from "@soarkit/integration-server";
import { acquireLock, createLogger, ensureDataFolder } from "@soarkit/runtime";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { installedApps } from "../context/installed-apps.js";
import { dataFolder } from "../context/paths.js";
import { findRunning } from "../context/running.js";
import { print } from "../output/print.js";
import { startControl } from "../control/control-server.js";
import { untilSignal } from "../output/signals.js";

/** `run [-r]`: the integration server alone, against the SOAR platform that app.config names. */
export function addRun(program: Command): void {
  program
    .command("run")
    .description("run the integration server alone, against the platform of app.config")
    .option("-r, --auto-restart", "accepted for compatibility; connections are always restored")
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "folder of the journal (SOARKIT_DATA, ./data)")
    .action(async (flags: ConfigFlags) => {
      const dataDir = dataFolder(flags.data, process.env);
      const running = await findRunning(dataDir);
      if (running !== undefined) {
        print(`Soarkit runs already on ${dataDir} (process ${running.pid}) and its integration server runs the apps' functions. Nothing to do.`);
        return;
      }
      const { config, secrets } = await openConfig(flags);
      await ensureDataFolder(dataDir);
      const lock = await acquireLock(dataDir);
      try {
        const log = createLogger({ name: "soarkit", level: (config.get("resilient", "loglevel") ?? "INFO").toLowerCase().replace("warning", "warn"), file: logFile(config.get("resilient", "logdir"), config.get("resilient", "logfile"), dataDir), pretty: true });
        const server = new IntegrationServer({ config, env: process.env, dataDir, apps: await installedApps(dataDir), log, secrets });
        const stopped = untilSignal();
        await server.start();
        const stopControl = await startControl(dataDir, server);
        for (const { url } of server.status().threatService?.services ?? []) print(`Threat service: ${url}`);
        print("The integration server is running. Stop it with Ctrl-C.");
        const signal = await stopped;
        print(`${signal}: letting running functions finish, then stopping.`);
        await stopControl();
        await server.stop();
      } finally {
        lock.release();
      }
    });
}

function logFile(folder: string | undefined, name: string | undefined, dataDir: string): string {
  return resolve(folder === undefined || folder === "" ? join(dataDir, "logs") : folder, name ?? "app.log");
}
