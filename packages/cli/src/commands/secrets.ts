import { password } from "@inquirer/prompts";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { print } from "../output/print.js";
import { ExitError } from "../output/exit.js";

/** `res-keyring`: asks, without echo, for every secret that app.config names with `^`. */
export function addSecrets(program: Command): void {
  program
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "data folder whose app.config is the last choice")
    .action(async (flags: ConfigFlags) => {
      const { config, secrets } = await openConfig(flags);
      print(`Secrets are kept in: ${secrets.kind}`);
      const wanted = config.sections().flatMap((section) => Object.entries(config.section(section)).flatMap(([key, value]) => secretNames(value).map((name) => ({ section, key, name }))));
      if (wanted.length === 0) {
        print("No value of app.config begins with ^ . Nothing to do.");
        return;
      }
      if (!process.stdin.isTTY) throw new ExitError(1, "res-keyring asks for secrets and needs a terminal");
      for (const { section, key, name } of wanted) {
        const service = section === "resilient" ? "_" : section;
        const known = (await secrets.get(service, name)) !== undefined;
        const value = await askTwice(`[${section}] ${key}: ^${name} (${known ? "set; ENTER leaves it" : "not set"})`);
        if (value !== "") await secrets.set(service, name, value);
      }
      print("Done.");
    });
}

/** Names of the secrets in a value: the whole value `^name`, or `^{name}` inside it. */
function secretNames(value: string): string[] {
  const whole = /^\^([^{].*)$/.exec(value)?.[1];
  return whole === undefined ? [...value.matchAll(/\^\{([^}]+)\}/g)].map((match) => match[1] ?? "") : [whole];
}

async function askTwice(message: string): Promise<string> {
  for (;;) {
    const first = await password({ message, mask: true });
    if (first === "") return "";
    if (first === (await password({ message: "Once more", mask: true }))) return first;
    print("The two do not match. Try again.");
  }
}
