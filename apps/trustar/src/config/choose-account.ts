import { ExpectedFailure } from "@soarkit/app-sdk";
import type { Account } from "./account.js";

/** How names are compared: without regard to case and surrounding blanks. */
export function sameName(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** The accounts whose `workspace` names a workspace. */
export function accountsOf(accounts: readonly Account[], workspace: string): readonly Account[] {
  return accounts.filter((account) => account.workspace.some((name) => sameName(name, workspace)));
}

/**
 * The one account of a workspace.
 *
 * @throws ExpectedFailure that says what to change when the workspace has none, or several
 */
export function chooseAccount(accounts: readonly Account[], workspace: string): Account {
  const [first, second] = accountsOf(accounts, workspace);
  if (first === undefined) throw new ExpectedFailure(withoutAccount(workspace));
  if (second !== undefined) throw new ExpectedFailure(withTwoAccounts(workspace, first, second));
  return first;
}

/** What people read of a workspace without an account. */
export function withoutAccount(workspace: string): string {
  return `The workspace "${workspace}" has no TruSTAR account. Name it under workspace in a section [trustar_account_n] of app.config.`;
}

/** What people read of a workspace that two accounts name. */
export function withTwoAccounts(workspace: string, first: Account, second: Account): string {
  return `The workspace "${workspace}" has two TruSTAR accounts, [${first.section}] and [${second.section}]; nothing is sent until only one of them names it under workspace.`;
}
