import type { StartContext } from "@soarkit/app-sdk";
import { type FieldDefDTO, SoarkitError } from "@soarkit/protocol";
import { accountsOf, sameName, withoutAccount, withTwoAccounts } from "./config/choose-account.js";
import type { TrustarConfig } from "./config/config.js";

/** What does not fit between workspaces and accounts: told at the start, before an incident meets it. */
export async function workspaceWarnings({ config, soar, signal }: StartContext<TrustarConfig>): Promise<readonly string[]> {
  const { accounts } = config;
  if (accounts.length === 0) return ["TruSTAR is not set up: no section [trustar_account_n] of app.config has a url."];
  const workspaces = await workspacesOf({ soar, signal });
  const named = accounts.flatMap(({ workspace }) => workspace);
  const all = workspaces ?? named.filter((name, index) => named.findIndex((other) => sameName(other, name)) === index);
  const unknown = workspaces === undefined ? [] : accounts.flatMap(({ section, workspace }) => workspace
    .filter((name) => !workspaces.some((known) => sameName(known, name)))
    .map((name) => `[${section}] names the workspace "${name}", which the platform does not have.`));
  return [
    ...all.flatMap((workspace) => {
      const [first, second] = accountsOf(accounts, workspace);
      if (first === undefined) return [withoutAccount(workspace)];
      return second === undefined ? [] : [withTwoAccounts(workspace, first, second)];
    }),
    ...unknown,
  ];
}

/** Names of the platform's workspaces; undefined when it does not tell. */
async function workspacesOf({ soar, signal }: Pick<StartContext, "soar" | "signal">): Promise<readonly string[] | undefined> {
  try {
    const field = await soar.get<FieldDefDTO>("/types/incident/fields/workspace", { signal });
    const names = field.values.filter(({ enabled }) => enabled).map(({ label }) => label);
    return names.length === 0 ? undefined : names;
  } catch (error) {
    if (error instanceof SoarkitError && !error.definition.retryable) return undefined;
    throw error;
  }
}
