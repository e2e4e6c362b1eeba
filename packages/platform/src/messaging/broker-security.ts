import type { BrokerPrincipal, BrokerSecurity } from "@soarkit/stomp";
import type { Principal } from "../accounts/principal.js";
import type { PlatformDatabase } from "../database.js";
import { isReader } from "./destinations/store.js";

/**
 * Who may use which queue (soar-protocol §2.2): `actions` queues are read, and the matching `acks` queues written, by
 * the `users` and `api_keys` of their message destination; everything else is refused.
 */
export class DestinationSecurity implements BrokerSecurity {
  constructor(
    private readonly deps: {
      readonly database: PlatformDatabase;
      readonly orgId: number;
      /** Told when somebody asks for a queue that they may not read. */
      readonly onRefused: (principal: BrokerPrincipal, queue: string) => void;
      readonly accounts: { authenticate(login: string, secret: string, address: string): Promise<Principal | undefined> };
    },
  ) {}

  async authenticate(login: string, passcode: string): Promise<BrokerPrincipal | undefined> {
    const principal = await this.deps.accounts.authenticate(login, passcode, "stomp");
    return principal === undefined ? undefined : { id: principal.id, name: principal.name };
  }

  async mayRead(principal: BrokerPrincipal, queue: string): Promise<boolean> {
    const may = await this.owns(principal, queue, "actions");
    if (!may) this.deps.onRefused(principal, queue);
    return may;
  }

  mayWrite(principal: BrokerPrincipal, queue: string): Promise<boolean> {
    return this.owns(principal, queue, "acks");
  }

  private async owns(principal: BrokerPrincipal, queue: string, kind: "actions" | "acks"): Promise<boolean> {
    const prefix = `${kind}.${this.deps.orgId}.`;
    if (!queue.startsWith(prefix)) return false;
    return isReader(this.deps.database.db, queue.slice(prefix.length), Number(principal.id));
  }
}
