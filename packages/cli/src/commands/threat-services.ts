import { password as askPassword } from "@inquirer/prompts";
import type { ThreatServiceDTO, ThreatTestDTO } from "@soarkit/protocol";
import { isLoopback, readConfigFile, type RunFile } from "@soarkit/runtime";
import type { Command } from "commander";
import { type ConfigFlags, locateConfig } from "../context/config-context.js";
import { reachableHost } from "../context/local-http.js";
import { dataFolder } from "../context/paths.js";
import { PlatformAdmin } from "../context/platform-admin.js";
import { findRunning, requireRunning } from "../context/running.js";
import { ExitError } from "../output/exit.js";
import { dim, print, printJson, printNote, printStep } from "../output/print.js";

interface Flags extends ConfigFlags {
  json?: boolean;
}

interface EditFlags extends Flags {
  name: string;
  resturl: string;
  user?: string;
  password?: string;
}

/** `resutil`: the threat services of the platform, by the command names of IBM's Custom Threat Service guide. */
export function addThreatServices(program: Command): void {
  withOptions(program.command("threatserviceedit").description("register a threat service, or change the one of that name; a new one is OFF until an administrator switches it on"))
    .requiredOption("--name <name>", "display name, also written -name")
    .requiredOption("--resturl <url>", "address that artifacts are posted to, also written -resturl")
    .option("--user <user>", "user for the service, also written -user")
    .option("--password <password>", "its password, also written -password; asked for when only the user is given")
    .action((flags: EditFlags) => withPlatform(flags, (admin) => edit(admin, flags)));
  withOptions(program.command("threatservicetest").description("look localhost up at a threat service and say what it answers"))
    .requiredOption("--name <name>", "display name, also written -name")
    .action((flags: Flags & { name: string }) => withPlatform(flags, (admin) => test(admin, flags)));
  withOptions(program.command("threatserviceshow").description("list the threat services")).action((flags: Flags) => withPlatform(flags, (admin) => show(admin, flags)));
  withOptions(program.command("threatservicedel").description("remove a threat service; the hits that it brought stay"))
    .requiredOption("--name <name>", "display name, also written -name")
    .action((flags: Flags & { name: string }) => withPlatform(flags, (admin) => remove(admin, flags)));
}

function withOptions(command: Command): Command {
  return command
    .option("--config-file <file>", "the app.config that says which platform is meant")
    .option("--data <folder>", "data folder of the running Soarkit")
    .option("--json", "answer as JSON");
}

async function edit(admin: PlatformAdmin, flags: EditFlags): Promise<void> {
  const secret = flags.password ?? (flags.user === undefined ? undefined : await passwordOf(flags.user));
  const body = { name: flags.name, rest_url: flags.resturl, ...(flags.user !== undefined && { auth_user: flags.user }), ...(secret !== undefined && { password: secret }) };
  const known = await admin.call<ThreatServiceDTO>("GET", pathOf(flags.name));
  const service = known === undefined ? await admin.call<ThreatServiceDTO>("POST", "/threat_sources", body) : await admin.call<ThreatServiceDTO>("PUT", pathOf(flags.name), body);
  if (flags.json === true) printJson(service);
  else if (service !== undefined) {
    print(`${known === undefined ? "Registered" : "Changed"}: ${service.name} at ${service.rest_url}`);
    if (!service.enabled) print("It is OFF. An administrator switches it on under Administrator Settings, Threat Sources.");
  }
}

async function test(admin: PlatformAdmin, flags: Flags & { name: string }): Promise<void> {
  const outcome = found(await admin.call<ThreatTestDTO>("POST", `${pathOf(flags.name)}/test`, {}), flags.name);
  if (flags.json === true) printJson(outcome);
  else {
    print(`POST ${outcome.request.url}  ${outcome.request.body}`);
    printStep(outcome.ok, `${outcome.status === null ? "no answer" : `answered ${outcome.status}`}${outcome.reason === null ? "" : `: ${outcome.reason}`}`, outcome.ms / 1_000);
    if (outcome.tls !== null) print(dim(`${outcome.tls.protocol}, certificate of ${outcome.tls.subject}, signed by ${outcome.tls.issuer}, valid until ${new Date(outcome.tls.valid_to).toISOString()}`));
  }
  if (!outcome.ok) throw new ExitError(1);
}

async function show(admin: PlatformAdmin, flags: Flags): Promise<void> {
  const services = (await admin.call<{ entities: ThreatServiceDTO[] }>("GET", "/threat_sources"))?.entities ?? [];
  if (flags.json === true) printJson(services);
  else if (services.length === 0) print("No threat service yet. Register one with resutil threatserviceedit -name NAME -resturl URL.");
  for (const service of flags.json === true ? [] : services) {
    const { last } = service;
    print(`${service.name}  ${service.rest_url}  ${service.enabled ? "ON" : "OFF"}${service.auth_user === null ? "" : `  user ${service.auth_user}`}`);
    if (service.disabled_reason !== null) print(dim(`  switched off: ${service.disabled_reason}`));
    else if (last !== null) print(dim(`  last answer ${new Date(last.at).toISOString()}: ${last.status ?? "none"}${last.ms === null ? "" : ` after ${last.ms} ms`}${last.error === null ? "" : `. ${last.error}`}`));
  }
}

async function remove(admin: PlatformAdmin, flags: Flags & { name: string }): Promise<void> {
  const answer = found(await admin.call<object>("DELETE", pathOf(flags.name)), flags.name);
  if (flags.json === true) printJson(answer);
  else print(`Removed: ${flags.name}. Its hits stay on their artifacts.`);
}

function pathOf(name: string): string {
  return `/threat_sources/${encodeURIComponent(name)}`;
}

function found<T>(answer: T | undefined, name: string): T {
  if (answer === undefined) throw new ExitError(1, `there is no threat service named ${name}. resutil threatserviceshow lists them.`);
  return answer;
}

async function passwordOf(user: string): Promise<string | undefined> {
  return process.stdin.isTTY ? askPassword({ message: `Password of ${user} (ENTER leaves it)` }).then((text) => (text === "" ? undefined : text)) : undefined;
}

async function withPlatform(flags: Flags, work: (admin: PlatformAdmin) => Promise<void>): Promise<void> {
  const admin = await PlatformAdmin.open(await meantPlatform(flags));
  try {
    await work(admin);
  } finally {
    await admin.close();
  }
}

/** The running Soarkit, when the app.config that counts speaks of it. */
async function meantPlatform(flags: Flags): Promise<RunFile> {
  const dataDir = dataFolder(flags.data, process.env);
  const run = await findRunning(dataDir);
  const located = flags.data === undefined ? locateConfig(flags) : undefined;
  if (located !== undefined) {
    const config = await readConfigFile(located.path);
    const [host = "", port = "443"] = [config.get("resilient", "host"), config.get("resilient", "port")];
    const own = run !== undefined && [reachableHost(run.host), run.host, "localhost", "127.0.0.1"].includes(host) && port === String(run.ports.platform);
    if (!own && host !== "" && located.path !== run?.config_file && !isLoopback(host)) {
      throw new ExitError(1, `${located.path} speaks of the platform at ${host}. Threat services of IBM SOAR are registered on its appliance: log in there and run this resutil command. For a Soarkit of this machine, name its data folder with --data.`);
    }
    if (flags.json !== true) printNote(`Configuration file: ${located.path} (from the ${located.why}); host: ${host || "not set"}`);
  }
  return run ?? requireRunning(dataDir);
}
