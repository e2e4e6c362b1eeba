import { homedir } from "node:os";
import { join } from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import { type ConfigFile, findConfigFile, openSecretStore, readConfigFile, type SecretStore } from "@soarkit/runtime";
import { print } from "../output/print.js";
import { dataFolder } from "./paths.js";

/** Flags that every command which reads app.config takes. */
export interface ConfigFlags {
  configFile?: string;
  data?: string;
}

/** The configuration a command works with. */
export interface ConfigContext {
  config: ConfigFile;
  dataDir: string;
  secrets: SecretStore;
}

/** Where an app.config is found, by the order of design §5 "Which app.config"; undefined when there is none. */
export function locateConfig(flags: ConfigFlags): { path: string; why: string } | undefined {
  return findConfigFile({
    ...(flags.configFile === undefined ? {} : { flag: flags.configFile }),
    env: process.env,
    cwd: process.cwd(),
    home: process.env["HOME"] ?? homedir(),
    dataDir: dataFolder(flags.data, process.env),
  });
}

/** Reads the app.config and prints which file it is and which host it talks to. */
export async function openConfig(flags: ConfigFlags, options: { quiet?: boolean } = {}): Promise<ConfigContext> {
  const dataDir = dataFolder(flags.data, process.env);
  const located = locateConfig(flags);
  if (located === undefined) throw new SoarkitError("NO_CONFIG_FILE", { folder: dataDir });
  const config = await readConfigFile(located.path);
  if (options.quiet !== true) {
    print(`Configuration file: ${located.path} (from the ${located.why})`);
    print(`Host: ${config.get("resilient", "host") ?? "not set"}`);
  }
  return { config, dataDir, secrets: await openSecretStore({ dataDir, env: process.env }) };
}

/** The file that `config -c` makes when no name is given. */
export function defaultConfigFile(): string {
  return process.env["APP_CONFIG_FILE"] ?? join(process.env["HOME"] ?? homedir(), ".resilient", "app.config");
}
