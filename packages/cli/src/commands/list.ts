import type { Command } from "commander";
import { installedApps } from "../context/installed-apps.js";
import { dataFolder } from "../context/paths.js";
import { print, printJson } from "../output/print.js";

/** `list`: the installed apps, their functions and rules. */
export function addList(program: Command): void {
  program
    .command("list")
    .description("list the installed apps and what they bring")
    .option("--data <folder>", "data folder in which further apps may be installed")
    .option("--json", "answer as JSON")
    .action(async (flags: { data?: string; json?: boolean }) => {
      const apps = await installedApps(dataFolder(flags.data, process.env));
      if (flags.json === true) {
        printJson(apps.map((app) => ({ name: app.name, package: app.packageName, version: app.version, functions: app.functions.map((definition) => definition.name) })));
        return;
      }
      for (const app of apps) {
        print(`${app.packageName}==${app.version}: ${app.displayName}`);
        for (const definition of app.functions) print(`    function ${definition.name}`);
      }
      if (apps.length === 0) print("No app is installed.");
    });
}
