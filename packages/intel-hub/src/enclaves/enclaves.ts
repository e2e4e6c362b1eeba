import { SoarkitError } from "@soarkit/protocol";
import type { Caller } from "../accounts/accounts.js";
import type { EnclaveLevel } from "../schema.js";
import type { Scope } from "./scope.js";
import type { EnclaveRow, EnclaveStore } from "./store.js";

/** An enclave as a caller has it. */
export interface CallersEnclave {
  readonly id: number;
  readonly guid: string;
  readonly name: string;
  readonly type: EnclaveRow["type"];
  readonly level: EnclaveLevel;
  /** May query it. */
  readonly read: boolean;
  /** May submit to it. */
  readonly create: boolean;
  /** May change, delete and tag in it. */
  readonly update: boolean;
}

/** An enclave with who may do what in it. */
export interface EnclaveEntry {
  readonly guid: string;
  readonly name: string;
  readonly type: EnclaveRow["type"];
  readonly default_level: EnclaveLevel;
  readonly created: number;
  readonly reports: number;
  readonly levels: readonly { readonly account_id: number; readonly name: string; readonly level: EnclaveLevel }[];
}

/** How an enclave is made. */
export interface NewEnclave {
  readonly name: string;
  readonly type?: EnclaveRow["type"];
  /** For accounts without a level of their own. Default `none`. */
  readonly defaultLevel?: EnclaveLevel;
}

const ranks: Readonly<Record<EnclaveLevel, number>> = { none: 0, view: 1, submission: 2, full: 3 };

/** Enclaves: who may read, submit and change where. Administrators may do everything everywhere. */
export class Enclaves {
  constructor(
    private readonly store: EnclaveStore,
    private readonly now: () => number,
  ) {}

  /** The enclaves that a caller may at least read, by name. */
  async of(caller: Caller): Promise<CallersEnclave[]> {
    const rows = await this.store.withLevelOf(caller.id);
    return rows
      .map(({ id, guid, name, type, default_level: initial, level: own }) => {
        const level = caller.role === "admin" ? "full" : (own ?? initial);
        return { id, guid, name, type, level, read: ranks[level] >= 1, create: ranks[level] >= 2, update: ranks[level] >= 3 };
      })
      .filter(({ read }) => read);
  }

  /** What a caller may see. @param guids narrows it to these enclaves; unknown ones show nothing. */
  async scope(caller: Caller, guids: readonly string[] = []): Promise<Scope> {
    const admin = caller.role === "admin";
    if (admin && guids.length === 0) return { accountId: caller.id, admin, enclaves: undefined };
    const own = await this.of(caller);
    const wanted = new Set(guids.map((guid) => guid.toLowerCase()));
    return { accountId: caller.id, admin, enclaves: own.filter(({ guid }) => wanted.size === 0 || wanted.has(guid)).map(({ id }) => id) };
  }

  /** Every enclave with permissions, for administrators. */
  async list(): Promise<EnclaveEntry[]> {
    const [rows, levels, counts] = await Promise.all([this.store.withLevelOf(-1), this.store.levels(), this.store.reportCounts()]);
    return rows.map(({ id, guid, name, type, default_level, created }) => ({
      guid,
      name,
      type,
      default_level,
      created,
      reports: counts.get(id) ?? 0,
      levels: levels.filter(({ enclave_id: enclave }) => enclave === id).map(({ account_id, name: account, level }) => ({ account_id, name: account, level })),
    }));
  }

  /** Makes an enclave. @returns its id. @throws SoarkitError `HUB_ENCLAVE_EXISTS`. */
  async create(enclave: NewEnclave): Promise<string> {
    const { name, type = "INTERNAL", defaultLevel = "none" } = enclave;
    if (!(await this.store.add({ name, type, default_level: defaultLevel, created: this.now() }))) throw new SoarkitError("HUB_ENCLAVE_EXISTS", { name });
    return (await this.get({ name })).guid;
  }

  /** The id of the enclave of this name, which is made when it is not there. */
  async ensure(enclave: NewEnclave): Promise<string> {
    const { name, type = "INTERNAL", defaultLevel = "none" } = enclave;
    await this.store.add({ name, type, default_level: defaultLevel, created: this.now() });
    return (await this.get({ name })).guid;
  }

  /** Changes what accounts without a level of their own may do. @throws SoarkitError `HUB_ENCLAVE_UNKNOWN`. */
  async setDefault(guid: string, level: EnclaveLevel): Promise<void> {
    await this.store.change((await this.get({ guid })).id, { default_level: level });
  }

  /** Gives an account a level of its own; `undefined` takes it back to the default. @throws SoarkitError `HUB_ENCLAVE_UNKNOWN`. */
  async setLevel(guid: string, accountId: number, level: EnclaveLevel | undefined): Promise<void> {
    await this.store.setLevel((await this.get({ guid })).id, accountId, level);
  }

  private async get(wanted: { readonly guid: string } | { readonly name: string }): Promise<EnclaveRow> {
    const found = await this.store.find(wanted);
    if (found === undefined) throw new SoarkitError("HUB_ENCLAVE_UNKNOWN", { id: "guid" in wanted ? wanted.guid : wanted.name });
    return found;
  }
}
