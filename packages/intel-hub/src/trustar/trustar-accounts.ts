import { SoarkitError } from "@soarkit/protocol";
import type { Accounts } from "../accounts/accounts.js";
import type { AccountStore } from "../accounts/store.js";
import type { ApiKeys, NewApiKey } from "../api-keys/api-keys.js";
import type { EnclaveLevel } from "../schema.js";
import type { Enclaves, NewEnclave } from "../enclaves/enclaves.js";

/** An account that somebody wants to call the TruSTAR face with. */
export interface WantedTrustarAccount {
  /** Name of the hub account; it is made (role analyst) when it is not there. */
  readonly name: string;
  /** What it may do where; enclaves that are not named keep their level. */
  readonly enclaves?: readonly { readonly id: string; readonly level: EnclaveLevel }[];
  /** A key that is known already: while it is live, no other is made. */
  readonly apiKey?: string | undefined;
  /** What the key is for, shown on the accounts page. */
  readonly label?: string;
}

/** The key of an account; the secret only when the key was made just now. */
export interface EnsuredTrustarAccount {
  readonly apiKey: string;
  readonly apiSecret?: string;
}

interface Stores {
  readonly accounts: AccountStore;
  readonly apiKeys: ApiKeys;
  readonly enclaves: Enclaves;
}

/** Makes accounts, keys and enclaves of the TruSTAR face for programs: `soarkit up`, commands, tests. */
export class TrustarAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly open: () => Promise<Stores>,
  ) {}

  /** Makes sure that an enclave exists. @returns its id, a guid. */
  async ensureEnclave(enclave: NewEnclave): Promise<string> {
    return (await this.open()).enclaves.ensure(enclave);
  }

  /** Makes sure that an account exists with these permissions and a live key. @throws SoarkitError `HUB_ENCLAVE_UNKNOWN`. */
  async ensureAccount({ name, enclaves = [], apiKey, label = "TruSTAR app" }: WantedTrustarAccount): Promise<EnsuredTrustarAccount> {
    await this.accounts.ensureAccount(name, "analyst");
    const stores = await this.open();
    const account = await stores.accounts.find(name);
    if (account === undefined) throw new SoarkitError("HUB_ACCOUNT_UNKNOWN", { id: name });
    for (const { id, level } of enclaves) await stores.enclaves.setLevel(id, account.id, level);
    const keys = await stores.apiKeys.list(account.id);
    if (apiKey !== undefined && keys.some(({ key }) => key === apiKey)) return { apiKey };
    // A secret that was lost ends with its key.
    for (const { key, label: other } of keys) if (other === label) await stores.apiKeys.revoke(account.id, key);
    return stores.apiKeys.create(account.id, label);
  }

  /** Makes a further key. @throws SoarkitError `HUB_ACCOUNT_UNKNOWN`, `HUB_API_KEY_LIMIT`. */
  async createKey(name: string, label: string): Promise<NewApiKey> {
    const stores = await this.open();
    const account = await stores.accounts.find(name);
    if (account === undefined) throw new SoarkitError("HUB_ACCOUNT_UNKNOWN", { id: name });
    return stores.apiKeys.create(account.id, label);
  }
}
