import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { threatServiceRegistrations, type ThreatServiceRegistration } from "@soarkit/integration-server";
import { SoarkitError } from "@soarkit/protocol";
import { writeFileAtomic } from "@soarkit/runtime";
import type { Command } from "commander";
import { type ConfigFlags, openConfig } from "../context/config-context.js";
import { installedApps } from "../context/installed-apps.js";
import { print } from "../output/print.js";
import { unitFile } from "../service/unit-file.js";
import { windowsInstructions } from "../service/windows.js";

interface ServiceFlags extends ConfigFlags {
  write?: string | true;
  user: string;
  withPlatform?: boolean;
  url?: string;
  windows?: boolean;
}

const unitPath = "/etc/systemd/system/resilient_circuits.service";
const applianceResutil = "/usr/bin/resutil";

/** `service`: the systemd unit that runs the integration server and registers its threat services. */
export function addService(program: Command): void {
  program
    .command("service")
    .description("print or write the systemd unit that runs the integration server")
    .option("--write [file]", `write it with mode 0644 (${unitPath})`)
    .option("--user <name>", "user that the server runs as", "integration")
    .option("--with-platform", "start and stop it together with resilient.service of the same machine")
    .option("--url <address>", "how the platform reaches the threat service, e.g. https://server.example:9000")
    .option("--windows", "print what to do on Windows")
    .option("--config-file <file>", "the app.config")
    .option("--data <folder>", "folder of the journal (SOARKIT_DATA, ./data)")
    .action(async (flags: ServiceFlags) => {
      const { config, dataDir, secrets } = await openConfig(flags, { quiet: true });
      const configFile = resolve(config.file);
      if (!/^[a-z_][a-z0-9_-]*$/.test(flags.user)) throw new SoarkitError("OPTION_INVALID", { option: "--user", value: flags.user, expected: "the name of a user of this machine" });
      const found = await threatServiceRegistrations(await installedApps(dataDir), { config, env: process.env, secrets });
      const registrations = found.map(({ name, url }) => ({ name, url: reachedBy(url, flags.url) }));
      if (flags.windows === true) {
        print(windowsInstructions({ configFile, dataDir, registrations }).trimEnd());
        return;
      }
      const login = found.find((one) => one.login !== undefined)?.login;
      const loginFile = login === undefined ? undefined : join(dirname(configFile), "threat-service.env");
      const bin = dirname(realpathSync(process.argv[1] ?? ""));
      const onAppliance = existsSync(applianceResutil);
      const logdir = config.get("resilient", "logdir");
      const unit = unitFile({
        program: [process.execPath, join(bin, "soarkit.js")],
        resutil: onAppliance ? [applianceResutil] : [process.execPath, join(bin, "resutil.js")],
        resutilAsRoot: onAppliance,
        registrations,
        loginFile,
        user: flags.user,
        configFile,
        dataDir,
        writable: logdir === undefined || logdir === "" || resolve(logdir).startsWith(dataDir) ? [] : [resolve(logdir)],
        withPlatform: flags.withPlatform === true,
      });
      if (flags.write === undefined) print(unit.trimEnd());
      else await write(flags.write === true ? unitPath : resolve(flags.write), unit, loginFile, login);
    });
}

async function write(file: string, unit: string, loginFile: string | undefined, login: ThreatServiceRegistration["login"]): Promise<void> {
  await writeFileAtomic(file, unit, { mode: 0o644 });
  print(`${file} is written. Its first lines say what comes next.`);
  if (loginFile === undefined || login === undefined) return;
  await writeFileAtomic(loginFile, `THREAT_SERVICE_USER=${quoted(login.user)}\nTHREAT_SERVICE_PASSWORD=${quoted(login.password)}\n`, { mode: 0o600 });
  print(`${loginFile} has the user and the password of the threat service, for its registration (mode 0600).`);
}

function reachedBy(url: string, address: string | undefined): string {
  if (address === undefined) return url;
  if (!/^https?:\/\/[^/\s]+\/*$/.test(address)) throw new SoarkitError("OPTION_INVALID", { option: "--url", value: address, expected: "an address such as https://server.example:9000" });
  return `${address.replace(/\/+$/, "")}${new URL(url).pathname}`;
}

/** As systemd reads values of an environment file. */
function quoted(value: string): string {
  return `"${value.replace(/["\\$`]/g, "\\$&")}"`;
}
