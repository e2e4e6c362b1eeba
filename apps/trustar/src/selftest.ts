import type { SelftestContext, SelftestStep } from "@soarkit/app-sdk";
import { messageOf } from "@soarkit/protocol";
import type { Credentials } from "./config/account.js";
import { threatSourceSection, type TrustarConfig } from "./config/config.js";
import { TrustarClient } from "./trustar/client.js";
import { Tokens } from "./trustar/tokens.js";
import { workspaceWarnings } from "./warnings.js";

type Context = SelftestContext<TrustarConfig>;

/** Tries what the app needs: the workspaces of the accounts, and for each account the login, the health check and its enclaves. */
export async function* selftest(context: Context): AsyncGenerator<SelftestStep> {
  const { accounts, threatSource, verify } = context.config;
  if (/^(false|no|off|0)$/i.test(verify)) {
    yield { name: "Certificate of TruSTAR", outcome: "ok", detail: "NOT checked, because verify is off in [trustar]; anybody between can read the API secret. Set cafile and verify = true" };
  }
  yield await step("Workspaces and accounts", async () => {
    const warnings = await workspaceWarnings(context);
    if (warnings.length > 0) throw new Error(warnings.join(" "));
    return `each workspace has one account of ${accounts.length}`;
  });
  for (const account of accounts) yield* testAccount(context, account, [...account.enclave_ids_for_submission], account.enclave_ids_for_query);
  if (threatSource === undefined) yield { name: `Log in with [${threatSourceSection}]`, outcome: "skipped", detail: "it has no url" };
  else yield* testAccount(context, threatSource, [], threatSource.enclaveIds);
}

async function* testAccount(context: Context, account: Credentials, write: readonly string[], read: readonly string[]): AsyncGenerator<SelftestStep> {
  const client = new TrustarClient({ http: context.http, account, tokens: new Tokens(), signal: context.signal });
  const login = await step(`Log in to TruSTAR at ${account.url} with [${account.section}]`, async () => {
    await client.ping();
    return "the login and the health check work";
  });
  yield login;
  const name = `Enclaves of [${account.section}]`;
  if (login.outcome !== "ok") {
    yield { name, outcome: "skipped", detail: "needs the login" };
    return;
  }
  yield await step(name, async () => {
    const enclaves = await client.enclaves();
    const missing = [
      ...write.filter((id) => !enclaves.some((one) => one.id === id && one.create && one.update)).map((id) => `${id} may not be written`),
      ...read.filter((id) => !enclaves.some((one) => one.id === id && one.read)).map((id) => `${id} may not be read`),
    ];
    if (missing.length > 0) throw new Error(`${missing.join("; ")}. Correct the ids in [${account.section}], or ask for the rights in TruSTAR.`);
    return `${enclaves.length} enclave(s): ${enclaves.map((one) => one.name).join(", ")}`;
  });
}

async function step(name: string, work: () => Promise<string>): Promise<SelftestStep> {
  try {
    return { name, outcome: "ok", detail: await work() };
  } catch (error) {
    return { name, outcome: "failed", detail: messageOf(error) };
  }
}
