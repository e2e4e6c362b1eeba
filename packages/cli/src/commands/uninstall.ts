import { readFile } from "node:fs/promises";
import { destinationOf, findInstalled } from "@soarkit/integration-server";
import { ownsSection } from "@soarkit/app-sdk";
import { createLogger, writeFileAtomic } from "@soarkit/runtime";
import { connectSoar, soarConnectionFromConfig } from "@soarkit/soar-client";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { endSection } from "../context/config-sections.js";
import { chooseApps, installedApps } from "../context/installed-apps.js";
import { askAndRemove } from "../context/removals.js";
import { findRunning } from "../context/running.js";
import { ExitError } from "../output/exit.js";
import { print } from "../output/print.js";

interface UninstallFlags extends ConfigFlags {
  yes?: boolean;
  removeSection?: boolean;
}

/** `uninstall APP`: lists what the app had installed on the platform, removes it, and ends its section of app.config. */
export function addUninstall(program: Command): void {
  program
    .command("uninstall")
    .description("list what an app had installed on the platform, remove it, and comment its section of app.config out")
    .argument("<app>")
    .option("-y, --yes", "remove without asking")
    .option("--remove-section", "remove the section of app.config instead of commenting it out")
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "data folder whose app.config is the last choice")
    .action(async (name: string, flags: UninstallFlags) => {
      const { config, dataDir, secrets } = await openConfig(flags);
      const [app] = chooseApps(await installedApps(dataDir), [name]);
      if (app === undefined) throw new ExitError(2, "name the app to uninstall");
      const client = await connectSoar(await soarConnectionFromConfig(config, { env: process.env, secrets, log: createLogger({ name: "uninstall", level: "silent" }) }));
      try {
        const outcome = await askAndRemove(client, await findInstalled({ client, app, destination: await destinationOf(app, { config, env: process.env, secrets }) }), flags.yes === true);
        if (outcome === "left") throw new ExitError(1);
        for (const section of config.sections().filter((name) => ownsSection(app.config, name))) await endOwnSection(config.file, section, flags.removeSection === true);
        const running = await findRunning(dataDir);
        print(`${app.packageName} is not used any more once the integration server starts without it: soarkit up --without ${app.name}${running === undefined ? "" : " (it is running now)"}`);
        if (outcome === "partly removed") throw new ExitError(1, "Something of it is still on the platform, see above.");
      } finally {
        await client.close();
      }
    });
}

async function endOwnSection(file: string, section: string, remove: boolean): Promise<void> {
  const text = await readFile(file, "utf8");
  const ended = endSection(text, section, remove ? "remove" : "comment out");
  if (ended === text) return;
  await writeFileAtomic(file, ended, { mode: 0o600 });
  print(`${remove ? "Removed" : "Commented out"}: section [${section}] of ${file}`);
}
