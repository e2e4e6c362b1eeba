import { Command } from "commander";
import { soarkitVersion } from "../context/version.js";
import { addConfig } from "./config.js";
import { addCustomize } from "./customize.js";
import { addDemo } from "./demo.js";
import { addHub } from "./hub.js";
import { addList } from "./list.js";
import { addMessages } from "./messages.js";
import { addRun } from "./run.js";
import { addSecrets } from "./secrets.js";
import { addSelftest } from "./selftest.js";
import { addService } from "./service.js";
import { addStatus } from "./status.js";
import { addThreatServices } from "./threat-services.js";
import { addUninstall } from "./uninstall.js";
import { addUp } from "./up.js";
import { addUpgrade } from "./upgrade.js";

/** The names under which Soarkit's commands are installed. */
export const commandNames = ["soarkit", "resilient-circuits", "res-keyring", "resutil"] as const;
export type CommandName = (typeof commandNames)[number];

const builders: Record<CommandName, (program: Command) => void> = {
  soarkit(program) {
    program.description("The open integration server between a SOAR platform and threat intelligence");
    // `soarkit hub` and its subcommands have options of the same names: those behind a subcommand are the subcommand's.
    const hub = program.enablePositionalOptions().command("hub").enablePositionalOptions();
    addUp(program, hub);
    addHub(hub);
    addDemo(program);
    addMessages(program);
    addUpgrade(program);
    addUninstall(program);
    addStatus(program);
    addService(program);
    addServerCommands(program);
  },
  "resilient-circuits"(program) {
    program.description("The integration server, by the command names that IBM's documentation uses");
    addServerCommands(program);
  },
  "res-keyring"(program) {
    program.description("Ask for each secret that app.config names with ^ and keep it in the secret store");
    addSecrets(program);
  },
  resutil(program) {
    program.description("The threat services of the platform, by the command names of IBM's documents");
    addThreatServices(program);
  },
};

/** The command line of one of the names. */
export function buildProgram(name: CommandName): Command {
  const program = new Command(name);
  program.version(soarkitVersion()).exitOverride().showHelpAfterError("(--help says more)");
  builders[name](program);
  for (const command of allCommands(program)) command.exitOverride();
  return program;
}

function addServerCommands(program: Command): void {
  for (const add of [addRun, addConfig, addCustomize, addSelftest, addList]) add(program);
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
