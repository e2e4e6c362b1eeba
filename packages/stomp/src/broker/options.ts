import type { Logger } from "@soarkit/runtime";
import type { BrokerLimits } from "./limits.js";
import type { BrokerPrincipal, BrokerSecurity, MessageStore } from "./message-store.js";

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
  /** Told when a client logged in, began or ended to read a queue, or is gone. It must not throw. */
  readonly onLink?: (event: BrokerLinkEvent) => void;
}

/** A client that is logged in. */
export interface BrokerLink {
  readonly id: string;
  readonly principal: BrokerPrincipal;
  /** Its address. */
  readonly peer: string;
  /** When it logged in, in milliseconds since the epoch. */
  readonly since: number;
  /** The queues that it reads. */
  readonly reads: readonly { readonly queue: string; readonly since: number; readonly inFlight: number }[];
}

/** Something about a link changed; `queue` is the one that it began or ended to read. */
export type BrokerLinkEvent =
  | { readonly kind: "connected" | "lost"; readonly link: BrokerLink }
  | { readonly kind: "reading" | "left"; readonly link: BrokerLink; readonly queue: string };

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
