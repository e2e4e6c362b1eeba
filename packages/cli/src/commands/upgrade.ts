import { readFile } from "node:fs/promises";
import type { ReplacedApp, SoarkitApp } from "@soarkit/app-sdk";
import { customize, findReplaced } from "@soarkit/integration-server";
import { SoarkitError } from "@soarkit/protocol";
import { createLogger, writeFileAtomic } from "@soarkit/runtime";
import { connectSoar, soarConnectionFromConfig } from "@soarkit/soar-client";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { installedApps, isSameName } from "../context/installed-apps.js";
import { moveSection } from "../context/move-section.js";
import { askAndRemove } from "../context/removals.js";
import { ExitError } from "../output/exit.js";
import { print } from "../output/print.js";

interface UpgradeFlags extends ConfigFlags {
  yes?: boolean;
}

/** `upgrade OLD-APP`: moves the configuration of a replaced app, imports the new app's rules, and removes the old ones. */
export function addUpgrade(program: Command): void {
  program
    .command("upgrade")
    .description("put an app in the place of the older one that it replaces: section of app.config, rules and functions")
    .argument("<old-app>", "for example fn_send_to_staxx")
    .option("-y, --yes", "remove the old app's rules and functions without asking")
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "data folder whose app.config is the last choice")
    .action(async (name: string, flags: UpgradeFlags) => {
      const { config, dataDir, secrets } = await openConfig(flags);
      const { app, replaced } = findReplacement(await installedApps(dataDir), name);
      print(`${replaced.packageName} is replaced by ${app.packageName} ${app.version}.`);
      await moveConfiguration(config.file, app, replaced);
      const client = await connectSoar(await soarConnectionFromConfig(config, { env: process.env, secrets, log: createLogger({ name: "upgrade", level: "silent" }) }));
      try {
        for (const message of (await customize({ client, app })).messages) print(`  ${message.type === "INFO" ? "" : `${message.type}: `}${message.text}`);
        print(`${app.packageName} ${app.version}: customizations imported.`);
        const outcome = await askAndRemove(client, await findReplaced({ client, replaced }), flags.yes === true);
        if (outcome === "partly removed") throw new ExitError(1, "Something of the old app is still on the platform, see above.");
      } finally {
        await client.close();
      }
      print("Restart the integration server to use the new configuration.");
    });
}

function findReplacement(apps: readonly SoarkitApp[], name: string): { app: SoarkitApp; replaced: ReplacedApp } {
  const pairs = apps.flatMap((app) => (app.replaces ?? []).map((replaced) => ({ app, replaced })));
  const found = pairs.find(({ replaced }) => isSameName(replaced.packageName, name));
  if (found === undefined) throw new SoarkitError("APP_NOT_REPLACED", { name, names: pairs.map(({ replaced }) => replaced.packageName).join(", ") || "none" });
  return found;
}

async function moveConfiguration(file: string, app: SoarkitApp, replaced: ReplacedApp): Promise<void> {
  const before = await readFile(file, "utf8");
  const { text, moved } = moveSection(before, app, replaced);
  if (text === before) {
    print(`${file} has no section [${replaced.section}].`);
    return;
  }
  await writeFileAtomic(file, text, { mode: 0o600 });
  print(moved.length === 0 ? `Section [${replaced.section}] was commented out; [${app.config.section}] was there already.` : `Section [${replaced.section}] became [${app.config.section}]: ${moved.join(", ")}. The old lines are commented out.`);
}
