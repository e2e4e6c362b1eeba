import type { Logger } from "@soarkit/runtime";
import type { BrokerLimits } from "./limits.js";
import type { BrokerSecurity, MessageStore } from "./message-store.js";

/** Options of {@link StompBroker}. */
export interface StompBrokerOptions {
  readonly host: string;
  /** 0 lets the system choose (tests); `start` tells which. */
  readonly port: number;
  /** The command-line flag that sets the port, named when the port is taken. Default `--stomp-port`. */
  readonly flag?: string;
  /** Certificate chain and key, PEM. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly store: MessageStore;
  readonly security: BrokerSecurity;
  readonly log: Logger;
  /** Longest silence of the broker towards a client that asked for heart-beats, in ms. Default and most 10,000 (soar-protocol §6.6). */
  readonly heartbeatMs?: number;
  readonly limits?: Partial<BrokerLimits>;
}

/** What the broker is doing now, for metrics and the status page. */
export interface BrokerStatus {
  readonly connections: number;
  readonly queues: readonly {
    readonly queue: string;
    readonly consumers: number;
    /** Delivered and not acknowledged. */
    readonly inFlight: number;
  }[];
}
