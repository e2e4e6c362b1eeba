import { Argument, type Command, Option } from "commander";
import type { HubAdmin } from "../context/hub-admin.js";
import { ExitError } from "../output/exit.js";
import { dim, print, printJson } from "../output/print.js";
import { accountNamed, hubAccounts } from "./hub-accounts.js";
import { type HubFlags, withHub, withHubOptions } from "./with-hub.js";

/** What accounts may do in an enclave, least first. */
const levels = ["none", "view", "submission", "full"] as const;
type Level = (typeof levels)[number];

/** An enclave as the hub answers it. */
interface Enclave {
  guid: string;
  name: string;
  type: string;
  default_level: Level;
  reports: number;
  levels: { account_id: number; name: string; level: Level }[];
}

/** What an account may do in an enclave. */
interface Member {
  account: string;
  level: Level;
  /** `own`: said for this account; `default`: the enclave's; `administrator`: may do everything everywhere. */
  from: "own" | "default" | "administrator";
}

/** `soarkit hub enclaves list|create|members|permit`: where reports are shared, and who may do what there. */
export function addHubEnclaves(enclaves: Command): void {
  withHubOptions(enclaves.command("list").description("list enclaves with their ids and what everybody may do there")).action((flags: HubFlags) => withHub(flags, (admin) => list(admin, flags)));
  withHubOptions(enclaves.command("create").description("make an enclave; answers its id, which reports and app.config name it by").argument("<name>"))
    .addOption(new Option("--default <level>", "what accounts may do that have no level of their own").choices(levels).default("none"))
    .action((name: string, flags: HubFlags & { default: Level }) => withHub(flags, (admin) => create(admin, name, flags)));
  withHubOptions(enclaves.command("members").description("list what each account may do in an enclave, by its name or id").argument("<enclave>")).action((enclave: string, flags: HubFlags) =>
    withHub(flags, (admin) => listMembers(admin, enclave, flags)),
  );
  withHubOptions(enclaves.command("permit").description("say what accounts may do in an enclave: nothing, view, submit reports, or change them too; without accounts, the default").argument("<enclave>"))
    .addArgument(new Argument("<level>", "default takes accounts back to the enclave's default").choices([...levels, "default"]))
    .argument("[account...]")
    .action((enclave: string, level: Level | "default", accounts: string[], flags: HubFlags) => withHub(flags, (admin) => permit(admin, { enclave, level, accounts }, flags)));
}

async function list(admin: HubAdmin, flags: HubFlags): Promise<void> {
  const all = await allEnclaves(admin);
  if (flags.json) {
    printJson(all);
    return;
  }
  for (const { guid, name, default_level: level, reports, levels: own } of all) print(`${guid}  ${name}  ${reports} reports  default ${level}${own.map((one) => `, ${one.name} ${one.level}`).join("")}`);
  print(dim(`${all.length} enclaves`));
}

async function create(admin: HubAdmin, name: string, flags: HubFlags & { default: Level }): Promise<void> {
  const { guid } = await admin.post<{ guid: string }>("/api/hub/enclaves", { name, default_level: flags.default });
  if (flags.json) printJson({ guid, name, default_level: flags.default });
  else print(`${guid}  ${name}`);
}

async function listMembers(admin: HubAdmin, name: string, flags: HubFlags): Promise<void> {
  const members = await membersOf(admin, await enclaveNamed(admin, name));
  if (flags.json) printJson(members);
  else for (const { account, level, from } of members) print(`${account}  ${level}${from === "own" ? "" : `  (${from})`}`);
}

async function permit(admin: HubAdmin, { enclave, level, accounts }: { enclave: string; level: Level | "default"; accounts: readonly string[] }, flags: HubFlags): Promise<void> {
  const { guid } = await enclaveNamed(admin, enclave);
  if (accounts.length === 0) {
    if (level === "default") throw new ExitError(1, "Name the accounts that go back to the default, or say the default level: none, view, submission or full.");
    await admin.put(`/api/hub/enclaves/${guid}`, { default_level: level });
  }
  // All are looked up before any is changed.
  const found = [];
  for (const account of accounts) found.push(await accountNamed(admin, account));
  for (const { id } of found) await admin.put(`/api/hub/enclaves/${guid}/levels/${id}`, { level: level === "default" ? null : level });
  await listMembers(admin, guid, flags);
}

async function membersOf(admin: HubAdmin, enclave: Enclave): Promise<Member[]> {
  return (await hubAccounts(admin)).map(({ id, name, role }) => {
    if (role === "admin") return { account: name, level: "full", from: "administrator" };
    const own = enclave.levels.find((one) => one.account_id === id);
    return own === undefined ? { account: name, level: enclave.default_level, from: "default" } : { account: name, level: own.level, from: "own" };
  });
}

async function allEnclaves(admin: HubAdmin): Promise<Enclave[]> {
  return (await admin.get<{ entities: Enclave[] }>("/api/hub/enclaves")).entities;
}

async function enclaveNamed(admin: HubAdmin, name: string): Promise<Enclave> {
  const all = await allEnclaves(admin);
  const found = all.find((enclave) => enclave.name === name) ?? all.find((enclave) => enclave.guid === name.toLowerCase());
  if (found === undefined) throw new ExitError(1, `The hub has no enclave ${name}. It has: ${all.map((enclave) => enclave.name).join(", ") || "none; make one with soarkit hub enclaves create"}.`);
  return found;
}
