import { confirm } from "@inquirer/prompts";
import { customize, destinationOf } from "@soarkit/integration-server";
import { createLogger } from "@soarkit/runtime";
import { connectSoar, soarConnectionFromConfig } from "@soarkit/soar-client";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { chooseApps, installedApps } from "../context/installed-apps.js";
import { ExitError } from "../output/exit.js";
import { print } from "../output/print.js";

interface CustomizeFlags extends ConfigFlags {
  yes?: boolean;
  list?: string[];
  overwrite?: boolean;
}

/** `customize [-y] [-l APP…]`: imports the apps' message destinations, functions, rules and workflows into the platform. */
export function addCustomize(program: Command): void {
  program
    .command("customize")
    .description("import the apps' message destinations, functions, rules and workflows into the platform")
    .option("-y, --yes", "do not ask")
    .option("-l, --list <app...>", "only these apps")
    .option("--overwrite", "replace what a person changed on the platform, too")
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "data folder whose app.config is the last choice")
    .action(async (flags: CustomizeFlags) => {
      const { config, dataDir, secrets } = await openConfig(flags);
      const apps = chooseApps(await installedApps(dataDir), flags.list);
      const client = await connectSoar(await soarConnectionFromConfig(config, { env: process.env, secrets, log: createLogger({ name: "customize", level: "silent" }) }));
      try {
        for (const app of apps) {
          const question = `Import the customizations of ${app.packageName} ${app.version} into ${client.orgName} at ${client.baseUrl}?`;
          if (flags.yes !== true) {
            if (!process.stdin.isTTY) throw new ExitError(1, "there is nobody to ask; say -y to import");
            if (!(await confirm({ message: question, default: true }))) continue;
          }
          const destination = await destinationOf(app, { config, env: process.env, secrets });
          const { messages } = await customize({ client, app, destination, overwrite: flags.overwrite ?? false });
          for (const message of messages) print(`  ${message.type === "INFO" ? "" : `${message.type}: `}${message.text}`);
          print(`${app.packageName} ${app.version}: customizations imported.`);
        }
      } finally {
        await client.close();
      }
    });
}
