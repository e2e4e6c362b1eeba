import type { HubAdmin } from "../context/hub-admin.js";
import { ExitError } from "../output/exit.js";

/** An account of the hub. */
export interface HubAccount {
  id: number;
  name: string;
  role: string;
  locked: boolean;
}

/** All accounts of the hub. */
export async function hubAccounts(admin: HubAdmin): Promise<HubAccount[]> {
  return (await admin.get<{ entities: HubAccount[] }>("/api/hub/accounts")).entities;
}

/** The account of this name. @throws ExitError that names those there are. */
export async function accountNamed(admin: HubAdmin, name: string): Promise<HubAccount> {
  const all = await hubAccounts(admin);
  const found = all.find((account) => account.name === name);
  if (found === undefined) throw new ExitError(1, `The hub has no account ${name}. It has: ${all.map((account) => account.name).join(", ")}.`);
  return found;
}
