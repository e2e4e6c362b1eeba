import { mkdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { missingSections } from "@soarkit/app-sdk";
import { appendSection, parseConfigText, writeFileAtomic } from "@soarkit/runtime";
import { confirm } from "@inquirer/prompts";
import type { Command } from "commander";
import { defaultConfigFile } from "../context/config-context.js";
import { chooseApps, installedApps } from "../context/installed-apps.js";
import { dataFolder } from "../context/paths.js";
import { ExitError } from "../output/exit.js";
import { print } from "../output/print.js";
import { resilientSection } from "../up/resilient-section.js";

interface ConfigCommandFlags {
  create?: boolean;
  update?: boolean;
  list?: string[];
  yes?: boolean;
  data?: string;
}

/** `config -c|-u [-l APP…] [FILE]`: makes an app.config, or adds the sections that it lacks. */
export function addConfig(program: Command): void {
  program
    .command("config")
    .description("make an app.config (-c) or add the sections of apps that it lacks (-u)")
    .argument("[file]", "the file (APP_CONFIG_FILE, else ~/.resilient/app.config)")
    .option("-c, --create", "make a new file")
    .option("-u, --update", "add missing sections to the file")
    .option("-l, --list <app...>", "only these apps")
    .option("-y, --yes", "replace an existing file without asking")
    .option("--data <folder>", "data folder in which further apps may be installed")
    .action(async (name: string | undefined, flags: ConfigCommandFlags) => {
      if ((flags.create === true) === (flags.update === true)) throw new ExitError(2, "give either -c (make a new file) or -u (add missing sections)");
      const file = resolve(process.env["APP_CONFIG_FILE"] ?? name ?? defaultConfigFile());
      const apps = chooseApps(await installedApps(dataFolder(flags.data, process.env)), flags.list);
      print(`Configuration file: ${file}`);
      const there = existsSync(file);
      if (flags.update === true && !there) throw new ExitError(1, `${file} does not exist. Make it with \`config -c\`.`);
      if (flags.create === true && there && flags.yes !== true) {
        if (!process.stdin.isTTY) throw new ExitError(1, `${file} exists. Add sections with -u, or replace it with -c -y.`);
        if (!(await confirm({ message: `${file} exists. Replace it?`, default: false }))) throw new ExitError(0, "nothing was changed");
      }

      let text = flags.create === true ? resilientSection : await readFile(file, "utf8");
      let added = 0;
      for (const app of apps) {
        for (const { section, template } of missingSections(app.config, parseConfigText(text, file).sections())) {
          text = appendSection(text, template);
          added += 1;
          print(`Added section [${section}] of ${app.packageName}`);
        }
      }
      if (flags.update === true && added === 0) {
        print("Every section is there already. Nothing was changed.");
        return;
      }
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(file, text, { mode: 0o600 });
      print(flags.create === true ? "Made. Fill in [resilient] and the apps' sections, then run `resilient-circuits selftest`." : "Saved.");
    });
}
