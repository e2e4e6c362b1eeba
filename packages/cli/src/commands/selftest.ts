import { selftest } from "@soarkit/integration-server";
import { createLogger } from "@soarkit/runtime";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { chooseApps, installedApps } from "../context/installed-apps.js";
import { ExitError } from "../output/exit.js";
import { print, printJson, printStep } from "../output/print.js";

interface SelftestFlags extends ConfigFlags {
  list?: string[];
  json?: boolean;
}

/** `selftest [-l APP…]`: tries configuration, platform, messages and each app, and says what to mend. */
export function addSelftest(program: Command): void {
  program
    .command("selftest")
    .description("try the configuration, the platform, the messages and each app")
    .option("-l, --list <app...>", "only these apps")
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "data folder whose app.config is the last choice")
    .option("--json", "print the steps as JSON")
    .action(async (flags: SelftestFlags) => {
      const { config, dataDir, secrets } = await openConfig(flags, { quiet: flags.json === true });
      const apps = chooseApps(await installedApps(dataDir), flags.list);
      const steps = [];
      for await (const step of selftest({ config, env: process.env, secrets, apps, log: createLogger({ name: "selftest", level: "silent" }) })) {
        steps.push(step);
        if (flags.json === true) continue;
        printStep(step.ok, step.name);
        for (const line of step.detail.split("\n").filter((text) => text.trim())) print(`    ${line}`);
      }
      const ok = steps.every((step) => step.ok);
      if (flags.json === true) printJson({ ok, steps });
      else print(ok ? "Everything works." : "Something does not work; see the lines marked ✗.");
      if (!ok) throw new ExitError(1);
    });
}
