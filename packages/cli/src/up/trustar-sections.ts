import type { IntelHub } from "@soarkit/intel-hub";
import type { ConfigFile } from "@soarkit/runtime";
import { isLost } from "./known-value.js";

/** Enclave of what is imported through the STAXX face; its indicators correlate with reports, too. */
const staxxEnclave = "STAXX";

/** A TruSTAR account that `up` makes on the hub, and the workspace that goes there. */
interface Prepared {
  readonly section: string;
  readonly hubAccount: string;
  readonly enclave: string;
  readonly workspace: string;
  readonly autoSubmission: "enable" | "disable";
}

const prepared: readonly Prepared[] = [
  { section: "trustar_account_1", hubAccount: "trustar", enclave: "Default workspace", workspace: "Default workspace", autoSubmission: "disable" },
  { section: "trustar_account_2", hubAccount: "trustar-demo", enclave: "Demo", workspace: "Demo", autoSubmission: "enable" },
];

/**
 * Makes enclaves and accounts on the hub for the TruSTAR app and gives the values of its sections. A key whose secret
 * stands in the configuration is kept; one whose secret was lost is replaced.
 *
 * @param url - address of the hub
 */
export async function prepareTrustar(hub: IntelHub, url: string, caFile: string, config: ConfigFile | undefined): Promise<Record<string, Record<string, string>>> {
  const staxx = await hub.trustar.ensureEnclave({ name: staxxEnclave });
  const own = await Promise.all(prepared.map(async (account) => ({ ...account, id: await hub.trustar.ensureEnclave({ name: account.enclave }) })));
  const key = async (section: string, name: string, enclaves: readonly { id: string; level: "view" | "full" }[]): Promise<Record<string, string>> => {
    const lost = isLost(config?.get(section, "user_api_secret"));
    const { apiKey, apiSecret } = await hub.trustar.ensureAccount({ name, enclaves, apiKey: lost ? undefined : config?.get(section, "user_api_key") });
    return { url, user_api_key: apiKey, ...(apiSecret !== undefined && { user_api_secret: apiSecret }) };
  };
  const sections: Record<string, Record<string, string>> = { trustar: { cafile: caFile } };
  const everything = [staxx, ...own.map(({ id }) => id)];
  sections["trustar_threat_source"] = {
    ...await key("trustar_threat_source", "trustar-threat-source", everything.map((id) => ({ id, level: "view" }))),
    enclave_ids_for_submission: everything.join(","),
  };
  for (const { section, hubAccount, id, workspace, autoSubmission } of own) {
    sections[section] = {
      ...await key(section, hubAccount, [{ id, level: "full" }, { id: staxx, level: "view" }]),
      enclave_ids_for_submission: id,
      enclave_ids_for_query: `${id},${staxx}`,
      auto_submission: autoSubmission,
      workspace,
    };
  }
  return sections;
}
