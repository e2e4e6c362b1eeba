import type { Logger } from "@soarkit/runtime";

/** How the link to the broker is protected. */
export interface StompTlsOptions {
  /** CA certificates, PEM. Default: those of the system. */
  readonly ca?: string;
  /** False only where the person who configures it says so: the broker's certificate is then not looked at. */
  readonly verify: boolean;
  /** Name expected in the certificate where it differs from `host`. */
  readonly servername?: string;
}

/** Options of {@link StompConnection}. Times in milliseconds. */
export interface StompConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: StompTlsOptions;
  /** API key id, or e-mail address. */
  readonly login: string;
  /** API key secret, or password. */
  readonly passcode: string;
  /** Heart-beats offered and asked for; 0 switches a direction off. Default 10,000 both ways. A silent broker is given up after three. */
  readonly heartbeat?: { readonly outgoing: number; readonly incoming: number };
  /** Wait before the first try to reconnect (500 at most, the default) and the longest wait, reached by doubling (default 30,000). */
  readonly reconnect?: { readonly first: number; readonly max: number };
  /** Longest wait for a TCP connection, TLS handshake and CONNECTED. Default 10,000. */
  readonly connectTimeout?: number;
  /** Longest wait for the RECEIPT of a `send`. Default 60,000. */
  readonly receiptTimeout?: number;
  /** Largest body of an incoming message in bytes; a larger one ends the link. Default 64 MiB. */
  readonly bodyLimit?: number;
  readonly log: Logger;
}

/** State of the link, told to `onStatus` listeners at every change. */
export type ConnectionStatus =
  | { readonly kind: "connected"; readonly link: number }
  /** The link ended or could not be made; the next try follows by itself. `reason` says why and what to do. */
  | { readonly kind: "disconnected"; readonly reason: string }
  /** The broker answered with an ERROR frame: a refused login, or something else it did not accept. */
  | { readonly kind: "refused"; readonly message: string }
  /** The principal may not read this destination. It is asked for again at the next reconnect. */
  | { readonly kind: "not_authorized"; readonly destination: string; readonly message: string };

/** A message offered by the broker. */
export interface IncomingMessage {
  /** Bare queue name, without `/queue/`. */
  readonly destination: string;
  /** All headers, unescaped. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Evidence only: RabbitMQ gives a new one at each redelivery. */
  readonly messageId: string;
  readonly redelivered: boolean;
  /** Where the reply goes, as received. */
  readonly replyTo?: string;
  readonly correlationId?: string;
  /** `Co3ContextToken`, for REST calls made while answering (soar-protocol §2.5). */
  readonly contextToken?: string;
  /** Number of the link it came on; changes at every reconnect. */
  readonly link: number;
  /** Tells the broker that the message is done. Does nothing when the link it came on has gone: the broker redelivers it. */
  ack(): void;
  /** Asks the broker to offer the message again later. Does nothing when the link has gone. */
  nack(): void;
}
