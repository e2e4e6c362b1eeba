import type { FrameLimits } from "../frames/frame-reader.js";

/** Bounds of the broker. Times in milliseconds, sizes in bytes. */
export interface BrokerLimits extends FrameLimits {
  /** Links at one time; one more is closed at once. Default 1,000. */
  readonly connections: number;
  /** Subscriptions of one link. Default 1,000. */
  readonly subscriptions: number;
  /** Largest prefetch a client gets, whatever it asks for. Default 10,000. */
  readonly prefetch: number;
  /** Prefetch of a SUBSCRIBE that asks for none. Default 100. */
  readonly defaultPrefetch: number;
  /** Time from the TCP connection to a complete CONNECT frame. Default 10 s. */
  readonly connectMs: number;
  /** A link whose peer takes nothing for this long while there is something for it is dropped. Default 60 s. */
  readonly writeMs: number;
  /** SENDs of one link that wait for the store; beyond, the link is not read until some are done. Default 1,000. */
  readonly pendingSends: number;
  /** The same in bytes of body. Default 32 MiB. */
  readonly pendingSendBytes: number;
  /** Bytes of messages under way to one link before it counts as slow and gets no more. Default 1 MiB. */
  readonly outgoingBytes: number;
  /** First wait before a refused (NACK) message is offered again; doubles with every delivery, up to 60 s. Default 1 s. */
  readonly nackMs: number;
}

/** What holds where the options say nothing. */
export const defaultBrokerLimits: BrokerLimits = {
  headerBytes: 64 * 1024,
  bodyBytes: 64 * 1024 * 1024,
  connections: 1_000,
  subscriptions: 1_000,
  prefetch: 10_000,
  defaultPrefetch: 100,
  connectMs: 10_000,
  writeMs: 60_000,
  pendingSends: 1_000,
  pendingSendBytes: 32 * 1024 * 1024,
  outgoingBytes: 1024 * 1024,
  nackMs: 1_000,
};
