import type { Command } from "commander";
import { printReady } from "../up/banner.js";
import { readUpOptions, type UpFlags } from "../up/options.js";
import { startSoarkit } from "../up/start-soarkit.js";
import { dim, print } from "../output/print.js";
import { untilSignal } from "../output/signals.js";

/** `soarkit up`, `soarkit platform`, `soarkit hub`: everything, or one part, in one process until Ctrl-C. */
export function addUp(program: Command, hub: Command): void {
  withUpOptions(program.command("up").description("start platform, intel hub and integration server in one process"))
    .option("--only <parts>", "start only these parts: platform,hub,server")
    .action((flags: UpFlags) => runUp(flags));
  withUpOptions(program.command("platform").description("start the built-in SOAR platform alone")).action((flags: UpFlags) => runUp({ ...flags, only: "platform" }));
  withUpOptions(hub.description("the intel hub: start it alone, or import, search and approve")).action((flags: UpFlags) => runUp({ ...flags, only: "hub" }));
}

function withUpOptions(command: Command): Command {
  return command
    .option("--data <folder>", "folder that holds everything (SOARKIT_DATA, ./data)")
    .option("--host <address>", "address to listen on (127.0.0.1)")
    .option("--port <port>", "platform: REST and console over HTTPS (8443)")
    .option("--stomp-port <port>", "platform: messages, STOMP over TLS (65001)")
    .option("--hub-port <port>", "intel hub over HTTPS (8080)")
    .option("--threat-port <port>", "threat service of the integration server over HTTPS (9000)")
    .option("--warninglists <folder>", "folder with MISP warning lists (warninglists in the data folder)")
    .option("--no-samples", "do not load the sample reports at the first start")
    .option("--without <app...>", "leave these apps to another integration server")
    .option("--log-level <level>", "debug, info, warn or error (info)")
    .option("--console-log", "write the log to standard error too");
}

async function runUp(flags: UpFlags): Promise<void> {
  const began = performance.now();
  const options = readUpOptions(flags, process.env);
  const stopping = untilSignal();
  const soarkit = await startSoarkit(options, process.env, (step) => print(dim(`starting: ${step}`)));
  printReady({
    seconds: (performance.now() - began) / 1000,
    dataDir: options.dataDir,
    configFile: soarkit.run.config_file,
    functions: soarkit.functions,
    keptValues: soarkit.keptValues,
    ...(soarkit.consoleUrl === undefined ? {} : { consoleUrl: soarkit.consoleUrl }),
    ...(soarkit.loginUrl === undefined ? {} : { loginUrl: soarkit.loginUrl }),
    ...(soarkit.hubUrl === undefined ? {} : { hubUrl: soarkit.hubUrl }),
    ...(soarkit.hubLoginUrl === undefined ? {} : { hubLoginUrl: soarkit.hubLoginUrl }),
    ...(soarkit.adminUser === undefined ? {} : { adminUser: soarkit.adminUser }),
    ...(soarkit.passwordFile === undefined ? {} : { passwordFile: soarkit.passwordFile }),
    threatUrls: soarkit.threatUrls,
    ...(soarkit.run.ports.stomp === undefined ? {} : { stomp: `stomp+ssl://${options.host}:${soarkit.run.ports.stomp}` }),
  });
  const signal = await stopping;
  print(`${signal}: letting running functions finish, then stopping.`);
  await soarkit.stop(signal);
  print("Stopped. The next start goes on here.");
}
