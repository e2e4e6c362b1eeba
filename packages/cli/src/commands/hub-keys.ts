import type { Command } from "commander";
import type { HubAdmin } from "../context/hub-admin.js";
import { ExitError } from "../output/exit.js";
import { dim, print, printJson } from "../output/print.js";
import { accountNamed, hubAccounts } from "./hub-accounts.js";
import { type HubFlags, withHub, withHubOptions } from "./with-hub.js";

/** An API key as the hub answers it; its secret is told once, when it is made. */
interface ApiKey {
  key: string;
  label: string;
  created: number;
  last_used: number | null;
}

/** `soarkit hub keys list|create|revoke`: API keys of TruSTAR clients. */
export function addHubKeys(keys: Command): void {
  withHubOptions(keys.command("list").description("list API keys without their secrets, of one account or all").argument("[account]")).action((account: string | undefined, flags: HubFlags) =>
    withHub(flags, (admin) => list(admin, account, flags)),
  );
  withHubOptions(keys.command("create").description("make an API key for an account; its secret is shown once and kept nowhere").argument("<account>"))
    .option("--label <text>", "what it is for", "API key")
    .action((account: string, flags: HubFlags & { label: string }) => withHub(flags, (admin) => create(admin, account, flags)));
  withHubOptions(keys.command("revoke").description("end API keys and what is logged in with them").argument("<key...>")).action((ended: string[], flags: HubFlags) => withHub(flags, (admin) => revoke(admin, ended, flags)));
}

async function list(admin: HubAdmin, account: string | undefined, flags: HubFlags): Promise<void> {
  const keys = await keysOf(admin, account);
  if (flags.json) {
    printJson(keys);
    return;
  }
  for (const { key, account: owner, label, last_used: used } of keys) print(`${key}  ${owner}  ${label}  ${used === null ? "never used" : `last used ${new Date(used).toISOString()}`}`);
  print(dim(`${keys.length} API keys`));
}

async function create(admin: HubAdmin, account: string, flags: HubFlags & { label: string }): Promise<void> {
  const { id } = await accountNamed(admin, account);
  const made = await admin.post<{ key: string; secret: string }>(`/api/hub/accounts/${id}/keys`, { label: flags.label });
  if (flags.json) {
    printJson({ ...made, account, label: flags.label });
    return;
  }
  print(`user_api_key=${made.key}`);
  print(`user_api_secret=${made.secret}`);
}

async function revoke(admin: HubAdmin, ended: readonly string[], flags: HubFlags): Promise<void> {
  const keys = await keysOf(admin, undefined);
  const found = ended.map((key) => {
    const one = keys.find((candidate) => candidate.key === key);
    if (one === undefined) throw new ExitError(1, `The hub has no API key ${key}. soarkit hub keys list names those there are.`);
    return one;
  });
  for (const { account_id: account, key } of found) await admin.delete(`/api/hub/accounts/${account}/keys/${key}`);
  if (flags.json) printJson(found.map(({ key, account }) => ({ key, account, revoked: true })));
  else for (const { key, account } of found) print(`${key} of ${account} revoked`);
}

async function keysOf(admin: HubAdmin, account: string | undefined): Promise<(ApiKey & { account: string; account_id: number })[]> {
  const accounts = account === undefined ? await hubAccounts(admin) : [await accountNamed(admin, account)];
  const lists = await Promise.all(accounts.map(async ({ id, name }) => (await admin.get<{ entities: ApiKey[] }>(`/api/hub/accounts/${id}/keys`)).entities.map((key) => ({ ...key, account: name, account_id: id }))));
  return lists.flat();
}
